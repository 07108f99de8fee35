package io.spillway.control.health;

import io.spillway.wire.record.HealthRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the checks of a workload have come to.
 *
 * @param up whether it counts as answering, by the thresholds
 * @param streak failures in a row while it is up, successes in a row while it is not
 * @param merit the figure of merit of flap damping as of {@code atNanos}: falls that are not yet forgotten
 * @param atNanos when the last check ended
 * @param held whether it is not used, whatever it answers, because it flaps
 * @param reason of the last failure; empty when there was none
 */
record Standing(boolean up, int streak, double merit, long atNanos, boolean held, String reason) {

    /** Returns what is known at first of a workload against which that is held. */
    static Standing of(@Nullable HealthRecord record, long nowNanos) {
        if (record == null) {
            return new Standing(true, 0, 0, nowNanos, false, "");
        }
        boolean flapping = record.state() == HealthRecord.State.FLAPPING;
        return new Standing(false, 0, flapping ? Judge.HOLD_FROM : 1, nowNanos, flapping, record.reason());
    }

    /** Returns what is held against it, null for nothing. */
    HealthRecord.@Nullable State against() {
        return held ? HealthRecord.State.FLAPPING : up ? null : HealthRecord.State.UNHEALTHY;
    }

    /** Returns whether its last check failed, or so many did that it is down. */
    boolean failing() {
        return !up || streak > 0;
    }
}
