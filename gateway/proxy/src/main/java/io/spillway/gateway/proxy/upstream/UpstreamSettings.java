package io.spillway.gateway.proxy.upstream;

import java.time.Duration;

import io.spillway.gateway.proxy.http.HeadLimits;

/**
 * How upstream connections are kept.
 *
 * @param limits of response heads
 * @param idleTimeout how long a connection may wait in the pool; should be shorter than what the services allow
 * @param maxIdlePerEndpoint how many may wait per endpoint and event loop, at least 1; one above a burst of requests costs a
 *            descriptor for the idle time-out, one below costs a connection per request
 */
public record UpstreamSettings(HeadLimits limits, Duration idleTimeout, int maxIdlePerEndpoint) {
    /** Good for services that keep idle connections for five seconds or more. */
    public static final UpstreamSettings DEFAULT = new UpstreamSettings(HeadLimits.DEFAULT, Duration.ofSeconds(4),
            1024);
}
