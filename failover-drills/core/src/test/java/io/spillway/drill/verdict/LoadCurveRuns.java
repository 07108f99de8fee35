package io.spillway.drill.verdict;

import java.util.List;

import io.spillway.drill.load.Punctuality;
import io.spillway.drill.measure.Outcome;
import io.spillway.drill.measure.Request;
import io.spillway.drill.measure.RequestLog;
import io.spillway.drill.verdict.RunRecord.Phase;

/** Synthetic runs whose load is raised. */
public final class LoadCurveRuns {

    private LoadCurveRuns() {}

    /** Returns a run of twenty seconds from 100 to 290 requests per second; the latency rises steeply from a rate on. */
    public static RunRecord raised(double kneeRps) {
        RequestLog log = new RequestLog();
        for (int second = 0; second < 20; second++) {
            int rps = 100 + 10 * second;
            long micros = (long) (5000 + Math.max(0, rps - kneeRps) * 2000);
            for (int i = 0; i < rps; i++) {
                log.add(new Request(second * 1_000_000L + i * 1_000_000L / rps, micros, Outcome.OK, "idc-a", "idc-a",
                        "idc-a", "orders", false));
            }
        }
        return run(log);
    }

    static RunRecord run(RequestLog log) {
        return new RunRecord(log, List.of(new Phase("raise", 0, 20_000)), List.of(), List.of(), List.of(), List.of(),
                new Punctuality(1, 1, 0, 0), 100, 100, 0, null);
    }
}
