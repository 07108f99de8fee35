package io.spillway.drill.verdict;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Pushes as control nodes count them, for fleets with so many clients that nobody can look at each push. Latencies are the
 * upper bounds of the nodes' histograms, so they are never too good.
 *
 * @param acks
 *            Acks by the latency in milliseconds that they did not exceed, each counted once; the last bound may be infinite
 * @param longestMs
 *            the slowest Ack that was noticed, for those above the last bound
 * @param nacks
 *            refused responses
 */
public record PushTotals(SortedMap<Double, Long> acks, double longestMs, long nacks) {

    /** Nothing was pushed. */
    public static final PushTotals NONE = new PushTotals(new TreeMap<>(), 0, 0);

    /** Copies the map. */
    public PushTotals {
        acks = Collections.unmodifiableSortedMap(new TreeMap<>(acks));
    }

    /** Returns how many Acks there were. */
    public long count() {
        return acks.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns what so many percent of the Acks did not exceed, milliseconds; 0 when there were none. */
    public double percentileMs(double percent) {
        long rank = (long) Math.ceil(percent / 100 * count());
        long seen = 0;
        for (Map.Entry<Double, Long> bucket : acks.entrySet()) {
            seen += bucket.getValue();
            if (seen >= rank && seen > 0) {
                return Double.isInfinite(bucket.getKey()) ? longestMs : bucket.getKey();
            }
        }
        return 0;
    }

    /** Returns what no Ack exceeded, milliseconds. */
    public double maxMs() {
        return percentileMs(100);
    }

    /** Returns latencies that stand for all, sorted: one for each share of {@code 1 / count}. */
    public List<Double> quantiles(int count) {
        List<Double> quantiles = new ArrayList<>();
        for (int i = 1; i <= count && count() > 0; i++) {
            quantiles.add(percentileMs(100.0 * i / count));
        }
        return quantiles;
    }

    /** Returns the sum of both. */
    public PushTotals plus(PushTotals other) {
        TreeMap<Double, Long> sum = new TreeMap<>(acks);
        other.acks.forEach((bound, count) -> sum.merge(bound, count, Long::sum));
        return new PushTotals(sum, Math.max(longestMs, other.longestMs), nacks + other.nacks);
    }

    /** Returns what was counted since an earlier count of the same node. */
    public PushTotals minus(PushTotals earlier) {
        TreeMap<Double, Long> rest = new TreeMap<>(acks);
        earlier.acks.forEach((bound, count) -> rest.merge(bound, -count, Long::sum));
        return new PushTotals(rest, longestMs, nacks - earlier.nacks);
    }
}
