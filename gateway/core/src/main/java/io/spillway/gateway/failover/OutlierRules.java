package io.spillway.gateway.failover;

import io.spillway.gateway.snapshot.OutlierStatistics.Latency;
import io.spillway.gateway.snapshot.OutlierStatistics.Window;

/** The formulas of outlier detection by comparison. Pure. */
final class OutlierRules {
    /** How many times the share of its peers an endpoint must fail for the window to eject it. */
    private static final int TIMES_PEERS = 5;

    private OutlierRules() {}

    /**
     * Returns the success rate below which an endpoint is an outlier: {@code mean - factor/1000 * standard deviation} of the
     * population (Envoy, {@code outlier_detection_impl.cc}, {@code successRateEjectionThreshold}).
     *
     * @param rates success rates in percent, at least one
     * @param factor in thousandths
     */
    static double successRateThreshold(double[] rates, int factor) {
        double sum = 0;
        for (double rate : rates) {
            sum += rate;
        }
        double mean = sum / rates.length;
        double squares = 0;
        for (double rate : rates) {
            squares += (rate - mean) * (rate - mean);
        }
        return mean - factor / 1000.0 * Math.sqrt(squares / rates.length);
    }

    /** Returns whether an endpoint fails far more than its peers, in the last ten seconds. */
    static boolean failsFarMore(Window rule, long requests, long failures, long peerRequests, long peerFailures) {
        if (rule.failurePercent() == 0 || requests < rule.minimumRequests() || peerRequests < rule.minimumRequests()) {
            return false;
        }
        boolean often = 100 * failures >= rule.failurePercent() * requests;
        return often && (double) failures * peerRequests >= (double) TIMES_PEERS * peerFailures * requests;
    }

    /** Returns the lower median of the sorted numbers without one that equals {@code own}. At least two numbers. */
    static double medianOfOthers(double[] sorted, double own) {
        int at = (sorted.length - 2) / 2;
        return sorted[at] < own ? sorted[at] : sorted[at + 1];
    }

    /**
     * Returns whether an endpoint answers far later than the median of its peers.
     *
     * @param log the geometric mean of its latencies, as a logarithm
     * @param median that of its peers
     */
    static boolean farLater(Latency rule, double log, double median) {
        return rule.factor() > 0 && Tally.nanos(log) >= rule.factor() * Tally.nanos(median)
                && Tally.nanos(log) - Tally.nanos(median) >= rule.floor().toNanos();
    }

    /** Returns what a test of an endpoint that was demoted for latency may take at most, in nanoseconds. */
    static long latencyBound(Latency rule, double median) {
        double peers = Tally.nanos(median);
        return (long) Math.max(2 * peers, peers + rule.floor().toNanos() / 2.0);
    }
}
