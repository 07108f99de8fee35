package io.spillway.drill.bench.run;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import io.spillway.drill.bench.load.Lateness;
import io.spillway.drill.bench.net.Place;
import io.spillway.drill.measure.Recording;
import io.spillway.drill.measure.Request;
import io.spillway.drill.measure.Settling;
import io.spillway.drill.measure.Window;
import org.HdrHistogram.Histogram;

/**
 * What one run brought.
 *
 * @param sent requests meant to be sent in the window
 * @param failed those without a 200 within the client's patience
 * @param slow those with a 200 after more than 100 ms
 * @param painEndsMs when 99 % were answered 200 in under 100 ms from then on; NaN when never
 * @param homeMs when 99 % were answered in IDC A from then on; NaN when never
 * @param p99Ms 99th percentile of the latency of good answers after the case's grace
 * @param shares percent of the answers after the grace by instance
 * @param badAt how many answers were slow or failed, by tenths of a second after the fault
 * @param lateness how long the client itself stood still
 */
public record Figures(long sent, long failed, long slow, double painEndsMs, double homeMs, double p99Ms,
        Map<String, Double> shares, SortedMap<Integer, Integer> badAt, Lateness lateness) {
    private static final long SLOW_MICROS = 100_000;
    private static final double MOST = 99;
    private static final Set<String> HOME = Set.of(Place.A1.word(), Place.A2.word());
    private static final long LONGEST_MICROS = 60_000_000L;
    private static final long TENTH_MICROS = 100_000;
    /** A client that stood still for more than this part of the time has not measured anything. */
    private static final double MOST_ASLEEP = 0.02;

    /** Sums up the requests of a window that begins with the fault, and those during what led to it as failures only. */
    static Figures of(Recording recording, Window window, long leadMicros, long graceMicros, Lateness lateness) {
        Histogram latencies = new Histogram(LONGEST_MICROS, 3);
        Map<String, Double> shares = new TreeMap<>();
        SortedMap<Integer, Integer> badAt = new TreeMap<>();
        long[] counts = new long[3];
        recording.forEach(new Window(window.fromMicros() - leadMicros, window.toMicros()), _ -> true, request -> {
            boolean inside = window.contains(request.sentMicros());
            counts[0] += inside ? 1 : 0;
            counts[1] += request.ok() ? 0 : 1;
            counts[2] += request.ok() && request.latencyMicros() > SLOW_MICROS ? 1 : 0;
            if (!good(request)) {
                badAt.merge((int) Math.floorDiv(request.sentMicros() - window.fromMicros(), TENTH_MICROS), 1,
                        Integer::sum);
            }
            if (inside && request.ok() && request.sentMicros() >= window.fromMicros() + graceMicros) {
                latencies.recordValue(Math.clamp(request.latencyMicros(), 0, LONGEST_MICROS));
                shares.merge(String.valueOf(request.servedBy()), 1.0, Double::sum);
            }
        });
        double answered = Math.max(1, latencies.getTotalCount());
        shares.replaceAll((_, count) -> 100 * count / answered);
        return new Figures(counts[0], counts[1], counts[2], until(recording, window, Figures::good),
                until(recording, window, Figures::home), latencies.getValueAtPercentile(MOST) / 1000.0, shares,
                badAt, lateness);
    }

    /** Tells whether the client stood still so long that the run says nothing. */
    public boolean isVoid(long watchMillis) {
        return lateness.totalMs() > MOST_ASLEEP * watchMillis;
    }

    private static double until(Recording recording, Window window, java.util.function.Predicate<Request> good) {
        OptionalDouble at = Settling.until(MOST, recording, window, _ -> true, good);
        return at.orElse(Double.NaN);
    }

    private static boolean good(Request request) {
        return request.ok() && request.latencyMicros() <= SLOW_MICROS;
    }

    static boolean home(Request request) {
        return request.ok() && request.servedBy() != null && HOME.contains(request.servedBy());
    }
}
