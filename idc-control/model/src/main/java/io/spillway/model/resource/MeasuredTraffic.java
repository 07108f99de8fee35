package io.spillway.model.resource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What the gateways of an IDC measured of some Services lately, so that what several IDCs measured can be added.
 *
 * @param requestsPerSecond that were finished
 * @param failedPerSecond of these: answers 5xx and requests without an answer
 * @param misroutedPerSecond of these: answered by an IDC that had no share by what the gateway was told
 * @param servedBy requests per second by the IDC that answered them
 * @param latency how many requests took so long, by bucket of {@link LatencyBuckets}; empty when nobody tells
 * @param since when the oldest report began that is counted, by the clock of the node that was told; null when nobody reports, or
 *     it is not told
 */
public record MeasuredTraffic(double requestsPerSecond, double failedPerSecond, double misroutedPerSecond,
        Map<String, Double> servedBy, List<Long> latency, @Nullable Instant since) {

    /** Nobody measured anything. */
    public static final MeasuredTraffic NONE = new MeasuredTraffic(0, 0, 0, Map.of(), List.of());

    /** Creates what does not tell when it was measured. */
    public MeasuredTraffic(double requestsPerSecond, double failedPerSecond, double misroutedPerSecond,
            Map<String, Double> servedBy, List<Long> latency) {
        this(requestsPerSecond, failedPerSecond, misroutedPerSecond, servedBy, latency, null);
    }

    public MeasuredTraffic {
        servedBy = Ordered.map(servedBy);
        latency = List.copyOf(latency);
    }

    /** Returns both together. */
    public MeasuredTraffic and(MeasuredTraffic other) {
        Map<String, Double> served = new TreeMap<>(servedBy);
        other.servedBy.forEach((idc, requests) -> served.merge(idc, requests, Double::sum));
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i < Math.max(latency.size(), other.latency.size()); i++) {
            counts.add(at(latency, i) + at(other.latency, i));
        }
        return new MeasuredTraffic(requestsPerSecond + other.requestsPerSecond,
                failedPerSecond + other.failedPerSecond, misroutedPerSecond + other.misroutedPerSecond, served, counts,
                earlier(since, other.since));
    }

    /** Returns the p99 of latency in milliseconds; NaN when nobody tells. */
    public double p99Millis() {
        return LatencyBuckets.quantileMillis(latency, 0.99);
    }

    /** Returns the same, measured since then. */
    public MeasuredTraffic from(Instant began) {
        return new MeasuredTraffic(requestsPerSecond, failedPerSecond, misroutedPerSecond, servedBy, latency, began);
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isBefore(one)) ? other : one;
    }

    private static long at(List<Long> counts, int i) {
        return i < counts.size() ? counts.get(i) : 0;
    }
}
