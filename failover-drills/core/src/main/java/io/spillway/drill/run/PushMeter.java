package io.spillway.drill.run;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.drill.verdict.PushTotals;

/**
 * Counts the pushes of one control node by its metrics, over all its lives. For fleets with so many clients that a node cannot
 * remember each push. What a node counted between the last question and its death is not known. Thread-safe.
 */
final class PushMeter implements PushSource {

    private static final String LATENCY = "spillway_control_push_latency_seconds";
    private static final String NACKS = "spillway_control_nacks_total";
    private static final double MILLIS = 1000;

    private final String process;
    private final MetricsPage metrics;
    /** Guarded by this: of the lives before. */
    private PushTotals before = PushTotals.NONE;
    /** Guarded by this: of this life so far. */
    private PushTotals now = PushTotals.NONE;
    /** Guarded by this: what was counted before the measuring began. */
    private PushTotals ignored = PushTotals.NONE;

    PushMeter(String process, URI metrics, HttpClient client) {
        this.process = process;
        this.metrics = new MetricsPage(metrics, client);
    }

    @Override
    public String process() {
        return process;
    }

    @Override
    public synchronized boolean poll() throws InterruptedException {
        String text = metrics.read();
        if (text == null) {
            return true; // what it counted so far is kept: that nothing was read is no node that begins to count anew
        }
        PushTotals read = read(text);
        if (read.count() < now.count()) {
            before = before.plus(now);
        }
        now = new PushTotals(read.acks(), Math.max(now.longestMs(), read.longestMs()), read.nacks());
        return true;
    }

    /** Forgets what was counted so far. */
    synchronized void begin() {
        ignored = before.plus(now);
    }

    synchronized PushTotals totals() {
        return before.plus(now).minus(ignored);
    }

    @Override
    public synchronized long size() {
        PushTotals totals = totals();
        return totals.count() + totals.nacks();
    }

    /** Reads the Prometheus text format; the buckets of a histogram count what is below them as well. */
    static PushTotals read(String text) {
        Map<String, TreeMap<Double, Long>> cumulative = new TreeMap<>();
        double max = 0;
        long nacks = 0;
        for (String line : text.lines().toList()) {
            if (line.startsWith(LATENCY + "_bucket")) {
                cumulative.computeIfAbsent(label(line, "type"), any -> new TreeMap<>())
                        .put(bound(label(line, "le")), (long) value(line));
            } else if (line.startsWith(LATENCY + "_max")) {
                max = Math.max(max, value(line) * MILLIS);
            } else if (line.startsWith(NACKS)) {
                nacks += (long) value(line);
            }
        }
        TreeMap<Double, Long> each = new TreeMap<>();
        for (TreeMap<Double, Long> ofType : cumulative.values()) {
            long below = 0;
            for (Map.Entry<Double, Long> bucket : ofType.entrySet()) {
                each.merge(bucket.getKey(), bucket.getValue() - below, Long::sum);
                below = bucket.getValue();
            }
        }
        return new PushTotals(each, max, nacks);
    }

    private static double bound(String le) {
        return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le) * MILLIS;
    }

    private static String label(String line, String name) {
        int from = line.indexOf(name + "=\"");
        int begin = from + name.length() + 2;
        return from < 0 ? "" : line.substring(begin, line.indexOf('"', begin));
    }

    private static double value(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }
}
