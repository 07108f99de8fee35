package io.spillway.model.resource;

/**
 * Bounds of what one gateway does at once.
 *
 * @param maxConnections 1..1000000
 * @param maxPendingRequests 1..1000000, waiting for a connection
 * @param maxRequests 1..1000000, in flight
 * @param maxRetries 0..1000000, in flight; the retry budget applies as well
 */
public record BreakerBounds(int maxConnections, int maxPendingRequests, int maxRequests, int maxRetries) {

    /** Far above what a healthy gateway needs. */
    public static final BreakerBounds DEFAULTS = new BreakerBounds(10_000, 10_000, 10_000, 10_000);
}
