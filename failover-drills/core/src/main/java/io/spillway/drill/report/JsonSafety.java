package io.spillway.drill.report;

import java.util.List;

import io.spillway.drill.verdict.SafetyRecord;
import io.spillway.drill.verdict.SafetyRecord.FaultTrace;
import org.jspecify.annotations.Nullable;

import static io.spillway.drill.report.JsonFields.map;
import static io.spillway.drill.report.JsonFields.round;

/** The fields of report.json about faults, clocks of processes, and what control planes may refuse. */
final class JsonSafety {

    private JsonSafety() {}

    static List<Object> faults(RunFacts facts) {
        return facts.run().safety().faults().stream()
                .<Object>map(each -> map("fault", each.name(), "what", each.what(), "tMs",
                        round(facts.tMs(each.beganMs())), "skewMs", round(each.skewMs()), "goneAfterMs",
                        goneAfter(each), "goneBy", each.goneBy()))
                .toList();
    }

    private static @Nullable Double goneAfter(FaultTrace fault) {
        Double gone = fault.goneMs();
        return gone == null ? null : round(gone - fault.beganMs());
    }

    static List<Object> clocks(SafetyRecord safety) {
        return safety.clocks().stream().<Object>map(each -> map("process", each.process(), "aheadMs",
                round(each.aheadMs()), "boundMs", round(each.boundMs()))).toList();
    }

    static List<Object> configurations(SafetyRecord safety) {
        return safety.configurations().stream().<Object>map(
                each -> map("idc", each.idc(), "before", each.before(), "after", each.after())).toList();
    }

    static List<Object> attempts(SafetyRecord safety) {
        return safety.attempts().stream().<Object>map(
                each -> map("event", each.event(), "status", each.status(), "answer", each.answer())).toList();
    }
}
