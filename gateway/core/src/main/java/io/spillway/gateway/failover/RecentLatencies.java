package io.spillway.gateway.failover;

/**
 * How long answers took of late, as counts in buckets whose bounds grow by a quarter: a percentile is too high by at most
 * that. All counts are halved every 2048 answers, so that the past fades. Costs one increment per answer. Belongs to one
 * thread.
 */
final class RecentLatencies {
    private static final int WINDOW = 2048;
    /** Each power of two of microseconds is parted in four. */
    private static final int PARTS_BITS = 2;
    private static final int BUCKETS = 4 * 26;
    private static final long LONGEST_MICROS = (1L << 26) - 1;

    private final int[] counts = new int[BUCKETS];
    private int total;
    private int sinceFade;

    void record(long nanos) {
        counts[bucket(nanos)]++;
        total++;
        sinceFade++;
        if (sinceFade >= WINDOW) {
            fade();
        }
    }

    /** Returns how many answers are remembered. */
    int total() {
        return total;
    }

    /** Returns a time in nanoseconds that all answers but the slowest {@code 100 - percentile} percent stayed within. */
    long percentile(int percentile) {
        int above = (int) Math.max(1, (long) total * (100 - percentile) / 100);
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
