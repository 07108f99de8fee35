package io.spillway.gateway.failover;

import io.spillway.gateway.snapshot.OutlierPolicy;

/**
 * Why an endpoint is to be ejected.
 *
 * @param reason a word for logs and metrics
 * @param policy which rules hold
 * @param latencyBound what a test may take at most in nanoseconds, 0 for any time
 * @param testable whether single requests may test the endpoint while it is ejected
 */
record Verdict(String reason, OutlierPolicy policy, long latencyBound, boolean testable) {
    static final String CONSECUTIVE_5XX = "consecutive_5xx";
    static final String CONSECUTIVE_GATEWAY_FAILURE = "consecutive_gateway_failure";
    static final String CONSECUTIVE_LOCAL_ORIGIN_FAILURE = "consecutive_local_origin_failure";
    static final String SUCCESS_RATE = "success_rate";
    static final String FAILURE_PERCENTAGE = "failure_percentage";
    static final String WINDOW = "failure_window";
    static final String LATENCY = "latency";

    /** Returns the verdict of a row of bad answers: a request that tests it costs one more bad answer, and says most. */
    static Verdict byAnswers(String reason, OutlierPolicy policy) {
        return new Verdict(reason, policy, 0, true);
    }

    /** Returns a verdict after which requests do not test: they would hang, or one good answer would say nothing. */
    static Verdict untested(String reason, OutlierPolicy policy) {
        return new Verdict(reason, policy, 0, false);
    }

    /** Returns the verdict of an endpoint that is late. */
    static Verdict late(OutlierPolicy policy, long latencyBound) {
        return new Verdict(LATENCY, policy, latencyBound, true);
    }

    boolean forLatency() {
        return latencyBound > 0;
    }
}
