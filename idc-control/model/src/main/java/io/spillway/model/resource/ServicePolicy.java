package io.spillway.model.resource;

import java.time.Duration;

/**
 * How requests to a Service are treated.
 *
 * @param timeout of a request, all attempts together; zero for none
 * @param panicThreshold percent of available endpoints below which health is ignored, 0..100
 */
public record ServicePolicy(Duration timeout, RetryPolicy retries, RetryBudget retryBudget,
        LoadBalancerKind loadBalancer, OutlierDetection outlierDetection, CircuitBreakers circuitBreakers,
        int panicThreshold) {

    /** What a Service has that says nothing. */
    public static final ServicePolicy DEFAULTS = new ServicePolicy(Duration.ofSeconds(15), RetryPolicy.DEFAULTS,
            RetryBudget.DEFAULTS, LoadBalancerKind.LEAST_REQUEST, OutlierDetection.DEFAULTS, CircuitBreakers.DEFAULTS,
            50);
}
