package io.spillway.drill.bench.measure;

import java.util.Arrays;

/** Times of many clients over many changes. Used by one thread. */
public final class Latencies {
    private static final double NANOS_PER_MILLI = 1e6;

    private long[] nanos = new long[1024];
    private int count;

    /** Adds a time in nanoseconds. */
    public void add(long time) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = time;
    }

    /** Returns how many there are. */
    public int count() {
        return count;
    }

    /**
     * Returns the least time that so many percent did not exceed, in milliseconds: the nearest-rank definition.
     *
     * @throws IllegalStateException when nothing was added
     */
    public double millis(double percent) {
        if (count == 0) {
            throw new IllegalStateException("no times (expected: at least one)");
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * count);
        return sorted[Math.clamp(rank, 1, count) - 1] / NANOS_PER_MILLI;
    }
}
