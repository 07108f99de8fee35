package io.spillway.drill.load;

import org.jspecify.annotations.Nullable;

/**
 * When a group's users send what: request {@code n} is due at {@code start + n / rps}, never later because an earlier
 * one was slow. Owned by the generator's event loop.
 */
final class Schedule {

    /** One intended request: microseconds of the schedule's clock, service and method. */
    record Due(long atNanos, String service, boolean post, long number) {}

    private final UserGroup group;
    private final long startNanos;
    private long next;

    Schedule(UserGroup group, long startNanos) {
        this.group = group;
        this.startNanos = startNanos;
    }

    UserGroup group() {
        return group;
    }

    /** Returns when the next request is due. */
    long nextNanos() {
        return startNanos + (long) (next * 1e9 / group.rps());
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
