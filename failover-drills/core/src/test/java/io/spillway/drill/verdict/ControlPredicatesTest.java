package io.spillway.drill.verdict;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.spillway.drill.load.Punctuality;
import io.spillway.drill.measure.RequestLog;
import io.spillway.drill.plan.Invariant;
import io.spillway.drill.verdict.ClientGroup.Standing;
import io.spillway.drill.verdict.RunRecord.Phase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ControlPredicatesTest {

    private static final List<Invariant> ALL = List.of(
            new Invariant.ChangesWritten("written", 100, Duration.ofMillis(20)),
            new Invariant.Delivered("delivered", 100), new Invariant.Newest("newest", 100),
            new Invariant.Violations("obeyed", 0), new Invariant.HeapFlat("flat", "old", 5),
            new Invariant.PushLatency("fast", 99, Duration.ofMillis(100)));

    private static Judgement judge(RunRecord run) {
        return Judge.judge(run, ALL);
    }

    @Test
    void aGoodRunWithoutUsersPasses() {
        assertThat(judge(ControlRecords.good())).satisfies(judgement -> {
            assertThat(judgement.reasons()).isEmpty();
            assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
            assertThat(judgement.findings().getLast().detail()).contains("p99 from registry event to Ack 10.0 ms");
        });
    }

    @Test
    void eachInvariantBreaksAlone() {
        Standing good = new Standing(10, 500, 500, 2, 2, true);
        ClientGroup fine = ControlRecords.group(good, Map.of());
        assertBroken(ControlRecords.run(ControlRecords.churn(200, 199, 0, 2), fine, 100), "written");
        assertBroken(ControlRecords.run(ControlRecords.churn(200, 200, 1, 2), fine, 100), "written");
        assertBroken(
                ControlRecords.run(ControlRecords.churn(200, 200, 0, 2),
                        ControlRecords.group(new Standing(9, 500, 499, 2, 2, true), Map.of()), 100),
                "delivered", "newest");
        assertBroken(
                ControlRecords.run(ControlRecords.churn(200, 200, 0, 2),
                        ControlRecords.group(new Standing(10, 500, 500, 2, 1, true), Map.of()), 100),
                "newest");
        assertBroken(
                ControlRecords.run(ControlRecords.churn(200, 200, 0, 2),
                        ControlRecords.group(new Standing(10, 500, 500, 2, 2, false), Map.of()), 100),
                "newest");
        assertBroken(ControlRecords.run(ControlRecords.churn(200, 200, 0, 2),
                ControlRecords.group(good, Map.of("REPEATED_NONCE", 1L)), 100), "obeyed");
        assertBroken(ControlRecords.run(ControlRecords.churn(200, 200, 0, 2), fine, 106), "flat");
    }

    @Test
    void aWriterThatWasLateProvesNothing() {
        assertThat(judge(ControlRecords.run(ControlRecords.churn(200, 200, 0, 150),
                ControlRecords.group(new Standing(10, 500, 500, 2, 2, true), Map.of()), 100)))
                .satisfies(judgement -> {
                    assertThat(judgement.verdict()).isEqualTo(Verdict.VOID);
                    assertThat(judgement.reasons()).singleElement().asString().contains("150 ms or more");
                });
    }

    @Test
    void whatWasNotMeasuredDoesNotHold() {
        RunRecord empty = new RunRecord(new RequestLog(), List.of(new Phase("soak", 1000, 11_000)), List.of(),
                List.of(), List.of(), List.of(), new Punctuality(0, 0, 0, 0), 0, 100, 0, null);
        assertThat(judge(empty).findings()).noneMatch(Finding::holds);
    }

    private static void assertBroken(RunRecord run, String... names) {
        assertThat(judge(run).findings()).filteredOn(finding -> !finding.holds()).extracting(Finding::name)
                .containsExactly(names);
    }
}
