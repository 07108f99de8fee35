package io.spillway.gateway.snapshot;

import java.time.Duration;

import static java.util.Objects.requireNonNull;

/**
 * When an endpoint is ejected for what it answered or did not answer. A count of 0 switches that rule off.
 *
 * @param consecutive5xx answers 500..599 in a row
 * @param consecutiveGatewayFailure answers 502, 503, 504 in a row
 * @param consecutiveLocalOriginFailure failures to connect in a row, and resets and time-outs in a row
 * @param interval how long an endpoint must behave for one past ejection to be forgotten
 * @param baseEjection how long the first ejection lasts; the n-th lasts n times that
 * @param maxEjection the longest ejection
 * @param maxEjectionPercent how many of a cluster's endpoints may be ejected at once, 0..100
 * @param statistics the rules that compare endpoints
 */
public record OutlierPolicy(int consecutive5xx, int consecutiveGatewayFailure, int consecutiveLocalOriginFailure,
        Duration interval, Duration baseEjection, Duration maxEjection, int maxEjectionPercent,
        OutlierStatistics statistics) {
    /** What applies when a cluster says nothing. */
    public static final OutlierPolicy DEFAULT = new OutlierPolicy(5, 5, 5, Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(300), 100);

    /** Ejects nothing. */
    public static final OutlierPolicy OFF = new OutlierPolicy(0, 0, 0, Duration.ofSeconds(10), Duration.ofSeconds(30),
            Duration.ofSeconds(300), 0, OutlierStatistics.OFF);

    public OutlierPolicy {
        requireNonNull(interval, "interval");
        requireNonNull(baseEjection, "baseEjection");
        requireNonNull(maxEjection, "maxEjection");
        requireNonNull(statistics, "statistics");
        if (maxEjectionPercent < 0 || maxEjectionPercent > 100) {
            throw new IllegalArgumentException(
                    "maxEjectionPercent: " + maxEjectionPercent + " (expected: 0..100)");
        }
    }

    /** Creates a policy with the standard statistics. */
    public OutlierPolicy(int consecutive5xx, int consecutiveGatewayFailure, int consecutiveLocalOriginFailure,
            Duration interval, Duration baseEjection, Duration maxEjection, int maxEjectionPercent) {
        this(consecutive5xx, consecutiveGatewayFailure, consecutiveLocalOriginFailure, interval, baseEjection,
                maxEjection, maxEjectionPercent, OutlierStatistics.DEFAULT);
    }

    /** Returns this policy with other statistics. */
    public OutlierPolicy withStatistics(OutlierStatistics other) {
        return new OutlierPolicy(consecutive5xx, consecutiveGatewayFailure, consecutiveLocalOriginFailure, interval,
                baseEjection, maxEjection, maxEjectionPercent, other);
    }
}
