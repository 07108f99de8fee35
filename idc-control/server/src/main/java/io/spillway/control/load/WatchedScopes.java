package io.spillway.control.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import io.spillway.control.state.ControlState;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;

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
        boolean[] hurry = {false};
        state.all(Kind.SWITCH_OVER).forEach((_, resource) -> {
            if (resource.spec() instanceof SwitchOverSpec spec && spec.status() != null) {
                SwitchOverState stands = spec.status().state();
                if (stands.moving() || stands == SwitchOverState.READY || stands == SwitchOverState.APPROVED) {
                    Set<String> services = services(state, spec.scopes());
                    scopes.put(Watched.key(services), services);
                    hurry[0] |= stands.moving() && stands != SwitchOverState.PAUSED
                            && stands != SwitchOverState.ROLLBACK_FAILED;
                }
            }
        });
        return scopes.isEmpty() ? Watched.NOTHING : new Watched(scopes, hurry[0]);
    }

    /** Returns the Services to which a shift of one of these scopes would apply if no narrower one did. */
    public static Set<String> services(ControlState state, List<ShiftScope> scopes) {
        Set<String> services = new TreeSet<>();
        state.all(Kind.SERVICE).forEach((name, resource) -> {
            if (resource.spec() instanceof ServiceSpec spec
                    && scopes.stream().anyMatch(scope -> covers(state, scope, name, spec))) {
                services.add(name);
            }
        });
        return services;
    }

    private static boolean covers(ControlState state, ShiftScope scope, String service, ServiceSpec spec) {
        return switch (scope) {
            case ShiftScope.ServiceScope(String name) -> name.equals(service);
            case ShiftScope.DrGroupScope(String name) -> name.equals(spec.drGroup());
            case ShiftScope.IdcScope(String name) -> spec.drGroup() != null && state.drOrder(spec).contains(name);
        };
    }
}
