package io.spillway.model.resource;

import java.time.Duration;

/**
 * Learns how many requests may be in flight to a service from how long its answers take; what is over is refused.
 *
 * @param minConcurrency 1..1000000, also the limit while the ideal latency is measured
 * @param maxConcurrency minConcurrency..1000000
 * @param bufferPercent by how much latency may grow over the ideal before the limit falls, 0..100
 * @param samplePercentile of the latencies of a window, 1..100
 * @param window how long latencies are collected before the limit is computed again
 * @param remeasure how often the ideal latency is measured again
 * @param remeasureRequests on how many requests, 1..10000
 */
public record AdaptiveConcurrency(int minConcurrency, int maxConcurrency, int bufferPercent, int samplePercentile,
        Duration window, Duration remeasure, int remeasureRequests) {

    /** What one has that is switched on without a word. */
    public static final AdaptiveConcurrency DEFAULTS = new AdaptiveConcurrency(3, 1000, 25, 50, Duration.ofMillis(100),
            Duration.ofMinutes(1), 50);
}
