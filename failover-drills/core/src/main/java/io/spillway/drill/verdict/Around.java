package io.spillway.drill.verdict;

import java.util.function.Predicate;

import io.spillway.drill.measure.Request;
import io.spillway.drill.measure.Tally;
import io.spillway.drill.measure.Window;
import io.spillway.drill.plan.Expectation;
import io.spillway.drill.verdict.RunRecord.Event;

/**
 * How users fared before, during and after one event.
 *
 * @param event
 *            its name
 * @param before
 *            up to five seconds before it, from the first phase on
 * @param during
 *            from it until its traffic is where it belongs and 99 % of all requests succeed, at least 500 ms; until the next
 *            event when that is never so
 * @param after
 *            from there until the next event, or the end
 */
public record Around(String event, Part before, Part during, Part after) {

    private static final double BEFORE_MS = 5000;
    private static final double LEAST_MS = 500;

    /** One part and the sums over its requests. */
    public record Part(Window window, Tally tally) {}

    /** Returns the parts of one event of a run. */
    public static Around of(RunRecord run, Event event) {
        Clocks clocks = Clocks.of(run, event);
        Expectation expectation = event.expectation();
        boolean never = clocks.recoverMs() == null || (expectation != null && clocks.trafficMs() == null);
        double settled = Math.max(clocks.recoverMs() == null ? 0 : clocks.recoverMs(),
                clocks.trafficMs() == null ? 0 : clocks.trafficMs());
        double endMs = never
                ? event.untilMs()
                : Math.min(event.untilMs(), event.injectMs() + Math.max(LEAST_MS, settled));
        double fromMs = Math.max(run.window().fromMicros() / 1000.0, event.injectMs() - BEFORE_MS);
        return new Around(event.name(), part(run, fromMs, event.injectMs()), part(run, event.injectMs(), endMs),
                part(run, endMs, event.untilMs()));
    }

    private static Part part(RunRecord run, double fromMs, double toMs) {
        Predicate<Request> any = request -> true;
        Window window = Window.ofMillis(fromMs, Math.max(fromMs, toMs));
        return new Part(window, Tally.of(run.recording(), window, any));
    }
}
