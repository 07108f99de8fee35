package io.spillway.gateway.failover;

import io.spillway.gateway.snapshot.OutlierPolicy;

/**
 * Why an endpoint is to be ejected.
 *
 * @param reason a word for logs and metrics
 * @param policy which rules hold
 * @param latencyBound what a test may take at most in nanoseconds, 0 for any time
 * @param proof how many good tests in a row end the first ejection
 */
record Verdict(String reason, OutlierPolicy policy, long latencyBound, int proof) {
    static final String CONSECUTIVE_5XX = "consecutive_5xx";
    static final String CONSECUTIVE_GATEWAY_FAILURE = "consecutive_gateway_failure";
    static final String CONSECUTIVE_LOCAL_ORIGIN_FAILURE = "consecutive_local_origin_failure";
    static final String SUCCESS_RATE = "success_rate";
    static final String FAILURE_PERCENTAGE = "failure_percentage";
    static final String WINDOW = "failure_window";
    static final String LATENCY = "latency";
    static final String PATH_PROBE = "path_probe";
    private static final int AFTER_A_ROW = 2;
    private static final int AFTER_A_COMPARISON = 10;

    /** Returns the verdict of a row of failures. */
    static Verdict byRow(String reason, OutlierPolicy policy) {
        return new Verdict(reason, policy, 0, AFTER_A_ROW);
    }

    /** Returns the verdict of an endpoint that fails more often than its peers: most of its tests will be good. */
    static Verdict byComparison(String reason, OutlierPolicy policy) {
        return new Verdict(reason, policy, 0, AFTER_A_COMPARISON);
    }

    /** Returns the verdict of an endpoint that is late. */
    static Verdict late(OutlierPolicy policy, long latencyBound) {
        return new Verdict(LATENCY, policy, latencyBound, AFTER_A_ROW);
    }

    boolean forLatency() {
        return latencyBound > 0;
    }
}
