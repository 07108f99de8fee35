package io.spillway.gateway.proxy.downstream;

import java.time.Duration;

import io.spillway.gateway.proxy.http.HeadLimits;

/**
 * What clients may ask of a connection.
 *
 * @param limits of request heads
 * @param headerTimeout how long a head may take from its first octet
 * @param idleTimeout how long a connection may wait for its next request
 */
public record DownstreamSettings(HeadLimits limits, Duration headerTimeout, Duration idleTimeout) {
    /** What applies when the configuration says nothing. */
    public static final DownstreamSettings DEFAULT = new DownstreamSettings(HeadLimits.DEFAULT, Duration.ofSeconds(10),
            Duration.ofSeconds(60));
}
