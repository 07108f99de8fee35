package io.spillway.model.resource;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How requests to a Service are treated.
 *
 * @param timeout of a request, all attempts together; zero for none
 * @param panicThreshold percent of available endpoints below which health is ignored, 0..100
 * @param adaptiveConcurrency how the number of requests in flight is learned, null when it is not
 * @param admission who is let in, where a Route says nothing else
 * @param balancing how an endpoint is chosen, beside the kind
 * @param proxyProtocol by which header workloads are told whose connection they get, null by none
 * @param hedge when a second attempt starts beside the first, null for never
 * @param healthCheck how the control nodes check its workloads, null for not at all
 * @param sticky what keeps a user with the same Group, and with the same IDC while a TrafficShift divides the Service, where a
 *        Route says nothing else; null for chance
 */
public record ServicePolicy(Duration timeout, RetryPolicy retries, RetryBudget retryBudget,
        LoadBalancerKind loadBalancer, OutlierDetection outlierDetection, CircuitBreakers circuitBreakers,
        int panicThreshold, @Nullable AdaptiveConcurrency adaptiveConcurrency, Admission admission,
        Balancing balancing, @Nullable ProxyProtocol proxyProtocol, @Nullable Hedge hedge,
        @Nullable HealthCheck healthCheck, @Nullable Sticky sticky) {

    /** Creates a policy by which chance divides users. */
    public ServicePolicy(Duration timeout, RetryPolicy retries, RetryBudget retryBudget, LoadBalancerKind loadBalancer,
            OutlierDetection outlierDetection, CircuitBreakers circuitBreakers, int panicThreshold,
            @Nullable AdaptiveConcurrency adaptiveConcurrency, Admission admission, Balancing balancing,
            @Nullable ProxyProtocol proxyProtocol, @Nullable Hedge hedge, @Nullable HealthCheck healthCheck) {
        this(timeout, retries, retryBudget, loadBalancer, outlierDetection, circuitBreakers, panicThreshold,
                adaptiveConcurrency, admission, balancing, proxyProtocol, hedge, healthCheck, null);
    }

    /** Creates a policy without health checks. */
    public ServicePolicy(Duration timeout, RetryPolicy retries, RetryBudget retryBudget, LoadBalancerKind loadBalancer,
            OutlierDetection outlierDetection, CircuitBreakers circuitBreakers, int panicThreshold,
            @Nullable AdaptiveConcurrency adaptiveConcurrency, Admission admission, Balancing balancing,
            @Nullable ProxyProtocol proxyProtocol, @Nullable Hedge hedge) {
        this(timeout, retries, retryBudget, loadBalancer, outlierDetection, circuitBreakers, panicThreshold,
                adaptiveConcurrency, admission, balancing, proxyProtocol, hedge, null);
    }

    /** Creates a policy without hedging whose workloads are not told whose connection they get. */
    public ServicePolicy(Duration timeout, RetryPolicy retries, RetryBudget retryBudget, LoadBalancerKind loadBalancer,
            OutlierDetection outlierDetection, CircuitBreakers circuitBreakers, int panicThreshold,
            @Nullable AdaptiveConcurrency adaptiveConcurrency, Admission admission, Balancing balancing) {
        this(timeout, retries, retryBudget, loadBalancer, outlierDetection, circuitBreakers, panicThreshold,
                adaptiveConcurrency, admission, balancing, null, null);
    }

    /** What a Service has that says nothing. */
    public static final ServicePolicy DEFAULTS = new ServicePolicy(Duration.ofSeconds(15), RetryPolicy.DEFAULTS,
            RetryBudget.DEFAULTS, LoadBalancerKind.LEAST_REQUEST, OutlierDetection.DEFAULTS, CircuitBreakers.DEFAULTS,
            50, null, Admission.DEFAULTS, Balancing.DEFAULTS);

    /** Returns the same with another health check. */
    public ServicePolicy withHealthCheck(@Nullable HealthCheck check) {
        return new ServicePolicy(timeout, retries, retryBudget, loadBalancer, outlierDetection, circuitBreakers,
                panicThreshold, adaptiveConcurrency, admission, balancing, proxyProtocol, hedge, check, sticky);
    }

    /** Returns the same with another key of users. */
    public ServicePolicy withSticky(@Nullable Sticky other) {
        return new ServicePolicy(timeout, retries, retryBudget, loadBalancer, outlierDetection, circuitBreakers,
                panicThreshold, adaptiveConcurrency, admission, balancing, proxyProtocol, hedge, healthCheck, other);
    }
}
