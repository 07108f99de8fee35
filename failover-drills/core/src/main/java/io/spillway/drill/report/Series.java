package io.spillway.drill.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.spillway.drill.measure.Request;
import io.spillway.drill.verdict.RunRecord;

/** A run cut into spans of 100 ms, by intended send time. */
final class Series {

    static final int STEP_MS = 100;

    /**
     * One span.
     *
     * @param tMs
     *            its begin, milliseconds from the begin of the first phase
     * @param p50Ms
     *            median latency, 0 when there were no requests
     */
    record Bucket(long tMs, long ok, long failed, double p50Ms, double p99Ms, Map<String, Long> byIdc) {

        long sent() {
            return ok + failed;
        }
    }

    private static final class Filling {
        private final Map<String, Long> byIdc = new TreeMap<>();
        private long[] latencies = new long[64];
        private int count;
        private long ok;

        void add(Request request) {
            if (count == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * count);
            }
            latencies[count++] = request.latencyMicros();
            ok += request.ok() ? 1 : 0;
            String servedBy = request.servedBy();
            if (request.ok() && servedBy != null) {
                byIdc.merge(servedBy, 1L, Long::sum);
            }
        }

        Bucket bucket(long tMs) {
            Arrays.sort(latencies, 0, count);
            return new Bucket(tMs, ok, count - ok, rank(50), rank(99), byIdc);
        }

        private double rank(int percent) {
            return count == 0 ? 0 : latencies[Math.max(0, (int) Math.ceil(count * percent / 100.0) - 1)] / 1000.0;
        }
    }

    private Series() {}

    static List<Bucket> of(RunRecord run) {
        return of(run, any -> true);
    }

    static List<Bucket> of(RunRecord run, Predicate<Request> filter) {
        int spans = (int) Math.ceil(run.window().millis() / STEP_MS);
        Filling[] filling = new Filling[spans];
        Arrays.setAll(filling, i -> new Filling());
        run.recording().forEach(run.window(), filter, request -> {
            int span = (int) ((request.sentMicros() - run.window().fromMicros()) / (STEP_MS * 1000L));
            filling[span].add(request);
        });
        List<Bucket> buckets = new ArrayList<>(spans);
        for (int i = 0; i < spans; i++) {
            buckets.add(filling[i].bucket((long) i * STEP_MS));
        }
        return buckets;
    }

    /** Returns the lowest success rate (0..1) of any window of that length, 1 when there were no requests. */
    static double worst(List<Bucket> buckets, int windowMs) {
        int width = windowMs / STEP_MS;
        long ok = 0;
        long sent = 0;
        double worst = 1;
        for (int i = 0; i < buckets.size(); i++) {
            ok += buckets.get(i).ok();
            sent += buckets.get(i).sent();
            if (i >= width) {
                ok -= buckets.get(i - width).ok();
                sent -= buckets.get(i - width).sent();
            }
            if (sent > 0 && (i + 1 >= width || i + 1 == buckets.size())) {
                worst = Math.min(worst, (double) ok / sent);
            }
        }
        return worst;
    }
}
