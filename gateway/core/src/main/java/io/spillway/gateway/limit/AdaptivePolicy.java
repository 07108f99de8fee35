package io.spillway.gateway.limit;

import java.time.Duration;

import static java.util.Objects.requireNonNull;

/**
 * How the number of requests that may be in flight to a cluster is learned (Envoy, adaptive_concurrency.proto, gradient
 * controller).
 *
 * @param minConcurrency the lowest limit, and the one while the ideal latency is measured; at least 1
 * @param maxConcurrency the highest limit
 * @param bufferPercent by how much latency may grow over the ideal one before the limit falls, 0..100
 * @param samplePercentile of the latencies of a window, above 0 and up to 100
 * @param window how long latencies are collected before the limit is computed again
 * @param remeasure how often the ideal latency is measured again; up to 10 % later, so that gateways do not do it together
 * @param remeasureRequests how many requests the ideal latency is measured on
 */
public record AdaptivePolicy(int minConcurrency, int maxConcurrency, int bufferPercent, int samplePercentile,
        Duration window, Duration remeasure, int remeasureRequests) {
    /** Envoy's defaults. */
    public static final AdaptivePolicy DEFAULT = new AdaptivePolicy(3, 1000, 25, 50, Duration.ofMillis(100),
            Duration.ofSeconds(60), 50);

    public AdaptivePolicy {
        requireNonNull(window, "window");
        requireNonNull(remeasure, "remeasure");
        within("minConcurrency", minConcurrency, 1, 1_000_000);
        within("maxConcurrency", maxConcurrency, minConcurrency, 1_000_000);
        within("bufferPercent", bufferPercent, 0, 100);
        within("samplePercentile", samplePercentile, 1, 100);
        within("remeasureRequests", remeasureRequests, 1, 10_000);
        if (window.toMillis() < 1 || remeasure.compareTo(window) < 0) {
            throw new IllegalArgumentException("window, remeasure: " + window + ", " + remeasure
                    + " (expected: at least 1 ms, and remeasure not shorter)");
        }
    }

    /** Returns the policy of one of so many event loops that each learn for themselves. */
    public AdaptivePolicy part(int loops) {
        return new AdaptivePolicy(divided(minConcurrency, loops), divided(maxConcurrency, loops), bufferPercent,
                samplePercentile, window, remeasure, remeasureRequests);
    }

    private static int divided(int bound, int loops) {
        return (bound + loops - 1) / loops;
    }

    private static void within(String name, int value, int from, int to) {
        if (value < from || value > to) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + from + ".." + to + ")");
        }
    }
}
