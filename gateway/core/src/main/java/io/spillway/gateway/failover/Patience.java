package io.spillway.gateway.failover;

/**
 * Learns how long an endpoint may be silent before that is a reason to ask somebody else: three times the 99th percentile
 * of the silences that answers of late have ended, never less than a floor. A silence is the time in which a request waited
 * and nobody else was answered either: with one request at a time it is the latency; under load it is far less, and neither
 * slow requests nor one stall that delays a hundred answers make it long. A percentile and not a mean, because a service may
 * have slow requests that are in order; a factor, because a moment of load must not look like a death. Nothing is cut off
 * by it: an attempt that is out of patience goes on beside the next one, and each of those costs retry budget.
 *
 * <p>Where a cluster wants hedging it also says how long is longer than usual ({@link #usual}): from then on a second
 * attempt runs beside the first although the endpoint may be well.
 *
 * <p>Costs two increments per answer ({@link RecentLatencies}). Belongs to one thread.
 */
public final class Patience {
    /** Less than this is the noise of schedulers and collectors. */
    public static final long FLOOR_NANOS = 30_000_000L;
    /** What is waited for an endpoint of which nothing is known. */
    public static final long UNKNOWN_NANOS = 1_000_000_000L;
    /** A time that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int FACTOR = 3;
    private static final int ENOUGH = 32;
    private static final int RELEARN = 64;

    private final RecentLatencies latencies = new RecentLatencies();
    private final RecentLatencies silences = new RecentLatencies();
    private int unlearned;
    private long learned = UNKNOWN_NANOS;
    /** The percentile that was asked for last, 0 when what it was is out of date. */
    private int asked;
    private long usual = NEVER;

    /**
     * Books how long an answer took to begin, or how long it had not come when it was given up for another one.
     *
     * @param nanos how long
     * @param silence for how much of that, at its end, nobody else heard of the endpoint either
     */
    public void record(long nanos, long silence) {
        latencies.record(nanos);
        silences.record(silence);
        unlearned++;
        // The first answers teach at once; later ones together, which is cheaper.
        if (unlearned >= RELEARN || (silences.total() == ENOUGH && learned == UNKNOWN_NANOS)) {
            learn();
        }
    }

    /** Returns how long an endpoint may be silent, in nanoseconds; {@link #UNKNOWN_NANOS} before 32 answers. */
    public long nanos() {
        return learned;
    }

    /**
     * Returns how long all answers but the slowest take to begin, in nanoseconds; {@link #NEVER} before 32 answers.
     *
     * @param percentile how many of a hundred are not among the slowest
     */
    public long usual(int percentile) {
        if (asked != percentile) {
            asked = percentile;
            usual = latencies.total() < ENOUGH ? NEVER : latencies.percentile(percentile);
        }
        return usual;
    }

    private void learn() {
        unlearned = 0;
        asked = 0;
        if (silences.total() >= ENOUGH) {
            learned = Math.max(FLOOR_NANOS, FACTOR * silences.percentile(99));
        }
    }
}
