package io.spillway.control.switchover.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.spillway.control.switchover.Moving;
import io.spillway.model.resource.PauseCause;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.Unconfirmed;
import io.spillway.model.switchover.AllBehind;
import io.spillway.model.switchover.SwitchOverEvent;
import org.junit.jupiter.api.Test;

import static io.spillway.control.switchover.Moving.NOW;
import static io.spillway.control.switchover.Moving.says;
import static org.assertj.core.api.Assertions.assertThat;

/** Gateways Ack late, or never; an IDC says nothing; somebody goes on without it. */
class AckJudgementTest {

    private static final Instant LATER = NOW.plusSeconds(29);
    private static final Instant TOO_LATE = NOW.plusSeconds(30);

    @Test
    void theReceiverAloneIsAskedFirst() {
        SwitchOverSpec preparing = Moving.preparing(SwitchMode.GRACEFUL, 100);
        assertThat(judge(preparing, LATER, says("idc-b", 1, 99, 100, "gw-7 (no answer)")))
                .isEqualTo(new AckJudgement.Enough(List.of(), "idc-b 99 of 100, not gw-7 (no answer)"));
        assertThat(judge(preparing, LATER, says("idc-b", 1, 98, 100, "gw-7 (no answer)", "gw-8 (no answer)")))
                .isEqualTo(new AckJudgement.Waiting(
                        "waits for idc-b: 98 of 100, not gw-7 (no answer), gw-8 (no answer)"));
        assertThat(judge(preparing, LATER, says("idc-a", 1, 10, 10)))
                .isEqualTo(new AckJudgement.Waiting("waits for idc-b: it says nothing"));
    }

    @Test
    void whoKnowsAnOlderStepKnowsNothingOfThis() {
        SwitchOverSpec telling = Moving.telling(SwitchMode.GRACEFUL, 100);
        assertThat(judge(telling, LATER, says("idc-a", 2, 3, 3), says("idc-b", 1, 3, 3)))
                .isEqualTo(new AckJudgement.Waiting(
                        "waits for idc-b: drgroup/core is there in generation 1/idc-a (expected: 2/idc-a)"));
        assertThat(judge(telling, LATER, says("idc-a", 2, 3, 3), says("idc-b", 2, 0, 0)))
                .isEqualTo(new AckJudgement.Enough(List.of(), "idc-a 3 of 3, idc-b 0 of 0"));
    }

    @Test
    void whoDoesNotAckInTimeIsNamedAndAnOperatorMayGoOnWithoutHim() {
        SwitchOverSpec telling = Moving.telling(SwitchMode.GRACEFUL, 100);
        SwitchOverProgress[] said = {says("idc-a", 2, 1, 3, "gw-1 (no answer)"), says("idc-b", 2, 2, 2)};
        assertThat(judge(telling, TOO_LATE, said)).isEqualTo(new AckJudgement.TooLate(
                List.of(new Unconfirmed("step 1 acknowledged", "idc-a", "1 of 3, not gw-1 (no answer)", null)),
                "not acknowledged after 30 s: idc-a: 1 of 3, not gw-1 (no answer)"));
        AckJudgement.TooLate late = (AckJudgement.TooLate) judge(telling, TOO_LATE, said);
        SwitchOverSpec accepted = Moving.after(telling,
                new SwitchOverEvent.StepFailed(PauseCause.STEP_FAILED, late.detail(), late.late()),
                new SwitchOverEvent.Resume("bob", "gw-1 is in the workshop", true));
        assertThat(judge(accepted, TOO_LATE, said))
                .isEqualTo(new AckJudgement.Enough(List.of(), "idc-a by an operator's word, idc-b 2 of 2"));
    }

    @Test
    void whoIsInQuarantineIsNotWaitedForButEverybodyElseIs() {
        SwitchOverSpec telling = Moving.telling(SwitchMode.GRACEFUL, 100);
        SwitchOverProgress both = says("idc-a", 2, 1, 3, "gw-1 (pending for 40 s)", "gw-2 (pending for 40 s)");
        AckJudgement.TooLate late = (AckJudgement.TooLate) judge(telling, TOO_LATE, both, says("idc-b", 2, 2, 2));
        SwitchOverSpec paused = Moving.after(telling,
                new SwitchOverEvent.StepFailed(PauseCause.STEP_FAILED, late.detail(), late.late()));
        SwitchOverSpec without = Moving.after(paused, new SwitchOverEvent.Resume("bob", "gw-1 is in the workshop",
                false, List.of(new Unconfirmed.DataPlane("idc-a", "gw-1"))));
        assertThat(judge(without, LATER, both, says("idc-b", 2, 2, 2))).isEqualTo(new AckJudgement.Waiting(
                "waits for idc-a: 1 of 3, not gw-2 (pending for 40 s), in quarantine gw-1"));
        SwitchOverProgress one = says("idc-a", 2, 2, 3, "gw-1 (pending for 41 s)");
        assertThat(judge(without, LATER, one, says("idc-b", 2, 2, 2))).isEqualTo(new AckJudgement.Enough(List.of(),
                "idc-a 2 of 3, in quarantine gw-1, idc-b 2 of 2"));
        assertThat(AckJudgement.caughtUp(one, Moving.status(without), "gw-1")).isFalse();
        assertThat(AckJudgement.caughtUp(says("idc-a", 2, 2, 3, SwitchOverProgress.UNLOOKED), Moving.status(without),
                "gw-1")).as("not all were looked at").isFalse();
        assertThat(AckJudgement.caughtUp(says("idc-a", 1, 3, 3), Moving.status(without), "gw-1"))
                .as("of an older step").isFalse();
        assertThat(AckJudgement.caughtUp(says("idc-a", 2, 3, 3), Moving.status(without), "gw-1")).isTrue();
    }

