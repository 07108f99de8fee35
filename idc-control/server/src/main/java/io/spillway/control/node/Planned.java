package io.spillway.control.node;

import java.util.Objects;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.ResourceKeys;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.DrillStatus;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.TrafficShiftSpec;
import org.jspecify.annotations.Nullable;

/**
 * One resource of a write: what stands, and what shall stand. {@code base} is the revision that the author saw, or that
 * stood when the request came in when the author did not say.
 */
record Planned(@Nullable Resource before, Resource after, long base) {

    /** Plans a write on a state; a TrafficShift gets the next generation and its author. */
    static Planned of(ControlState state, Resource wanted, long base, String ownIdc, String author) {
        Resource before = state.get(wanted.kind(), wanted.name());
        Resource after = wanted;
        if (wanted.spec() instanceof TrafficShiftSpec shift) {
            TrafficShiftSpec standing = before != null && before.spec() instanceof TrafficShiftSpec old ? old : null;
            Generation seen = standing == null ? null : standing.generation();
            Generation next = seen == null ? new Generation(1, ownIdc) : seen.next(ownIdc);
            after = wanted.withSpec(shift.after(standing).committed(next, author));
        }
        if (wanted.spec() instanceof DrillSpec drill) {
            after = wanted.withSpec(drill.with(status(drill, before)));
        }
        return new Planned(before, after, base);
    }

    /** What the system knows stays; when it is due next is found out anew for another schedule. */
    private static DrillStatus status(DrillSpec wanted, @Nullable Resource before) {
        if (before == null || !(before.spec() instanceof DrillSpec standing)) {
            return DrillStatus.NONE;
        }
        return Objects.equals(standing.schedule(), wanted.schedule())
                ? standing.status()
                : standing.status().undated();
    }

    String key() {
        return ResourceKeys.keyOf(after.kind(), after.name());
    }

    String path() {
        return after.kind().plural() + "/" + after.name();
    }

    long standing() {
        return before == null ? 0 : before.metadata().revision();
    }

    /** Returns whether everything stands already as asked. */
    boolean unchanged() {
        if (before == null || !before.metadata().labels().equals(after.metadata().labels())
                || !before.metadata().annotations().equals(after.metadata().annotations())) {
            return false;
        }
        if (before.spec() instanceof TrafficShiftSpec old && after.spec() instanceof TrafficShiftSpec wanted) {
            return Objects.equals(old.committed(new Generation(1, ""), "").after(null),
                    wanted.committed(new Generation(1, ""), "").after(null));
        }
        return before.spec().equals(after.spec());
    }
}
