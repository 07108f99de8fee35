package io.spillway.drill.verdict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;

import io.spillway.drill.measure.Request;
import org.jspecify.annotations.Nullable;

/**
 * How the latency rose with the load, and where it began to rise steeply. Only of runs whose load was raised.
 *
 * @param idc
 *            whose answers these are, empty for all requests
 * @param points
 *            by rising rate
 * @param knee
 *            null when the latency rose no more steeply at the end than at the beginning
 */
public record LoadCurve(String idc, List<Point> points, @Nullable Point knee) {

    private static final long SECOND_MICROS = 1_000_000;
    private static final int BINS = 12;
    private static final double RAISED = 1.5;
    private static final double CLEAR = 0.2;
    private static final double RANK = 0.99;
    private static final double MILLIS = 1000;

    /** Copies the list. */
    public LoadCurve {
        points = List.copyOf(points);
    }

    /**
     * What was seen at one load.
     *
     * @param rps
     *            requests per second
     * @param p99Ms
     *            the median of the 99th percentiles of the seconds with that load
     * @param successPercent
     *            of all their requests
     */
    public record Point(double rps, double p99Ms, double successPercent) {}

    private static final class Second {
        private long[] latencies = new long[64];
        private int sent;
        private int ok;

        void add(Request request) {
            if (sent == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * sent);
            }
            latencies[sent++] = request.latencyMicros();
            ok += request.ok() ? 1 : 0;
        }

        double p99Ms() {
            long[] sorted = Arrays.copyOf(latencies, sent);
            Arrays.sort(sorted);
            return sorted[Math.max(1, (int) Math.ceil(RANK * sent)) - 1] / MILLIS;
        }
    }

    /** Returns the curve of all requests and of each IDC's answers, nothing when the load was not raised. */
    public static List<LoadCurve> of(RunRecord run) {
        List<Second> all = seconds(run, any -> true);
        int most = all.stream().mapToInt(second -> second.sent).max().orElse(0);
        int least = all.stream().mapToInt(second -> second.sent).min().orElse(0);
        if (least == 0 || most < RAISED * least) {
            return List.of();
        }
        List<LoadCurve> curves = new ArrayList<>(List.of(of("", all)));
        TreeSet<String> idcs = new TreeSet<>();
        run.recording().forEach(run.window(), Request::ok,
                request -> idcs.add(Objects.requireNonNullElse(request.servedBy(), "")));
        idcs.remove("");
        idcs.forEach(idc -> curves.add(of(idc, seconds(run, request -> idc.equals(request.servedBy())))));
        return List.copyOf(curves);
    }

    /** The whole seconds of a run. */
    private static List<Second> seconds(RunRecord run, Predicate<Request> filter) {
        Second[] seconds = new Second[(int) (run.window().millis() / MILLIS)];
        Arrays.setAll(seconds, i -> new Second());
        run.recording().forEach(run.window(), filter, request -> {
            int second = (int) ((request.sentMicros() - run.window().fromMicros()) / SECOND_MICROS);
            if (second < seconds.length) {
                seconds[second].add(request);
            }
        });
        return List.of(seconds);
    }

    private static LoadCurve of(String idc, List<Second> seconds) {
        List<Second> busy = seconds.stream().filter(second -> second.sent > 0).toList();
        double least = busy.stream().mapToInt(second -> second.sent).min().orElse(0);
        double most = busy.stream().mapToInt(second -> second.sent).max().orElse(0);
        List<List<Second>> bins = new ArrayList<>();
        for (int i = 0; i < BINS; i++) {
            bins.add(new ArrayList<>());
        }
        for (Second second : busy) {
            double share = most == least ? 0 : (second.sent - least) / (most - least);
            bins.get((int) Math.min(BINS - 1, share * BINS)).add(second);
        }
        List<Point> points = bins.stream().filter(bin -> !bin.isEmpty()).map(LoadCurve::point).toList();
        return new LoadCurve(idc, points, knee(points));
    }

    private static Point point(List<Second> bin) {
        List<Double> p99 = bin.stream().map(Second::p99Ms).sorted().toList();
        double sent = bin.stream().mapToInt(second -> second.sent).sum();
        double ok = bin.stream().mapToInt(second -> second.ok).sum();
        return new Point(sent / bin.size(), Clocks.rank(p99, 50), 100 * ok / sent);
    }

    /**
     * The point that lies furthest below the straight line from the first to the last, both axes scaled to 0..1: the maximum of
     * x - y, as Kneedle has it for a curve that bends upwards (V. Satopaa et al., Finding a Kneedle in a Haystack, ICDCS workshops
     * 2011). One that lies less than a fifth below it is none.
     */
    static @Nullable Point knee(List<Point> points) {
        if (points.size() < 3) {
            return null;
        }
        double x0 = points.getFirst().rps();
        double y0 = points.getFirst().p99Ms();
        double width = points.getLast().rps() - x0;
        double height = points.getLast().p99Ms() - y0;
        Point knee = null;
        double furthest = CLEAR;
        for (Point point : points) {
            double below = (point.rps() - x0) / width - (point.p99Ms() - y0) / height;
            if (height > 0 && below >= furthest) {
                furthest = below;
                knee = point;
            }
        }
        return knee;
    }

    /** Returns how many times the lowest load of the run the knee is, null when there is none. */
    public @Nullable Double headroom() {
        Point at = knee;
        return at == null ? null : at.rps() / points.getFirst().rps();
    }
}
