package io.spillway.drill.verdict;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Predicate;

import io.spillway.drill.measure.Request;
import io.spillway.drill.measure.Window;

/**
 * How much worse touched users fared than the control group in one part of a run.
 *
 * @param part
 *            the event, or the whole run
 * @param touched
 *            the users whom faults may touch
 * @param control
 *            the others
 * @param failures
 *            difference of the shares of failed requests, 0..1
 * @param p99
 *            difference of the 99th percentiles of the latency, milliseconds
 */
public record Effect(String part, Group touched, Group control, Difference failures, Difference p99) {

    /** The same run gives the same report. */
    private static final long SEED = 20_061_115;

    /** What one group sent and what failed of it. */
    public record Group(long sent, long failed) {}

    private static final class Sample {
        private long[] latencies = new long[256];
        private int sent;
        private long failed;

        void add(Request request) {
            if (sent == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * sent);
            }
            latencies[sent++] = request.latencyMicros();
            failed += request.ok() ? 0 : 1;
        }

        long[] sorted() {
            long[] sorted = Arrays.copyOf(latencies, sent);
            Arrays.sort(sorted);
            return sorted;
        }
    }

    static Effect of(String part, RunRecord run, Window window, Predicate<Request> isControl) {
        Sample touched = new Sample();
        Sample control = new Sample();
        run.recording().forEach(window, any -> true,
                request -> (isControl.test(request) ? control : touched).add(request));
        return new Effect(part, new Group(touched.sent, touched.failed), new Group(control.sent, control.failed),
                Difference.ofShares(touched.failed, touched.sent, control.failed, control.sent),
                Difference.ofP99(touched.sorted(), control.sorted(), new SplittableRandom(SEED)));
    }
}
