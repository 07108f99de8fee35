package io.spillway.gateway.limit;

/**
 * Circuit breakers of one cluster and priority, as Envoy has them (circuit_breaker.proto): bounds of what a gateway does at
 * once. {@link Integer#MAX_VALUE} is no bound, 0 lets nothing through.
 *
 * @param maxConnections open connections to the cluster; an endpoint without any may always have one
 * @param maxPending requests that wait for a connection
 * @param maxRequests requests in flight
 * @param maxRetries retries in flight
 */
public record BreakerPolicy(int maxConnections, int maxPending, int maxRequests, int maxRetries) {
    /** Lets everything through. */
    public static final BreakerPolicy OPEN = new BreakerPolicy(Integer.MAX_VALUE, Integer.MAX_VALUE,
            Integer.MAX_VALUE, Integer.MAX_VALUE);

    public BreakerPolicy {
        notNegative("maxConnections", maxConnections);
        notNegative("maxPending", maxPending);
        notNegative("maxRequests", maxRequests);
        notNegative("maxRetries", maxRetries);
    }

    private static void notNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 0)");
        }
    }
}
