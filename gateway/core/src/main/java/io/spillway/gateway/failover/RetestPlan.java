package io.spillway.gateway.failover;

import java.util.random.RandomGenerator;

/**
 * When an ejected endpoint is tested: first after 100 ms, then every 250 ms give or take a fifth, so that the gateways of
 * a fleet do not come in step; soon again after a good test, because several in a row are wanted and nobody should wait
 * for them. The way to another IDC's gateway is given more time with each bad test, 0.5 to 4 s and then from the beginning: the
 * first tests find quickly what is quick again, the last ones what is only far away. Safe for all threads.
 */
public final class RetestPlan {
    private static final long FIRST_NANOS = 100_000_000L;
    private static final long PERIOD_NANOS = 250_000_000L;
    private static final long AGAIN_NANOS = 50_000_000L;
    private static final long PATIENCE_NANOS = 500_000_000L;
    private static final int PATIENCE_STEPS = 4;

    private long due;
    private boolean taken;
    private int bad;

    /** Creates the plan for an endpoint that has just been ejected. */
    public RetestPlan(long now, RandomGenerator random) {
        due = now + jitter(FIRST_NANOS, random);
    }

    /** Takes the test that is due; false when none is, or one is under way. */
    public synchronized boolean take(long now) {
        boolean mine = due(now);
        taken |= mine;
        return mine;
    }

    /** Tells whether {@link #take} would succeed. */
    public synchronized boolean due(long now) {
        return !taken && now - due >= 0;
    }

    /** Returns how long a test of the way to another IDC's gateway waits for its answer now, in nanoseconds. */
    public synchronized long wayPatienceNanos() {
        return PATIENCE_NANOS << (bad % PATIENCE_STEPS);
    }

    /** Puts the test back that was taken, and plans the next one. */
    public synchronized void put(long now, boolean good, RandomGenerator random) {
        taken = false;
        // What was patience enough once is kept while it is.
        bad = good ? bad : bad + 1;
        due = now + jitter(good ? AGAIN_NANOS : PERIOD_NANOS, random);
    }

    private static long jitter(long nanos, RandomGenerator random) {
        return nanos * 4 / 5 + random.nextLong(nanos * 2 / 5);
    }
}
