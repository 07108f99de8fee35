package io.spillway.control.load;

import java.util.Map;

/**
 * What one report says: all that a data plane did in that time. What is not in it did not happen.
 *
 * @param seconds how long the time was, more than 0
 * @param demand  requests by xDS cluster, where the data plane tells it; else attempts begun, and requests refused before any
 * @param ignored how many parts were not counted, by reason
 * @param traffic what became of requests that were finished, by service
 */
record Interval(double seconds, Map<LoadKey, Counts> counts, Map<DropKey, Double> drops,
        Map<String, Double> demand, Map<Nonsense, Integer> ignored, Map<String, TrafficSum> traffic) {

    Interval {
        counts = Map.copyOf(counts);
        drops = Map.copyOf(drops);
        demand = Map.copyOf(demand);
        ignored = Map.copyOf(ignored);
        traffic = Map.copyOf(traffic);
    }

    /** Creates one that tells nothing of finished requests. */
    Interval(double seconds, Map<LoadKey, Counts> counts, Map<DropKey, Double> drops, Map<String, Double> demand,
            Map<Nonsense, Integer> ignored) {
        this(seconds, counts, drops, demand, ignored, Map.of());
    }
}
