package io.spillway.control.spill;

/**
 * How long what is missing is waited for: a control node that restarts, or gateways that connect again, must not push anything.
 * Owned by one thread.
 */
final class Patience {

    private final long longestNanos;
    private boolean missing;
    private long sinceNanos;
    /** A node that has just begun has not heard everybody yet. */
    private int most = Integer.MAX_VALUE;
    private boolean fewer;
    private long fewerNanos;

    Patience(long longestNanos) {
        this.longestNanos = longestNanos;
    }

    /** Returns whether demand has been unknown for so long that what was decided from it does not hold any more. */
    boolean lost(boolean known, long nowNanos) {
        if (known) {
            missing = false;
            return false;
        }
        if (!missing) {
            missing = true;
            sinceNanos = nowNanos;
        }
        return nowNanos - sinceNanos > longestNanos;
    }

    /** Returns whether no gateway that was heard has just fallen silent. */
    boolean settled(int reporters, long nowNanos) {
        if (reporters >= most) {
            most = reporters;
            fewer = false;
            return true;
        }
        if (!fewer) {
            fewer = true;
            fewerNanos = nowNanos;
        }
        boolean enough = nowNanos - fewerNanos > longestNanos;
        if (enough) {
            most = reporters;
            fewer = false;
        }
        return enough;
    }
}
