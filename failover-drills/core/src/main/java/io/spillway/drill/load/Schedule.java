package io.spillway.drill.load;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * When a group's users send what: request {@code n} is due at {@code start + n / rps}, never later because an earlier
 * one was slow. During a ramp of {@code T} seconds the rate grows evenly from 0 to {@code rps}, so that request
 * {@code n} is due at {@code sqrt(2 n T / rps)}; half as many requests are due in it as in {@code T} seconds after it.
 * Owned by the generator's event loop.
 */
final class Schedule {

    /** One intended request: microseconds of the schedule's clock, service and method. */
    record Due(long atNanos, String service, boolean post, long number) {}

    private final UserGroup group;
    private final long startNanos;
    private final double rampSeconds;
    private long next;

    Schedule(UserGroup group, long startNanos, Duration ramp) {
        this.group = group;
        this.startNanos = startNanos;
        this.rampSeconds = ramp.toNanos() / 1e9;
    }

    UserGroup group() {
        return group;
    }

    /** Returns when the next request is due. */
    long nextNanos() {
        double ofRamp = group.rps() * rampSeconds / 2;
        double seconds = next < ofRamp
                ? Math.sqrt(2 * next * rampSeconds / group.rps())
                : rampSeconds + (next - ofRamp) / group.rps();
        return startNanos + (long) (seconds * 1e9);
    }

    /** Returns the next request if it is due, and moves on. */
    @Nullable
    Due poll(long nowNanos) {
        long at = nextNanos();
        if (at > nowNanos) {
            return null;
        }
        int kinds = group.services().size();
        long turn = next / kinds;
        boolean post = (turn + 1) * group.postPercent() / 100 > turn * group.postPercent() / 100;
        Due due = new Due(at, group.services().get((int) (next % kinds)), post, next);
        next++;
        return due;
    }
}