    @Test
    void ofThoseThatAreBehindWithoutANameNotMoreThanWereCountedAreSpared() {
        SwitchOverSpec telling = Moving.telling(SwitchMode.GRACEFUL, 100);
        SwitchOverProgress half = says("idc-a", 2, 50, 100);
        AckJudgement.TooLate late = (AckJudgement.TooLate) judge(telling, TOO_LATE, half, says("idc-b", 2, 2, 2));
        SwitchOverSpec without = Moving.after(telling,
                new SwitchOverEvent.StepFailed(PauseCause.STEP_FAILED, late.detail(), late.late()),
                new SwitchOverEvent.Resume("bob", "a rack is dark", false, List.of(),
                        AllBehind.atMost(50).counted(Map.of("idc-a", 50))));
        SwitchOverProgress more = says("idc-a", 2, 47, 100);
        assertThat(judge(without, LATER, more, says("idc-b", 2, 2, 2)))
                .as("also when three more are").isInstanceOf(AckJudgement.Waiting.class);
        SwitchOverProgress unseen = says("idc-a", 2, 50, 100, SwitchOverProgress.silent("control-2"));
        assertThat(judge(without, LATER, unseen, says("idc-b", 2, 2, 2)))
                .as("of a node that is silent nobody knows how many are").isInstanceOf(AckJudgement.Waiting.class);
        assertThat(judge(without, LATER, half, says("idc-b", 2, 2, 2))).isEqualTo(new AckJudgement.Enough(List.of(),
                "idc-a 50 of 100, in quarantine 50 that are behind, idc-b 2 of 2"));
        assertThat(AckJudgement.allCaughtUp(half, Moving.status(without))).isFalse();
        assertThat(AckJudgement.allCaughtUp(says("idc-a", 1, 100, 100), Moving.status(without)))
                .as("of an older step").isFalse();
        assertThat(AckJudgement.allCaughtUp(says("idc-a", 2, 100, 100), Moving.status(without))).isTrue();
    }

    @Test
    void theDeadIsWaitedForShortlyInUngracefulModeAlone() {
        SwitchOverProgress alive = says("idc-b", 2, 2, 2);
        Instant soon = NOW.plusSeconds(2);
        assertThat(judge(Moving.telling(SwitchMode.UNGRACEFUL, 100), soon, alive))
                .isEqualTo(new AckJudgement.Enough(
                        List.of(new Unconfirmed("step 1 acknowledged", "idc-a", "it says nothing", null)),
                        "idc-b 2 of 2"));
        assertThat(judge(Moving.telling(SwitchMode.UNGRACEFUL, 100), soon.minusMillis(1), alive))
                .isInstanceOf(AckJudgement.Waiting.class);
        assertThat(judge(Moving.telling(SwitchMode.EMERGENCY, 100), soon, alive))
                .isInstanceOf(AckJudgement.Waiting.class);
    }

    @Test
    void nobodyGetsTrafficBackWhoSaysNothingButItLeavesTheDead() {
        SwitchOverSpec back = Moving.after(Moving.telling(SwitchMode.GRACEFUL, 100),
                new SwitchOverEvent.Rollback("ann", "", false), Moving.pushed(3));
        assertThat(judge(back, TOO_LATE, says("idc-b", 3, 1, 1))).isEqualTo(new AckJudgement.TooLate(
                List.of(new Unconfirmed("rollback prepared", "idc-a", "it says nothing", null)),
                "not acknowledged after 30 s: idc-a: it says nothing"));
        SwitchOverSpec told = Moving.after(back, new SwitchOverEvent.Acked(List.of(), ""), Moving.pushed(4));
        assertThat(judge(told, LATER, says("idc-a", 4, 1, 1))).isInstanceOf(AckJudgement.Waiting.class);
        assertThat(judge(told, TOO_LATE, says("idc-a", 4, 1, 1))).isEqualTo(new AckJudgement.Enough(
                List.of(new Unconfirmed("rollback acknowledged", "idc-b", "it says nothing", null)), "idc-a 1 of 1"));
    }

    private static AckJudgement judge(SwitchOverSpec spec, Instant now, SwitchOverProgress... said) {
        return AckJudgement.of(spec, List.of(said), NOW, now,
                new Patience(Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofSeconds(30),
                        Duration.ofSeconds(5)));
    }
}
