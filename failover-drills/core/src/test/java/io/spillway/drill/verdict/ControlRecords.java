package io.spillway.drill.verdict;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.drill.churn.ChurnResult;
import io.spillway.drill.load.Punctuality;
import io.spillway.drill.measure.RequestLog;
import io.spillway.drill.verdict.ClientGroup.Standing;
import io.spillway.drill.verdict.RunRecord.Phase;

/** Synthetic runs with mock data planes and without users: ten seconds, 200 changes, ten clients, three heap samples. */
public final class ControlRecords {

    private ControlRecords() {}

    /** Returns a good run without users. */
    public static RunRecord good() {
        return run(churn(200, 200, 0, 2), group(new Standing(10, 500, 500, 2, 2, true), Map.of()), 104);
    }

    static ChurnResult churn(long due, long written, long different, double late) {
        return new ChurnResult(due, written, 3, 1, late, 4, 20, 900, 77, true, different, List.of());
    }

    static ClientGroup group(Standing standing, Map<String, Long> violations) {
        return new ClientGroup("idc-a/clients-1 gateways", 10, 10, 25, 2000, 0, 0, violations, 30, standing,
                List.of());
    }

    static RunRecord run(ChurnResult churn, ClientGroup group, long heap) {
        PushTotals pushes = new PushTotals(new TreeMap<>(Map.of(10.0, 1990L, 50.0, 10L)), 0, 0);
        return new RunRecord(new RequestLog(), List.of(new Phase("soak", 1000, 11_000)), List.of(), List.of(),
                List.of(), List.of(), new Punctuality(0, 0, 0, 0), 0, 100, 0,
                new ControlRecord(pushes, List.of(churn), List.of(group),
                        List.of(new HeapSample("old", "idc-a/idc-control-1", 7, 2000, 100, 100 << 20),
                                new HeapSample("young", "idc-a/idc-control-1", 7, 3000, 100, 400 << 20),
                                new HeapSample("old", "idc-a/idc-control-2", 8, 4000, 100, heap << 20))),
                List.of(), null);
    }
}
