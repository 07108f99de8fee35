package io.spillway.drill.verdict;

import java.util.List;

import io.spillway.drill.plan.Invariant;
import io.spillway.drill.verdict.SafetyRecord.Attempt;
import io.spillway.drill.verdict.SafetyRecord.ClockSkew;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SafetyRecordTest {

    @Test
    void aConfigurationThatIsOtherwiseAfterwardsFailsTheDrill() {
        RunRecord run = good().with(new SafetyRecord(List.of(), List.of(), List.of("configuration: x is y"), List.of(),
                null));
        Judgement judgement = Judge.judge(run, List.of());
        assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judgement.reasons()).containsExactly("configuration: x is y");
        assertThat(Judge.judge(good(), List.of()).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void aDrillThatIsToBeAbortedPassesOnlyWhenItIsAbortedForThatReason() {
        assertThat(judged("pre-empted: switch-over real of idc-a goes first", "pre-empted")).isEqualTo(Verdict.PASS);
        assertThat(judged("abort guard: 3 of 100 requests", "pre-empted")).isEqualTo(Verdict.ABORTED);
        assertThat(judged(null, "pre-empted")).isEqualTo(Verdict.FAIL);
        assertThat(judged("pre-empted: switch-over real of idc-a goes first", null)).isEqualTo(Verdict.ABORTED);
    }

    @Test
    void whatWasTakenOrNeverTriedWasNotRefused() {
        assertThat(refused("bad")).isTrue();
        assertThat(refused("bad", "good")).as("one was taken").isFalse();
        assertThat(refused("bad", "unheard")).as("one was not tried").isFalse();
        assertThat(refused("broken")).as("500 is no refusal").isFalse();
        assertThat(refused()).isFalse();
    }

    private static boolean refused(String... events) {
        SafetyRecord safety = new SafetyRecord(List.of(), List.of(), List.of(), List.of(new Attempt("bad", 422, ""),
                new Attempt("good", 200, ""), new Attempt("broken", 500, "")), null);
        return Predicates.check(good().with(safety), new Invariant.Refused("refused", List.of(events))).holds();
    }

    @Test
    void usersWhoAreServedElsewhereDoNotStayHome() {
        assertThat(Predicates.check(good(), new Invariant.StaysHome("home", 99, List.of("steady"))).holds()).isTrue();
        assertThat(Predicates.check(good(), new Invariant.StaysHome("home", 1, List.of("shift"))).detail())
                .contains("served at home");
        assertThat(Predicates.check(good(), new Invariant.StaysHome("home", 50, List.of("shift"))).holds()).isFalse();
        assertThat(Predicates.check(good(), new Invariant.StaysHome("home", 0, List.of("never"))).holds()).isFalse();
    }

    @Test
    void aClockIsFarAwayOnlyWhenItIsForCertain() {
        // 10:00:00 is said at 10:00:00.9: it may be the same clock.
        assertThat(ClockSkew.of("x", 0, 900, 904).exceeds(0)).isFalse();
        assertThat(ClockSkew.of("x", 0, 3900, 3904).exceeds(2000)).isTrue();
        assertThat(ClockSkew.of("x", 9000, 3900, 3904).exceeds(2000)).isTrue();
        assertThat(new ClockSkew("x", null, 0).exceeds(0)).isFalse();
    }

    private static Verdict judged(@Nullable String aborted, @Nullable String abortedBy) {
        RunRecord run = good();
        return Judge.judge(new RunRecord(run.recording(), run.phases(), run.events(), run.shifts(), run.outages(),
                run.pushes(), run.punctuality(), run.offeredRps(), run.latestMs(), run.loopsSeen(), aborted)
                .with(new SafetyRecord(List.of(), List.of(), List.of(), List.of(), abortedBy)), List.of()).verdict();
    }

    private static RunRecord good() {
        return RunRecords.of(RunRecords.goodLog());
    }
}
