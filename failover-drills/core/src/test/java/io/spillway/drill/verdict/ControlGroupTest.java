package io.spillway.drill.verdict;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.spillway.drill.measure.Outcome;
import io.spillway.drill.measure.Request;
import io.spillway.drill.measure.RequestLog;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Users of idc-a are touched by what happens at {@link RunRecords#SHIFT_MS}, those called bystanders are not. */
@Tag("slow")
class ControlGroupTest {

    private static final ControlGroup BYSTANDERS = new ControlGroup(Set.of("bystanders"), 99.9,
            Duration.ofMillis(50));
    private static final Outcome FAILED = new Outcome(Outcome.Kind.SERVER_ERROR, "503");

    private static void add(RequestLog log, double atMs, String users, Outcome outcome, long micros) {
        log.add(new Request(Math.round(atMs * 1000), micros, outcome, "idc-a", "idc-a",
                outcome.ok() ? RunRecords.server(atMs) : null, "orders", false, users));
    }

    /** A run in which some users fail for 300 ms after the shift, the bystanders only {@code everyNth} request. */
    private static RunRecord run(int everyNth, long bystandersMicros) {
        RequestLog log = new RequestLog();
        for (int at = 1000; at < 31_000; at++) {
            boolean hit = at >= RunRecords.SHIFT_MS && at < RunRecords.SHIFT_MS + 300;
            add(log, at, "users", hit ? FAILED : Outcome.OK, hit ? 40_000 : 2000);
            add(log, at, "bystanders", at % everyNth == 0 ? FAILED : Outcome.OK, bystandersMicros);
        }
        return RunRecords.of(log);
    }

    @Test
    void showsWhatTheFaultDid() {
        RunRecord run = run(Integer.MAX_VALUE, 2000);
        assertThat(Judge.judge(run, List.of(), BYSTANDERS).verdict()).isEqualTo(Verdict.PASS);
        List<Effect> effects = BYSTANDERS.effects(run);
        assertThat(effects).extracting(Effect::part).containsExactly("the whole run", "shift-to-b", "shift-cleared");
        Effect shift = effects.get(1);
        assertThat(shift.touched().failed()).isEqualTo(300);
        assertThat(shift.control().failed()).isZero();
        assertThat(shift.failures().clear()).isTrue();
        assertThat(shift.failures().low()).isGreaterThan(0.5);
        assertThat(shift.p99().clear()).isTrue();
        assertThat(shift.p99().value()).isEqualTo(38);
        assertThat(effects.get(2).failures().clear()).as("the way back hurt nobody").isFalse();
    }

    @Test
    void makesARunVoidInWhichItFailedItself() {
        Judgement judgement = Judge.judge(run(500, 2000), List.of(), BYSTANDERS);
        assertThat(judgement.verdict()).isEqualTo(Verdict.VOID);
        assertThat(judgement.reasons()).containsExactly(
                "the control group, which no fault touches, had 99.800 % success (expected at least 99.9 %)");
    }

    @Test
    void makesARunVoidInWhichItWasSlowItself() {
        Judgement judgement = Judge.judge(run(Integer.MAX_VALUE, 60_000), List.of(), BYSTANDERS);
        assertThat(judgement.reasons()).singleElement().asString().contains("a p99 of 60 ms (expected at most 50 ms)");
    }

    @Test
    void makesARunVoidInWhichItSentNothing() {
        Judgement judgement = Judge.judge(run(Integer.MAX_VALUE, 2000), List.of(),
                new ControlGroup(Set.of("nobody"), 99.9, null));
        assertThat(judgement.reasons()).containsExactly("the control group sent nothing");
    }
}
