package io.spillway.drill.measure;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.HdrHistogram.Histogram;

/** Sums over some requests of a recording. Owned by the thread that builds it. */
public final class Tally implements Consumer<Request> {

    private static final long LONGEST_MICROS = 600_000_000L;

    private final Histogram latencies = new Histogram(LONGEST_MICROS, 3);
    private final Map<String, Long> byIdc = new TreeMap<>();
    private final Map<String, Long> failures = new TreeMap<>();
    private long ok;
    private long failed;
    private long crossings;
    private long rehomed;
    private long loops;

    /** Returns the sums over the requests of a window that pass a filter. */
    public static Tally of(Recording recording, Window window, Predicate<Request> filter) {
        Tally tally = new Tally();
        recording.forEach(window, filter, tally);
        return tally;
    }

    @Override
    public void accept(Request request) {
        latencies.recordValue(Math.clamp(request.latencyMicros(), 0, LONGEST_MICROS));
        if (request.ok()) {
            ok++;
        } else {
            failed++;
            failures.merge(request.outcome().tag(), 1L, Long::sum);
        }
        String servedBy = request.servedBy();
        if (servedBy != null && request.ok()) {
            byIdc.merge(servedBy, 1L, Long::sum);
        }
        crossings += request.crossed() ? 1 : 0;
        rehomed += request.outcome().kind() == Outcome.Kind.REHOMED ? 1 : 0;
        loops += request.outcome().kind() == Outcome.Kind.LOOP ? 1 : 0;
    }

    /** Returns how many requests there were. */
    public long sent() {
        return ok + failed;
    }

    /** Returns how many users got what they asked for. */
    public long ok() {
        return ok;
    }

    /** Returns how many did not. */
    public long failed() {
        return failed;
    }

    /** Returns how many were answered by another IDC than the one they came in at. */
    public long crossings() {
        return crossings;
    }

    /** Returns how many were answered at another IDC's entrance. */
    public long rehomed() {
        return rehomed;
    }

    /** Returns how many were refused as loops. */
    public long loops() {
        return loops;
    }

    /** Returns the share of users that got what they asked for in percent, 100 when there were none. */
    public double successPercent() {
        return sent() == 0 ? 100 : 100.0 * ok / sent();
    }

    /** Returns how many successful answers each IDC gave. */
    public Map<String, Long> byIdc() {
        return byIdc;
    }

    /** Returns failures by class. */
    public Map<String, Long> failures() {
        return failures;
    }

    /** Returns a percentile of the latency in milliseconds, 0 when there were no requests. */
    public double latencyMs(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1000.0;
    }

    /** Returns the longest latency in milliseconds. */
    public double maxMs() {
        return latencies.getMaxValue() / 1000.0;
    }
}
