package io.spillway.drill.run;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import io.spillway.drill.verdict.GatewayCounts;

/**
 * Counts what one gateway does by its metrics, over all its lives. Thread-safe; one question at a time, so that an older answer is
 * never taken for a new life.
 */
final class GatewayMeter implements Witness {

    private final String process;
    private final MetricsPage metrics;
    /** Guarded by this: of the lives before. */
    private final Map<String, Long> before = new HashMap<>();
    /** Guarded by this: of this life so far. */
    private Map<String, Long> now = Map.of();
    /** Guarded by this: what was counted before the measuring began. */
    private Map<String, Long> ignored = Map.of();
    /** Guarded by this. */
    private boolean read;

    GatewayMeter(String process, URI metrics, HttpClient client) {
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
        if (text != null) {
            take(series(text)); // else what it counted so far is kept
        }
        return true;
    }

    /** Takes what it counts now. Counters only rise: one that fell belongs to a new life. */
    synchronized void take(Map<String, Long> counted) {
        boolean born = now.entrySet().stream()
                .anyMatch(each -> counted.getOrDefault(each.getKey(), 0L) < each.getValue());
        if (born) {
            now.forEach((series, count) -> before.merge(series, count, Long::sum));
        }
        now = Map.copyOf(counted);
        read = true;
    }

    /** Forgets what was counted so far. */
    synchronized void begin() {
        ignored = sums();
    }

    private Map<String, Long> sums() {
        Map<String, Long> sums = new HashMap<>(before);
        now.forEach((series, count) -> sums.merge(series, count, Long::sum));
        return sums;
    }

    private synchronized void addTo(Map<String, Long> increases) {
        sums().forEach((series, count) -> increases.merge(series, count - ignored.getOrDefault(series, 0L), Long::sum));
    }

    private synchronized boolean wasRead() {
        return read;
    }

    /** Returns what all of them counted since their {@link #begin}. */
    static GatewayCounts counts(Collection<GatewayMeter> meters) {
        Map<String, Long> increases = new HashMap<>();
        meters.forEach(meter -> meter.addTo(increases));
        return GatewayCounts.of(increases, (int) meters.stream().filter(GatewayMeter::wasRead).count());
    }

    /** Reads the counters of interest from the Prometheus text format. */
    static Map<String, Long> series(String text) {
        Map<String, Long> series = new HashMap<>();
        text.lines().filter(line -> GatewayCounts.METRICS.stream().anyMatch(line::startsWith)).forEach(line -> {
            int end = line.lastIndexOf(' ');
            series.put(line.substring(0, end).strip(), (long) Double.parseDouble(line.substring(end + 1)));
        });
        return series;
    }
}
