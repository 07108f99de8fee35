package io.spillway.drill.bench.load;

/**
 * How long the generator itself did not run although it should have. What it slept is no slowness of its target, and is
 * taken off every latency that it is part of; a run in which it slept for long says nothing. Owned by the loop.
 */
final class Punctuality {
    /** Up to here a late tick is the noise of schedulers, and stays in the figures. */
    static final long GRACE_NANOS = 5_000_000L;

    private long lastTick;
    private long stalled;
    private long longest;
    private long countedFrom;

    Punctuality(long now) {
        lastTick = now;
    }

    /** The loop runs. */
    void tick(long now) {
        long gap = now - lastTick;
        if (gap > GRACE_NANOS) {
            stalled += gap;
            longest = Math.max(longest, gap);
        }
        lastTick = now;
    }

    /** Returns for how long the generator had stood still at a moment that is not after its last tick, in nanoseconds. */
    long before(long due) {
        return stalled - (lastTick - due > GRACE_NANOS ? lastTick - due : 0);
    }

    /** Returns for how long the generator has stood still until now, in nanoseconds. */
    long until(long now) {
        long gap = now - lastTick;
        return stalled + (gap > GRACE_NANOS ? gap : 0);
    }

    /** Forgets what was until now. */
    void reset() {
        countedFrom = stalled;
        longest = 0;
    }

    /** Returns what was since the last {@link #reset}. */
    Lateness lateness() {
        return new Lateness((stalled - countedFrom) / 1e6, longest / 1e6);
    }
}
