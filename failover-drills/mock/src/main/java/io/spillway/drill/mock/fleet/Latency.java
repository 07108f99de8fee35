package io.spillway.drill.mock.fleet;

import org.HdrHistogram.Histogram;

/**
 * How long something took, in milliseconds; all zero when it never happened.
 *
 * @param count how often
 * @param p50Ms half took no longer
 * @param p90Ms nine of ten
 * @param p99Ms ninety-nine of a hundred
 * @param maxMs the longest
 */
public record Latency(long count, double p50Ms, double p90Ms, double p99Ms, double maxMs) {

    private static final double NANOS_PER_MS = 1e6;

    static Latency of(Histogram histogram) {
        Histogram now = histogram.copy();
        return new Latency(now.getTotalCount(), at(now, 50), at(now, 90), at(now, 99),
                now.getMaxValue() / NANOS_PER_MS);
    }

    private static double at(Histogram histogram, double percent) {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percent) / NANOS_PER_MS;
    }
}
