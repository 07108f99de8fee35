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
 */
public record OutlierDetection(int consecutive5xx, int consecutiveGatewayFailures, int consecutiveConnectFailures,
        Duration interval, Duration baseEjectionTime, Duration maxEjectionTime, int maxEjectionPercent) {

    /** Five bad answers or three failed connections in a row: out for 5 s, growing to 60 s. */
    public static final OutlierDetection DEFAULTS = new OutlierDetection(5, 5, 3, Duration.ofSeconds(1),
            Duration.ofSeconds(5), Duration.ofSeconds(60), 100);
}
