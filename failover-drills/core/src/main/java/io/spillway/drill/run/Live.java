package io.spillway.drill.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.drill.measure.Recording;
import io.spillway.drill.measure.Request;
import io.spillway.drill.plan.AbortGuard;
import io.spillway.drill.plan.Expectation;
import io.spillway.drill.plan.Step;
import io.spillway.drill.view.Progress;
import org.jspecify.annotations.Nullable;

/** The newest requests of a running recording, for the view, the guards and the steps that wait. Thread-safe. */
final class Live {

    private static final long KEEP_MICROS = 15_000_000;
    private static final double SECOND_MS = 1000;
    /** Over so much time a declared share of the traffic is counted. */
    static final double SHARE_WINDOW_MS = 5000;
    private static final int SHARE_REQUESTS = 50;
    private static final double SHARE_CHANCE = 5;

    private final Recording recording;
    private final RunClock clock;
    /** The rest is guarded by this. */
    private final Deque<Request> recent = new ArrayDeque<>();
    private int read;
    private long failed;

    Live(Recording recording, RunClock clock) {
        this.recording = recording;
        this.clock = clock;
    }

    synchronized Progress progress(long pushes) {
        refresh();
        double now = clock.nowMs();
        Map<String, Double> byIdc = new TreeMap<>();
        List<Long> latencies = new ArrayList<>();
        long ok = 0;
        for (Request request : since(now - SECOND_MS)) {
            latencies.add(request.latencyMicros());
            ok += request.ok() ? 1 : 0;
            String servedBy = request.servedBy();
            if (servedBy != null) {
                byIdc.merge(servedBy, 1.0, Double::sum);
            }
        }
        Collections.sort(latencies);
        double p99 = latencies.isEmpty() ? 0 : latencies.get((int) (latencies.size() * 0.99)) / 1000.0;
        double success = latencies.isEmpty() ? 100 : 100.0 * ok / latencies.size();
        return new Progress(now, byIdc, success, p99, read, failed, pushes);
    }

    /** Returns whether there was traffic over the whole last window, enough of it met and none too slow. */
    synchronized boolean holds(Step.Await await) {
        refresh();
        Expectation expectation = await.expectation();
        List<Request> relevant = since(clock.nowMs() - await.hold().toMillis()).stream()
                .filter(expectation::concerns)
                .toList();
        long met = relevant.stream().filter(expectation::met).count();
        Duration p99 = await.p99();
        long slow = p99 == null
                ? 0
                : relevant.stream().filter(request -> request.latencyMicros() > p99.toNanos() / 1000).count();
        return !relevant.isEmpty() && met * 100.0 >= await.percent() * relevant.size()
                && slow * 100 <= relevant.size();
    }

    /** Returns why the guard ends the drill, null when it does not. */
    synchronized @Nullable String broken(AbortGuard guard) {
        refresh();
        double windowMs = guard.window().toMillis();
        if (clock.nowMs() < windowMs) {
            return null;
        }
        List<Request> window = since(clock.nowMs() - windowMs);
        long ok = window.stream().filter(Request::ok).count();
        boolean bad = !window.isEmpty() && ok * 100.0 < guard.percent() * window.size();
        Duration p99 = guard.p99();
        long slow = p99 == null
                ? 0
                : window.stream().filter(request -> request.latencyMicros() > p99.toNanos() / 1000).count();
        if (p99 != null && slow * 100 > window.size()) {
            return "abort guard: p99: " + slow + " of " + window.size() + " requests of the last "
                    + guard.window().toSeconds() + " s took more than " + p99.toMillis()
                    + " ms (expected at most 1 in 100)";
        }
        return bad
                ? "abort guard: " + ok + " of " + window.size() + " requests of the last " + guard.window().toSeconds()
                        + " s succeeded (expected at least " + guard.percent() + " %)"
                : null;
    }

    /**
     * Returns why a drill that declared a share of the traffic is ended, null when it is not: of the newest requests more failed
     * or were served away from home, and not by chance.
     */
    synchronized @Nullable String touchesMore(double sharePercent) {
        refresh();
        List<Request> window = since(clock.nowMs() - SHARE_WINDOW_MS);
        long touched = window.stream()
                .filter(request -> !request.ok() || !request.home().equals(request.servedBy())).count();
        boolean more = window.size() >= SHARE_REQUESTS
                && touched * 100.0 > (sharePercent + SHARE_CHANCE) * window.size();
        return more
                ? "share: " + touched + " of the last " + window.size() + " requests failed or were served elsewhere"
                        + " (expected at most " + sharePercent + " %, which the drill has declared)"
                : null;
    }

    private void refresh() {
        int size = recording.size();
        recording.forEach(read, request -> {
            recent.addLast(request);
            failed += request.ok() ? 0 : 1;
            read++;
        });
        assert read >= size;
        long oldest = (long) (clock.nowMs() * 1000) - KEEP_MICROS;
        while (!recent.isEmpty() && recent.getFirst().doneMicros() < oldest) {
            recent.removeFirst();
        }
    }

    /** Returns the requests that ended at or after the instant. */
    private List<Request> since(double fromMs) {
        List<Request> found = new ArrayList<>();
        var newestFirst = recent.descendingIterator();
        while (newestFirst.hasNext()) {
            Request request = newestFirst.next();
            if (request.doneMicros() < fromMs * 1000) {
                break;
            }
            found.add(request);
        }
        return found;
    }
}
