package io.spillway.control.drill;

import java.time.Instant;
import java.util.Set;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.ScopeLocks;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.DrillRunRecord;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.DrillTarget;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import org.jspecify.annotations.Nullable;

/**
 * What is looked at before a Drill begins, and while it goes on.
 *
 * @param now    the time
 * @param other  a run of another Drill that is not over, as in "nightly/20261128-030000-000"; null for none
 * @param moves  what moves the traffic that the Drill is about, and goes before a drill; null for nothing
 * @param stands a shift of that traffic that somebody has set; null for none
 * @param frozen why that traffic may not be moved now; null when it may
 */
record DrillGround(Instant now, @Nullable String other, @Nullable String moves, @Nullable String stands,
        @Nullable String frozen) {

    /** Returns the ground of a Drill of that name. */
    static DrillGround of(ControlState state, String name, DrillSpec drill, Instant now) {
        DrillTarget target = drill.target();
        if (target == null) {
            return new DrillGround(now, other(state, name), null, null, null);
        }
        Set<String> locks = ScopeLocks.of(state, target.scope());
        return new DrillGround(now, other(state, name), moves(state, locks), stands(state, locks),
                frozen(state, locks, now));
    }

    /** Returns why a run must not begin; null when it may. */
    @Nullable
    String obstacle() {
        return other != null ? "drill " + other + " runs" : moves != null ? moves : stands != null ? stands : frozen;
    }

    /** Returns the run that is not over of another Drill than that; null for none. */
    static @Nullable String other(ControlState state, String name) {
        for (Resource drill : state.sorted(Kind.DRILL)) {
            DrillRunRecord run = drill.spec() instanceof DrillSpec spec ? spec.status().current() : null;
            if (run != null && !drill.name().equals(name)) {
                return drill.name() + "/" + run.id();
            }
        }
        return null;
    }

    private static @Nullable String moves(ControlState state, Set<String> locks) {
        for (Resource record : state.sorted(Kind.SWITCH_OVER)) {
            SwitchOverStatus status = record.spec() instanceof SwitchOverSpec spec ? spec.status() : null;
            if (record.spec() instanceof SwitchOverSpec spec && status != null
                    && status.origin() != SwitchOrigin.DRILL && !status.state().over() && !status.state().before()
                    && meets(state, spec.scopes(), locks)) {
                return "switch-over " + record.name() + " of " + status.author() + " is " + status.state();
            }
        }
        return null;
    }

    private static boolean meets(ControlState state, Iterable<ShiftScope> scopes, Set<String> locks) {
        for (ShiftScope scope : scopes) {
            if (ScopeLocks.of(state, scope).stream().anyMatch(locks::contains)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String stands(ControlState state, Set<String> locks) {
        for (Resource record : state.sorted(Kind.TRAFFIC_SHIFT)) {
            if (record.spec() instanceof TrafficShiftSpec shift && !shift.cleared()
                    && meets(state, Set.of(shift.scope()), locks)) {
                return "shift " + record.name() + " stands: " + shift.reason();
            }
        }
        return null;
    }

    private static @Nullable String frozen(ControlState state, Set<String> locks, Instant now) {
        for (String lock : locks) {
            String group = lock.substring(lock.indexOf('/') + 1);
            Resource found = lock.startsWith("drgroup/") ? state.get(Kind.DR_GROUP, group) : null;
            String forbidden = found != null && found.spec() instanceof DrGroupSpec spec
                    ? spec.limits().forbids(now)
                    : null;
            if (forbidden != null) {
                return "DrGroup " + group + ": " + forbidden;
            }
        }
        return null;
    }
}
