package io.spillway.drill.verdict;

import java.util.List;
import java.util.Map;

import io.spillway.drill.load.Punctuality;
import io.spillway.drill.measure.Recording;
import io.spillway.drill.measure.Window;
import io.spillway.drill.plan.Expectation;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of a run when it is over. All times are milliseconds of the recording.
 *
 * @param recording
 *            the requests
 * @param phases
 *            in order, without gaps
 * @param events
 *            what happened, in order
 * @param shifts
 *            which weights were in force when
 * @param outages
 *            what was down when
 * @param pushes
 *            what the control planes sent
 * @param punctuality
 *            how the generator kept its schedule
 * @param offeredRps
 *            what users were to send per second
 * @param latestMs
 *            how late the generator may be
 * @param loopsSeen
 *            requests that gateways counted as loops
 * @param control
 *            what is known of the control planes' work in a fleet with mock data planes
 * @param switchOvers
 *            what became of the switch-overs that the drill has made
 * @param safety
 *            what kept the drill from doing more harm than it may
 * @param aborted
 *            why it ended early, null when it did not
 */
public record RunRecord(Recording recording, List<Phase> phases, List<Event> events, List<ShiftInForce> shifts,
        List<Outage> outages, List<Push> pushes, Punctuality punctuality, double offeredRps, double latestMs,
        long loopsSeen, ControlRecord control, List<SwitchOverTrace> switchOvers, SafetyRecord safety,
        @Nullable String aborted) {

    /** Creates one of which nothing is known about its safety. */
    public RunRecord(Recording recording, List<Phase> phases, List<Event> events, List<ShiftInForce> shifts,
            List<Outage> outages, List<Push> pushes, Punctuality punctuality, double offeredRps, double latestMs,
            long loopsSeen, ControlRecord control, List<SwitchOverTrace> switchOvers, @Nullable String aborted) {
        this(recording, phases, events, shifts, outages, pushes, punctuality, offeredRps, latestMs, loopsSeen, control,
                switchOvers, SafetyRecord.NONE, aborted);
    }

    /** Returns the same run with what is known about its safety. */
    public RunRecord with(SafetyRecord known) {
        return new RunRecord(recording, phases, events, shifts, outages, pushes, punctuality, offeredRps, latestMs,
                loopsSeen, control, switchOvers, known, aborted);
    }

    /** Creates one without switch-overs of a fleet without mock data planes. */
    public RunRecord(Recording recording, List<Phase> phases, List<Event> events, List<ShiftInForce> shifts,
            List<Outage> outages, List<Push> pushes, Punctuality punctuality, double offeredRps, double latestMs,
            long loopsSeen, @Nullable String aborted) {
        this(recording, phases, events, shifts, outages, pushes, punctuality, offeredRps, latestMs, loopsSeen,
                ControlRecord.NONE, List.of(), aborted);
    }

    /** Copies the lists. */
    public RunRecord {
        phases = List.copyOf(phases);
        events = List.copyOf(events);
        shifts = List.copyOf(shifts);
        outages = List.copyOf(outages);
        pushes = List.copyOf(pushes);
        switchOvers = List.copyOf(switchOvers);
    }

    /** A named part of the run. */
    public record Phase(String name, double fromMs, double toMs) {

        /** Returns its time. */
        public Window window() {
            return Window.ofMillis(fromMs, toMs);
        }
    }

    /**
     * Something that happened.
     *
     * @param name
     *            of the event
     * @param what
     *            in words
     * @param injectMs
     *            just before it was done
     * @param decidedMs
     *            when an operator's write was committed, null when nobody wrote
     * @param untilMs
     *            the next event, or the end
     * @param expectation
     *            where traffic was to be
     */
    public record Event(String name, String what, double injectMs, @Nullable Double decidedMs, double untilMs,
            @Nullable Expectation expectation) {

        /** Returns the time during which it was the last thing that happened. */
        public Window window() {
            return Window.ofMillis(injectMs, untilMs);
        }
    }

    /**
     * Weights in force.
     *
     * @param fromMs
     *            just before the write; of a switch-over the write that told everybody
     * @param toMs
     *            just before the next write of that scope; of a switch-over that is taken back, before it began
     * @param weights
     *            percent by IDC
     * @param entrance
     *            the IDC whose gateways have these weights, null when all have them
     */
    public record ShiftInForce(double fromMs, double toMs, Map<String, Integer> weights, @Nullable String entrance) {

        /** Creates one for the gateways of all IDCs. */
        public ShiftInForce(double fromMs, double toMs, Map<String, Integer> weights) {
            this(fromMs, toMs, weights, null);
        }

        /** Copies the map. */
        public ShiftInForce {
            weights = Map.copyOf(weights);
        }
    }

    /** A service of an IDC (null: any) that was down on purpose. */
    public record Outage(String idc, @Nullable String service, double fromMs, double toMs) {}

    /** Returns whether there were users. */
    public boolean hasUsers() {
        return offeredRps > 0;
    }

    /** Returns the time from the first phase to the end of the last. */
    public Window window() {
        return phases.isEmpty()
                ? new Window(0, 0)
                : Window.ofMillis(phases.getFirst().fromMs(), phases.getLast().toMs());
    }
}
