package io.spillway.drill.bench.switchover;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.spillway.drill.bench.measure.Latencies;
import io.spillway.drill.measure.Recording;
import io.spillway.drill.measure.Request;
import io.spillway.drill.measure.Settling;
import io.spillway.drill.measure.Window;
import io.spillway.drill.verdict.SwitchOverTrace.Transition;
import io.spillway.gateway.bench.process.BenchFailure;

/**
 * One move, there or back. Times are milliseconds from the acceptance of the operator's word.
 *
 * @param trafficMs until 99 % of the requests of every sliding 500 ms were served where they belong
 * @param ackMs until 99 % of the data planes of each IDC had Acked what was told to everybody
 * @param hops how long each part of the way took, until ackMs: the receiver told, its Acks, everybody told, their Acks
 * @param restMs until the state machine rested
 */
record MoveFigures(double trafficMs, double ackMs, List<Double> hops, double restMs) {

    /** What the hops are called. */
    static final List<String> HOPS = List.of("tellReceiverMs", "receiverAcksMs", "tellEverybodyMs",
            "everybodyAcksMs");
    private static final double PERCENT = 99;

    MoveFigures {
        hops = List.copyOf(hops);
    }

    /**
     * Reads one off.
     *
     * @param transitions of this move only; the first is the operator's word
     * @param restedMs when the machine was seen at rest, milliseconds of the recording
     * @param endMs the end of the rest
     * @throws BenchFailure when the traffic never was where it belongs, or a transition is missing
     */
    static MoveFigures of(List<Transition> transitions, Recording recording, Predicate<Request> arrived,
            double restedMs, double endMs) {
        double acceptedMs = transitions.getFirst().atMs();
        OptionalDouble traffic = Settling.until(PERCENT, recording, Window.ofMillis(acceptedMs, endMs), any -> true,
                arrived);
        if (traffic.isEmpty()) {
            Map<String, Integer> last = new TreeMap<>();
            recording.forEach(Window.ofMillis(endMs - Settling.WINDOW_MS, endMs), arrived.negate(), request -> last
                    .merge(request.home() + " served by " + request.servedBy() + ": " + request.outcome().kind(), 1,
                            Integer::sum));
            throw new BenchFailure("the traffic did not go where it belongs within " + Math.round(endMs - acceptedMs)
                    + " ms of its " + transitions.getFirst().event() + "; in the last " + Settling.WINDOW_MS
                    + " ms users of " + last);
        }
        double[] at = {acceptedMs, at(transitions, "pushed", false), at(transitions, "acked", false),
                at(transitions, "pushed", true), ackedByEverybody(transitions)};
        return new MoveFigures(traffic.getAsDouble(), at[at.length - 1] - acceptedMs,
                List.of(at[1] - at[0], at[2] - at[1], at[3] - at[2], at[4] - at[3]), restedMs - acceptedMs);
    }

    /** Adds the latencies of the requests of a window to what is known. */
    static void latencies(Recording recording, double fromMs, double toMs, Latencies into) {
        recording.forEach(Window.ofMillis(fromMs, toMs), any -> true,
                request -> into.add(request.latencyMicros() * 1000));
    }

    /** The Acks of the receiver lead to the push to everybody, and those of everybody on from there. */
    private static double at(List<Transition> transitions, String event, boolean everybody) {
        return transitions.stream()
                .filter(each -> each.event().equals(event)
                        && (event.equals("acked") ? each.phase().equals("PUSH") : each.everybody() == everybody))
                .findFirst().orElseThrow(() -> missing(transitions, event)).atMs();
    }

    private static double ackedByEverybody(List<Transition> transitions) {
        return transitions.stream().filter(each -> each.event().equals("acked") && !each.phase().equals("PUSH"))
                .findFirst().orElseThrow(() -> missing(transitions, "acked by everybody")).atMs();
    }

    private static BenchFailure missing(List<Transition> transitions, String what) {
        return new BenchFailure("no transition " + what + " among "
                + transitions.stream().map(each -> each.event() + " " + each.position()).toList());
    }
}
