package io.spillway.gateway.snapshot;

/**
 * When a second attempt starts beside the first one of a request: when its answer takes longer to begin than so many of a
 * hundred did of late.
 *
 * @param percentile 50..99
 */
public record HedgePolicy(int percentile) {
    /** Below this every second request would be made twice. */
    public static final int LEAST = 50;
    /** What is rarer than this the latencies that are remembered do not tell. */
    public static final int MOST = 99;

    public HedgePolicy {
        if (percentile < LEAST || percentile > MOST) {
            throw new IllegalArgumentException(
                    "percentile: " + percentile + " (expected: " + LEAST + ".." + MOST + ")");
        }
    }
}
