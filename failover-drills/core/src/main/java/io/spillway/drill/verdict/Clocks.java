package io.spillway.drill.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;

import io.spillway.drill.measure.Settling;
import io.spillway.drill.plan.Expectation;
import io.spillway.drill.verdict.RunRecord.Event;
import org.jspecify.annotations.Nullable;

/**
 * The clocks of one event, in milliseconds from its injection; null where one does not apply.
 *
 * @param event
 *            its name
 * @param injectMs
 *            when it was injected, milliseconds of the recording
 * @param detectMs
 *            the first request that was served where the event sends it; null when an operator sent it there
 * @param decideMs
 *            when the operator's write was committed
 * @param config
 *            when gateways had Acked what followed from it
 * @param trafficMs
 *            until 99 % of the traffic was where the event sends it
 * @param recoverMs
 *            until 99 % of all requests succeeded
 */
public record Clocks(String event, double injectMs, @Nullable Double detectMs, @Nullable Double decideMs,
        @Nullable Config config, @Nullable Double trafficMs, @Nullable Double recoverMs) {

    private static final double SHARE = 99;
    /** Pushes that begin later than this after an event are not its doing. */
    private static final double CONFIG_MS = 2000;

    /** When shares of the clients had Acked. */
    public record Config(double p50, double p95, double p99, double p100) {}

    /** Returns the clocks of one event of a run. */
    public static Clocks of(RunRecord run, Event event) {
        return new Clocks(event.name(), event.injectMs(), detect(run, event),
                event.decidedMs() == null ? null : event.decidedMs() - event.injectMs(), config(run, event),
                traffic(run, event, SHARE), recover(run, event, SHARE));
    }

    /** Returns until when the share of an event's traffic was where it was to be; null when never or not expected. */
    static @Nullable Double traffic(RunRecord run, Event event, double percent) {
        Expectation expectation = event.expectation();
        return expectation == null
                ? null
                : orNull(Settling.until(percent, run.recording(), event.window(), expectation::concerns,
                        expectation::met));
    }

    /** Returns until when that share of all requests succeeded; null when never. */
    static @Nullable Double recover(RunRecord run, Event event, double percent) {
        return orNull(Settling.until(percent, run.recording(), event.window(), any -> true, request -> request.ok()));
    }

    private static @Nullable Double detect(RunRecord run, Event event) {
        Expectation expectation = event.expectation();
        if (expectation == null || event.decidedMs() != null || expectation.servedBy().equals(Expectation.HOME)) {
            return null;
        }
        AtomicLong first = new AtomicLong(Long.MAX_VALUE);
        run.recording().forEach(event.window(), expectation::concerns, request -> {
            boolean moved = expectation.met(request) && !expectation.servedBy().equals(request.home());
            if (moved && request.doneMicros() < first.get()) {
                first.set(request.doneMicros());
            }
        });
        return first.get() == Long.MAX_VALUE ? null : first.get() / 1000.0 - event.injectMs();
    }

    private static @Nullable Config config(RunRecord run, Event event) {
        Map<String, Double> lastAck = new HashMap<>();
        for (Push push : run.pushes()) {
            double since = push.eventMs() - event.injectMs();
            boolean its = since >= 0 && since < CONFIG_MS && push.eventMs() < event.untilMs();
            Double ack = push.ackMs();
            if (its && push.counted() && ack != null) {
                lastAck.merge(push.idc() + "/" + push.node(), since + ack, Math::max);
            }
        }
        if (lastAck.isEmpty()) {
            return null;
        }
        List<Double> sorted = new ArrayList<>(lastAck.values());
        sorted.sort(null);
        return new Config(rank(sorted, 50), rank(sorted, 95), rank(sorted, 99), rank(sorted, 100));
    }

    /** Returns the nearest-rank percentile of a sorted list that is not empty. */
    static double rank(List<Double> sorted, double percent) {
        int rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.get(Math.clamp(rank - 1, 0, sorted.size() - 1));
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
