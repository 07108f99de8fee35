package io.spillway.gateway.failover;

/**
 * Learns how long an answer may take before silence is a reason to ask somebody else: three times the 99th percentile of
 * what was seen of late, never less than a floor. A percentile and not a mean, because a service may have slow requests
 * that are in order; a factor, because a moment of load must not look like a death. Nothing is cut off by it: an attempt
 * that is out of patience goes on beside the next one, and each of those costs retry budget.
 *
 * <p>Latencies are counted in buckets whose bounds grow by a quarter (an error of at most 25 %); all counts are halved
 * every 2048 answers, so that the past fades. Costs one increment per answer. Belongs to one thread.
 */
public final class Patience {
    /** Less than this is the noise of schedulers and collectors. */
    public static final long FLOOR_NANOS = 30_000_000L;
    /** What is waited for an endpoint of which nothing is known. */
    public static final long UNKNOWN_NANOS = 1_000_000_000L;

    private static final int FACTOR = 3;
    private static final int ENOUGH = 32;
    private static final int WINDOW = 2048;
    private static final int RELEARN = 64;
    /** Each power of two of microseconds is parted in four. */
    private static final int PARTS_BITS = 2;
    private static final int BUCKETS = 4 * 26;
    private static final long LONGEST_MICROS = (1L << 26) - 1;

    private final int[] counts = new int[BUCKETS];
    private int total;
    private int unlearned;
    private int sinceFade;
    private long learned = UNKNOWN_NANOS;

    /** Books how long an answer took to begin. */
    public void record(long nanos) {
        counts[bucket(nanos)]++;
        total++;
        unlearned++;
        sinceFade++;
        if (sinceFade >= WINDOW) {
            fade();
        }
        // The first answers teach at once; later ones together, which is cheaper.
        if (unlearned >= RELEARN || (total == ENOUGH && learned == UNKNOWN_NANOS)) {
            learn();
        }
    }

    /** Returns how long to wait for an answer to begin, in nanoseconds; {@link #UNKNOWN_NANOS} before 32 answers. */
    public long nanos() {
        return learned;
    }

    private void learn() {
        unlearned = 0;
        if (total >= ENOUGH) {
            learned = Math.max(FLOOR_NANOS, FACTOR * percentile99());
        }
    }

    private long percentile99() {
        int above = Math.max(1, total / 100);
        for (int bucket = BUCKETS - 1; bucket > 0; bucket--) {
            above -= counts[bucket];
            if (above < 0) {
                return upperNanos(bucket);
            }
        }
        return upperNanos(0);
    }

    private void fade() {
        sinceFade = 0;
        total = 0;
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] >>= 1;
            total += counts[i];
        }
    }

    private static int bucket(long nanos) {
        int micros = (int) Math.clamp(nanos / 1000, 1, LONGEST_MICROS);
        int power = 31 - Integer.numberOfLeadingZeros(micros);
        int part = power >= PARTS_BITS
                ? (micros >>> (power - PARTS_BITS)) & 3
                : (micros << (PARTS_BITS - power)) & 3;
        return 4 * power + part;
    }

    private static long upperNanos(int bucket) {
        long base = 1L << (bucket >> 2);
        return 1000 * (base + base * ((bucket & 3) + 1) / 4);
    }
}
