package io.spillway.model.resource;

import java.time.Duration;

/**
 * When a gateway stops using an endpoint for a while.
 *
 * @param consecutive5xx answers 5xx in a row, 0 to ignore them
 * @param consecutiveGatewayFailures answers 502, 503, 504 in a row, 0 to ignore them
 * @param consecutiveConnectFailures refused, timed-out or reset connections in a row, 0 to ignore them
 * @param interval between two looks at ejected endpoints
 * @param baseEjectionTime of the first ejection; grows with each further one
 * @param maxEjectionTime upper bound of an ejection
 * @param maxEjectionPercent of the endpoints of a priority that may be ejected at once, 0..100
 * @param successRate whether an endpoint goes whose success rate is far below the mean of five or more
 * @param failurePercentage of an interval's requests from which on an endpoint of five or more goes, 0 for never
 * @param failureWindow percent of its last ten seconds' requests from which on an endpoint goes that fails five times as often
 *        as its peers, 0 for never
 * @param latencyFactor times the latency of its peers from which on an endpoint only gets tests, 0 for never
 */
public record OutlierDetection(int consecutive5xx, int consecutiveGatewayFailures, int consecutiveConnectFailures,
        Duration interval, Duration baseEjectionTime, Duration maxEjectionTime, int maxEjectionPercent,
        boolean successRate, int failurePercentage, int failureWindow, int latencyFactor) {

    /** Five bad answers or three failed connections in a row: out for 5 s, growing to 60 s. */
    public static final OutlierDetection DEFAULTS = new OutlierDetection(5, 5, 3, Duration.ofSeconds(1),
            Duration.ofSeconds(5), Duration.ofSeconds(60), 100, true, 0, 20, 4);
}
