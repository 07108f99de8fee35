package io.spillway.model.resource;

import java.util.List;

/**
 * The buckets in which gateways count how long requests take, for those who compare before and after. Each bound is the one
 * before times the square root of two, from 0.5 ms to about 60 s: a quantile is then known to within a fifth.
 */
public final class LatencyBuckets {

    /** How many there are; the last has no upper bound. */
    public static final int COUNT = 36;

    private static final double FIRST_MILLIS = 0.5;
    private static final long[] UPPER_NANOS = new long[COUNT - 1];

    static {
        for (int i = 0; i < UPPER_NANOS.length; i++) {
            UPPER_NANOS[i] = (long) (upperMillis(i) * 1e6);
        }
    }

    private LatencyBuckets() {}

    /** Returns the greatest milliseconds of a bucket; infinite for the last. */
    public static double upperMillis(int bucket) {
        return bucket >= COUNT - 1 ? Double.POSITIVE_INFINITY : FIRST_MILLIS * Math.pow(2, bucket / 2.0);
    }

    /** Returns the bucket of a duration in nanoseconds. Costs a few comparisons: gateways ask once per request. */
    public static int of(long nanos) {
        int low = 0;
        int high = UPPER_NANOS.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (nanos <= UPPER_NANOS[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /**
     * Returns the milliseconds below which that share of the requests took, in even spread within a bucket; NaN when there are
     * none.
     *
     * @param share of all, above 0 and at most 1
     */
    public static double quantileMillis(List<Long> counts, double share) {
        long all = counts.stream().mapToLong(Long::longValue).sum();
        if (all == 0) {
            return Double.NaN;
        }
        double wanted = share * all;
        long before = 0;
        for (int i = 0; i < counts.size(); i++) {
            long here = counts.get(i);
            if (here > 0 && before + here >= wanted) {
                double low = i == 0 ? 0 : upperMillis(i - 1);
                double high = i >= COUNT - 1 ? low * 2 : upperMillis(i);
                return low + (high - low) * (wanted - before) / here;
            }
            before += here;
        }
        return upperMillis(COUNT - 2);
    }
}
