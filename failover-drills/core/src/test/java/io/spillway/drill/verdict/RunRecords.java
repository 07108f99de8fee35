package io.spillway.drill.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.drill.load.Punctuality;
import io.spillway.drill.measure.Outcome;
import io.spillway.drill.measure.Recording;
import io.spillway.drill.measure.RequestLog;
import io.spillway.drill.measure.Requests;
import io.spillway.drill.plan.Expectation;
import io.spillway.drill.verdict.RunRecord.Event;
import io.spillway.drill.verdict.RunRecord.Outage;
import io.spillway.drill.verdict.RunRecord.Phase;
import io.spillway.drill.verdict.RunRecord.ShiftInForce;

/** A synthetic run: 10 s steady, at 11,000 ms a shift to idc-b, at 21,000 ms its end; one request per ms from idc-a. */
public final class RunRecords {

    /** When the shift is written. */
    public static final double SHIFT_MS = 11_000;
    /** When the next phase begins. */
    public static final double BACK_MS = 21_000;
    private static final double START_MS = 1000;
    private static final double END_MS = 31_000;

    private RunRecords() {}

    /** Returns who serves a request of that time when everything works: 200 ms after the shift all goes to idc-b. */
    public static String server(double atMs) {
        return atMs >= SHIFT_MS + 200 && atMs < BACK_MS + 100 ? "idc-b" : "idc-a";
    }

    /** Returns a log in which everything works; more requests can be added. */
    public static RequestLog goodLog() {
        RequestLog log = new RequestLog();
        for (double at = START_MS; at < END_MS; at++) {
            log.add(Requests.request(at, "idc-a", server(at), Outcome.OK, at % 4 == 0));
        }
        return log;
    }

    /** Returns a run with that recording. */
    public static RunRecord of(Recording recording) {
        return new RunRecord(recording,
                List.of(new Phase("steady", START_MS, SHIFT_MS), new Phase("shift", SHIFT_MS, BACK_MS),
                        new Phase("back", BACK_MS, END_MS)),
                List.of(new Event("shift-to-b", "shift all to idc-b", SHIFT_MS, SHIFT_MS + 12, BACK_MS,
                        new Expectation(null, null, "idc-b")),
                        new Event("shift-cleared", "clear", BACK_MS, BACK_MS + 9, END_MS,
                                new Expectation(null, null, "home"))),
                List.of(new ShiftInForce(SHIFT_MS, BACK_MS, Map.of("idc-a", 0, "idc-b", 100))), List.of(), goodPushes(),
                new Punctuality(30_000, 30_000, 1.5, 12), 1000, 100, 0, null);
    }

    /** Returns the same run with something down. */
    public static RunRecord withOutage(RunRecord run, Outage outage) {
        return new RunRecord(run.recording(), run.phases(), run.events(), run.shifts(), List.of(outage), run.pushes(),
                run.punctuality(), run.offeredRps(), run.latestMs(), run.loopsSeen(), run.aborted());
    }

    /** Returns the same run with a shift that only the gateways of one IDC have. */
    public static RunRecord withShift(RunRecord run, String entrance) {
        List<ShiftInForce> shifts = run.shifts().stream()
                .map(each -> new ShiftInForce(each.fromMs(), each.toMs(), each.weights(), entrance)).toList();
        return new RunRecord(run.recording(), run.phases(), run.events(), shifts, run.outages(), run.pushes(),
                run.punctuality(), run.offeredRps(), run.latestMs(), run.loopsSeen(), run.aborted());
    }

    /** Returns the same run with a switch-over. */
    public static RunRecord withSwitchOver(RunRecord run, SwitchOverTrace trace) {
        return new RunRecord(run.recording(), run.phases(), run.events(), run.shifts(), run.outages(), run.pushes(),
                run.punctuality(), run.offeredRps(), run.latestMs(), run.loopsSeen(), run.control(), List.of(trace),
                run.aborted());
    }

    /** Returns the same run with other pushes. */
    public static RunRecord withPushes(RunRecord run, List<Push> pushes) {
        return new RunRecord(run.recording(), run.phases(), run.events(), run.shifts(), run.outages(), pushes,
                run.punctuality(), run.offeredRps(), run.latestMs(), run.loopsSeen(), run.aborted());
    }

    /** Returns the same run with another generator and end. */
    public static RunRecord withGenerator(RunRecord run, Punctuality punctuality,
            @org.jspecify.annotations.Nullable String aborted) {
        return new RunRecord(run.recording(), run.phases(), run.events(), run.shifts(), run.outages(), run.pushes(),
                punctuality, run.offeredRps(), run.latestMs(), run.loopsSeen(), aborted);
    }

    /** Returns a push to each of four gateways after the shift, Acked after 20, 40, 60 and 80 ms. */
    public static List<Push> goodPushes() {
        List<Push> pushes = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            pushes.add(new Push(i <= 2 ? "idc-a" : "idc-b", "gateway-" + i, "RDS", 7, SHIFT_MS + 10, 20.0 * i, false,
                    true));
        }
        return pushes;
    }
}
