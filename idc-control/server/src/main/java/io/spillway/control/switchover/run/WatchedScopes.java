package io.spillway.control.switchover.run;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.spillway.control.load.Watched;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;

/**
 * The Services whose figures are wanted because a switch-over of them may start or moves, by what the registry says. Used by
 * one thread.
 */
public final class WatchedScopes implements Supplier<Watched> {

    private final Supplier<ControlState> state;
    private ControlState last = ControlState.empty();
    private Watched watched = Watched.NOTHING;

    /** Creates what asks for the newest state. */
    public WatchedScopes(Supplier<ControlState> state) {
        this.state = state;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // asks whether the state was swapped, not whether it differs
    public Watched get() {
        ControlState now = state.get();
        if (now != last) {
            last = now;
            watched = of(now);
        }
        return watched;
    }

    /** Returns what is watched in this state: what may start soon has figures from before the first step. */
    static Watched of(ControlState state) {
        Map<String, Set<String>> scopes = new HashMap<>();
        boolean hurry = false;
        for (Resource resource : state.all(Kind.SWITCH_OVER).toMap().values()) {
            if (resource.spec() instanceof SwitchOverSpec spec && spec.status() != null) {
                SwitchOverStatus status = spec.status();
                if (Coordinator.spoken(status)) {
                    Set<String> services = Scoped.services(state, spec.scopes());
                    scopes.put(Watched.key(services), services);
                    hurry |= moves(status.state());
                }
            }
        }
        if (scopes.isEmpty()) {
            return Watched.NOTHING;
        }
        Set<String> all = Scoped.all(state);
        scopes.put(Watched.key(all), all);
        return new Watched(scopes, hurry);
    }

    /** One that waits for an operator may do so for days. */
    private static boolean moves(SwitchOverState state) {
        return state.moving() && state != SwitchOverState.PAUSED && state != SwitchOverState.ROLLBACK_FAILED;
    }
}
