package io.spillway.control.load;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * What one stream has told: its newest reports, summed up. A rate is what they count divided by the time that they cover, so
 * it is right from the first report on, and a cluster of which a report is silent counts as idle in it. Owned by the thread
 * of {@link LoadBook}.
 */
final class Reporter {

    /** Few enough that a burst shows within seconds, enough that one does not shake the figure. */
    private static final int NEWEST = 3;

    private final String node;
    private final String role;
    private final Deque<Interval> newest = new ArrayDeque<>();
    private final ClockSamples clock = new ClockSamples();
    private Map<LoadKey, Counts> rates = Map.of();
    private Map<DropKey, Double> drops = Map.of();
    private Map<String, Double> demand = Map.of();
    private Map<String, TrafficSum> traffic = Map.of();
    private Map<String, PathTold> paths = Map.of();
    private double seconds;
    private long heardNanos;
    private boolean ended;

    Reporter(String node, String role, long nowNanos) {
        this.node = node;
        this.role = role;
        this.heardNanos = nowNanos;
    }

    String node() {
        return node;
    }

    String role() {
        return role;
    }

    long heardNanos() {
        return heardNanos;
    }

    /** Returns what became of requests in {@link #seconds}, by service; nobody writes to it any more. */
    Map<String, TrafficSum> traffic() {
        return traffic;
    }

    /** Returns the time that the newest reports cover, more than 0 when there is one. */
    double seconds() {
        return seconds;
    }

    /** Returns what it told last of its ways, by IDC. */
    Map<String, PathTold> paths() {
        return paths;
    }

    void paths(Map<String, PathTold> told) {
        paths = Map.copyOf(told);
    }

    boolean reported() {
        return !newest.isEmpty();
    }

    boolean ended() {
        return ended;
    }

    ClockSamples clock() {
        return clock;
    }

    /** Returns requests per second, and what is in flight. */
    Map<LoadKey, Counts> rates() {
        return rates;
    }

    /** Returns refused requests per second. */
    Map<DropKey, Double> drops() {
        return drops;
    }

    /** Returns requests per second by xDS cluster, as in {@link Interval#demand}. */
    Map<String, Double> demand() {
        return demand;
    }

    /** Takes a report; {@code anew}: what was told before is too old to be an average with this. */
    void take(Interval interval, long nowNanos, boolean anew) {
        heardNanos = nowNanos;
        if (anew) {
            newest.clear();
        } else if (newest.size() == NEWEST) {
            newest.removeFirst();
        }
        newest.addLast(interval);
        sum();
    }

    /** The stream is gone, and with it what was in flight. */
    void end() {
        ended = true;
        Map<LoadKey, Counts> past = new HashMap<>();
        rates.forEach((key, rate) -> past.put(key, new Counts(rate.issued(), rate.successes(), rate.errors(), 0)));
        rates = past;
    }

    private void sum() {
        double time = 0;
        Map<LoadKey, Counts> counts = new HashMap<>();
        Map<DropKey, Double> dropped = new HashMap<>();
        Map<String, Double> wanted = new HashMap<>();
        for (Interval interval : newest) {
            time += interval.seconds();
            // What this one does not name is over, so far as it was in flight.
            counts.replaceAll((_, before) -> before.then(Counts.NONE));
            interval.counts().forEach((key, now) -> counts.merge(key, now, Counts::then));
            interval.drops().forEach((key, now) -> dropped.merge(key, now, Double::sum));
            interval.demand().forEach((cluster, now) -> wanted.merge(cluster, now, Double::sum));
        }
        double all = time;
        counts.replaceAll((_, sum) -> sum.per(all));
        dropped.replaceAll((_, sum) -> sum / all);
        wanted.replaceAll((_, sum) -> sum / all);
        seconds = all;
        traffic = finished();
        rates = counts;
        drops = dropped;
        demand = wanted;
    }

    private Map<String, TrafficSum> finished() {
        Map<String, TrafficSum> sums = new HashMap<>();
        for (Interval interval : newest) {
            interval.traffic().forEach(
                    (service, sum) -> sums.computeIfAbsent(service, _ -> new TrafficSum()).add(sum, 1));
        }
        return sums;
    }
}
