package io.spillway.control.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.model.resource.LatencyBuckets;
import io.spillway.model.resource.MeasuredTraffic;

/** Adds up what is measured of finished requests. Filled by one thread; whoever reads it later does not write. */
final class TrafficSum {

    private static final long MOST = Long.MAX_VALUE / 1024;

    private final Map<String, Double> served = new TreeMap<>();
    private final double[] latency = new double[LatencyBuckets.COUNT];
    private double requests;
    private double failed;
    private double misrouted;

    /** Requests that an IDC has answered, or nobody when its name is empty. */
    void served(String idc, double count) {
        requests += count;
        if (!idc.isEmpty() && count > 0) {
            served.merge(idc, count, Double::sum);
        }
    }

    void failed(double count) {
        failed += count;
    }

    void misrouted(double count) {
        misrouted += count;
    }

    void latency(int bucket, double count) {
        latency[bucket] += count;
    }

    /** Adds what was measured in so many seconds, as rates; how long requests took stays a number of requests. */
    void add(TrafficSum other, double seconds) {
        requests += other.requests / seconds;
        failed += other.failed / seconds;
        misrouted += other.misrouted / seconds;
        other.served.forEach((idc, count) -> served.merge(idc, count / seconds, Double::sum));
        for (int i = 0; i < latency.length; i++) {
            latency[i] += other.latency[i];
        }
    }

    MeasuredTraffic traffic() {
        List<Long> counts = new ArrayList<>();
        boolean told = false;
        for (double count : latency) {
            counts.add(Math.round(Math.min(MOST, count)));
            told |= count > 0;
        }
        return new MeasuredTraffic(requests, failed, misrouted, served, told ? counts : List.of());
    }
}
