package io.spillway.model.resource;

/**
 * Bounds of what one gateway does at once towards one XdsCluster.
 *
 * @param maxConnections 1..1000000
 * @param maxPendingRequests 1..1000000, waiting for a connection
 * @param maxRequests 1..1000000, in flight
 */
public record CircuitBreakers(int maxConnections, int maxPendingRequests, int maxRequests) {

    /** Far above what a healthy gateway needs. */
    public static final CircuitBreakers DEFAULTS = new CircuitBreakers(10_000, 10_000, 10_000);
}
