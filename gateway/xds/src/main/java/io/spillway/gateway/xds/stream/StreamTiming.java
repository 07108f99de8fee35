package io.spillway.gateway.xds.stream;

import java.time.Duration;

/**
 * How patient a stream is.
 *
 * @param openWithin
 *            a control plane that has not opened the stream by then is given up for the next one
 * @param keepAliveEvery
 *            how often a silent connection is probed
 * @param keepAliveWithin
 *            a probe not answered by then ends the connection
 * @param retryBase
 *            ceiling of the first waiting time between attempts
 * @param retryCap
 *            the highest ceiling
 */
public record StreamTiming(Duration openWithin, Duration keepAliveEvery, Duration keepAliveWithin, Duration retryBase,
        Duration retryCap) {

    /**
     * Returns what production uses. The control plane is that of the gateway's own IDC, so its clients are hundreds and
     * not tens of thousands: a low cap has a returned control plane known to all of them about two seconds later.
     */
    public static StreamTiming defaults() {
        return new StreamTiming(Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(5),
                Duration.ofMillis(250), Duration.ofSeconds(2));
    }
}
