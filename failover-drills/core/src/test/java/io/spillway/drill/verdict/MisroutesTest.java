package io.spillway.drill.verdict;

import io.spillway.drill.measure.Outcome;
import io.spillway.drill.measure.Request;
import io.spillway.drill.measure.RequestLog;
import io.spillway.drill.measure.Requests;
import io.spillway.drill.verdict.RunRecord.Outage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MisroutesTest {

    private final RequestLog log = RunRecords.goodLog();

    private long count() {
        return Figures.misrouted(RunRecords.of(log));
    }

    @Test
    void areNoneWhenEverythingWorks() {
        assertThat(count()).isZero();
    }

    @Test
    void areAnswersOfAWeightlessIdcLaterThanASecondAfterTheCommit() {
        log.add(Requests.served(RunRecords.SHIFT_MS + 1001, "idc-a", "idc-a"));
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void doNotCountInTheFirstSecond() {
        log.add(Requests.served(RunRecords.SHIFT_MS + 999, "idc-a", "idc-a"));
        assertThat(count()).isZero();
    }

    @Test
    void doNotCountWhenTheAnswerCameUnderTheNextWeights() {
        log.add(new Request(Math.round((RunRecords.BACK_MS - 5) * 1000), 6000, Outcome.OK, "idc-a", "idc-a", "idc-a",
                "orders", false));
        assertThat(count()).isZero();
    }

    @Test
    void areOnlyOfThoseGatewaysThatWereToldOtherwise() {
        log.add(new Request(Math.round((RunRecords.SHIFT_MS + 5000) * 1000), 2000, Outcome.OK, "idc-b", "idc-b",
                "idc-a",
                "orders", false));
        RunRecord run = RunRecords.of(log);
        assertThat(Figures.misrouted(run)).isEqualTo(1);
        assertThat(Figures.misrouted(RunRecords.withShift(run, "idc-b"))).isEqualTo(1);
        assertThat(Figures.misrouted(RunRecords.withShift(run, "idc-a"))).isZero();
    }

    @Test
    void doNotCountWhileEveryWeightedIdcIsDown() {
        log.add(Requests.served(RunRecords.SHIFT_MS + 5000, "idc-a", "idc-a"));
        RunRecord run = RunRecords.of(log);
        Outage ofOrders = new Outage("idc-b", "orders", RunRecords.SHIFT_MS + 4000, RunRecords.SHIFT_MS + 6000);
        Outage ofInventory = new Outage("idc-b", "inventory", RunRecords.SHIFT_MS + 4000, RunRecords.SHIFT_MS + 6000);
        assertThat(Figures.misrouted(RunRecords.withOutage(run, ofOrders))).isZero();
        assertThat(Figures.misrouted(RunRecords.withOutage(run, ofInventory))).isEqualTo(1);
    }
}
