package io.spillway.drill.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.spillway.drill.plan.DrillPlan;
import io.spillway.drill.plan.LoadSpec;
import io.spillway.drill.verdict.Judge;
import io.spillway.drill.verdict.RunRecord;
import io.spillway.drill.verdict.RunRecords;
import io.spillway.drill.verdict.SafetyRecord;
import io.spillway.drill.verdict.SafetyRecord.Attempt;
import io.spillway.drill.verdict.SafetyRecord.ClockSkew;
import io.spillway.drill.verdict.SafetyRecord.FaultTrace;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SafetyRowsTest {

    @Test
    void aReportSaysWhatWasBrokenForHowLongAndWhatWasRefused() {
        SafetyRecord safety = new SafetyRecord(
                List.of(new FaultTrace("line-is-cut", "cut on the line sync", 2000, 3.5, 10_000.0, "ttl"),
                        new FaultTrace("b-dies", "idc-b is killed", 4000, 0.5, null, "")),
                List.of(ClockSkew.of("idc-a/gateway-1", 0, 480, 484), new ClockSkew("links/toxiproxy", null, 0)),
                List.of(), List.of(new Attempt("bad", 422, "weights | sum\n120")), null);

        String text = MarkdownReport.of(facts(RunRecords.of(RunRecords.goodLog()).with(safety)));

        assertThat(text).contains("## Faults", "| line-is-cut | cut on the line sync | 1.0 s | 3.5 ms | 8.0 s | ttl |",
                "| b-dies | idc-b is killed | 3.0 s |", "| bad | 422 | weights / sum 120 |",
                "| idc-a/gateway-1 | +18 ms, give or take 502 ms |");
        assertThat(text).doesNotContain("links/toxiproxy");
    }

    @Test
    void aReportOfADrillThatBrokeNothingSaysNothingOfIt() {
        assertThat(MarkdownReport.of(facts(RunRecords.of(RunRecords.goodLog())))).doesNotContain("## Faults",
                "## Attempts", "## Clocks of processes");
    }

    private static RunFacts facts(RunRecord run) {
        DrillPlan plan = new DrillPlan("d", "t", "two-idc",
                new LoadSpec(List.of(), Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO), null, List.of(),
                List.of(), List.of(), List.of());
        return new RunFacts(plan, run, Judge.judge(run, List.of()), Instant.EPOCH, new Machine(2, "25", "Linux 6"));
    }
}
