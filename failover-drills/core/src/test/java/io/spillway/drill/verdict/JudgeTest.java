package io.spillway.drill.verdict;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.spillway.drill.load.Punctuality;
import io.spillway.drill.measure.Outcome;
import io.spillway.drill.measure.RequestLog;
import io.spillway.drill.measure.Requests;
import io.spillway.drill.plan.Invariant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
class JudgeTest {

    private static final List<Invariant> ALL = List.of(
            new Invariant.NoneFailed("no GET fails", "GET", null, List.of("shift")),
            new Invariant.SuccessRate("all succeed", 99.9, List.of()),
            new Invariant.Latency("fast", 99, Duration.ofMillis(50), List.of("steady")),
            new Invariant.TrafficMoved("moved", "shift-to-b", 99, Duration.ofSeconds(1)),
            new Invariant.Recovered("recovered", "shift-to-b", 99, Duration.ofSeconds(1)),
            new Invariant.Misrouted("right", 0),
            new Invariant.Loops("no loops", 0), new Invariant.Delivered("delivered", 100),
            new Invariant.PushLatency("pushed", 99, Duration.ofMillis(100)));

    private final RequestLog log = RunRecords.goodLog();

    private Judgement judge(RunRecord run) {
        return Judge.judge(run, ALL);
    }

    private List<String> broken(RunRecord run) {
        return judge(run).findings().stream().filter(finding -> !finding.holds()).map(Finding::name).toList();
    }

    @Test
    void passesARunInWhichEverythingHolds() {
        Judgement judgement = judge(RunRecords.of(log));
        assertThat(judgement.reasons()).isEmpty();
        assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
        assertThat(judgement.findings()).hasSize(ALL.size()).allMatch(Finding::holds);
    }

    @Test
    void failsForOneFailedGetAndSaysSo() {
        log.add(Requests.failed(RunRecords.SHIFT_MS + 50, "idc-a"));
        Judgement judgement = judge(RunRecords.of(log));
        assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judgement.reasons()).containsExactly(
                "no GET fails: 1 of 7501 GETs failed (expected 0) {server_error 503=1}");
    }

    @Test
    void doesNotCountAFailedPostAgainstGets() {
        log.add(Requests.request(RunRecords.SHIFT_MS + 50, "idc-a", null, new Outcome(Outcome.Kind.RESET, ""), true));
        assertThat(judge(RunRecords.of(log)).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void doesNotCountAFailureOutsideTheNamedPhases() {
        log.add(Requests.failed(RunRecords.SHIFT_MS - 50, "idc-a"));
        assertThat(broken(RunRecords.of(log))).isEmpty();
    }

    @Test
    void breaksWhatNamesAPhaseOrEventThatDidNotTakePlace() {
        List<Invariant> others = List.of(new Invariant.NoneFailed("phase", null, null, List.of("b-down")),
                new Invariant.TrafficMoved("event", "idc-b-dies", 99, Duration.ofSeconds(1)));
        Judgement judgement = Judge.judge(RunRecords.of(log), others);
        assertThat(judgement.reasons()).containsExactly("phase: phase b-down did not take place",
                "event: event idc-b-dies did not take place");
    }

    @Test
    void breaksTheDeliveryWhenAClientThatStayedHasNoAck() {
        List<Push> pushes = new ArrayList<>(RunRecords.goodPushes());
        pushes.add(new Push("idc-a", "gateway-9", "EDS", 8, RunRecords.SHIFT_MS, null, false, true));
        assertThat(broken(RunRecords.withPushes(RunRecords.of(log), pushes))).containsExactly("delivered");
    }

    @Test
    void leavesOutAClientThatWentAway() {
        List<Push> pushes = new ArrayList<>(RunRecords.goodPushes());
        pushes.add(new Push("idc-a", "gateway-9", "EDS", 8, RunRecords.SHIFT_MS, null, false, false));
        assertThat(broken(RunRecords.withPushes(RunRecords.of(log), pushes))).isEmpty();
    }

    @Test
    void breaksTheDeliveryWhenNothingWasPushedAtAll() {
        assertThat(broken(RunRecords.withPushes(RunRecords.of(log), List.of()))).containsExactly("delivered", "pushed");
    }

    @Test
    void countsANackAsNotDelivered() {
        List<Push> pushes = new ArrayList<>(RunRecords.goodPushes());
        pushes.add(new Push("idc-a", "gateway-9", "EDS", 8, RunRecords.SHIFT_MS, null, true, true));
        assertThat(broken(RunRecords.withPushes(RunRecords.of(log), pushes))).containsExactly("delivered");
    }

    @Test
    void isVoidWhenTheGeneratorWasLate() {
        RunRecord run = RunRecords.withGenerator(RunRecords.of(log), new Punctuality(30_000, 30_000, 140, 900), null);
        Judgement judgement = judge(run);
        assertThat(judgement.verdict()).isEqualTo(Verdict.VOID);
        assertThat(judgement.reasons()).containsExactly(
                "the generator was late: 1 % of the requests left 140 ms or more after their time (expected at most 100 ms)");
    }

    @Test
    void isVoidWhenTheGeneratorSentTooLittleEvenIfInvariantsAreBroken() {
        log.add(Requests.failed(RunRecords.SHIFT_MS + 50, "idc-a"));
        RunRecord run = RunRecords.withGenerator(RunRecords.of(log), new Punctuality(30_000, 26_000, 1, 2), null);
        assertThat(judge(run).verdict()).isEqualTo(Verdict.VOID);
    }

    @Test
    void isAbortedWhenItEndedEarly() {
        RunRecord run = RunRecords.withGenerator(RunRecords.of(log), new Punctuality(30_000, 30_000, 1, 2),
                "interrupted");
        Judgement judgement = judge(run);
        assertThat(judgement.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(judgement.reasons()).first().isEqualTo("interrupted");
    }
}
