package io.spillway.control.switchover.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.spillway.control.switchover.Moving;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.PauseCause;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.Unconfirmed;
import io.spillway.model.switchover.AllBehind;
import io.spillway.model.switchover.SwitchOverEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Half a rack of gateways is dark while traffic moves: without whom may an operator go on, and without how many? */
class QuarantineTest {

    private static final SwitchOverSpec PAUSED = Moving.after(Moving.telling(SwitchMode.GRACEFUL, 100),
            new SwitchOverEvent.StepFailed(PauseCause.STEP_FAILED, "late", List.of()));

    private static SwitchOverProgress says(String idc, long generation, int acked, int fleet, String... late) {
        return new SwitchOverProgress("move", idc, new Generation(1, "idc-a"), 1,
                Map.of("drgroup/core", new Generation(generation, "idc-a")), fleet, acked, List.of(late),
                MeasuredTraffic.NONE, Instant.EPOCH);
    }

    private static Quarantine.Judged judged(AllBehind behind, SwitchOverProgress... parts) {
        return judged(List.of(), behind, parts);
    }

    private static Quarantine.Judged judged(List<Unconfirmed.DataPlane> named, AllBehind behind,
            SwitchOverProgress... parts) {
        return Quarantine.of(new SwitchOverEvent.Resume("ann", "a rack is dark", false, named, behind),
                Moving.status(PAUSED), List.of(parts));
    }

    private static Map<String, Integer> counted(Quarantine.Judged judged) {
        assertThat(judged).isInstanceOf(Quarantine.Counted.class);
        AllBehind behind = ((SwitchOverEvent.GoesOn) ((Quarantine.Counted) judged).word()).behind();
        if (behind == null) {
            throw new AssertionError("nobody is behind in " + judged);
        }
        return behind.counted();
    }

    private static String refused(Quarantine.Judged judged) {
        assertThat(judged).isInstanceOf(Quarantine.Refused.class);
        return ((Quarantine.Refused) judged).guarded().detail();
    }

    @Test
    void aHundredthOfAnIdcIsLeftBehindWithoutMoreWords() {
        assertThat(counted(judged(AllBehind.atMost(0), says("idc-a", 2, 495, 500), says("idc-b", 2, 2, 3))))
                .isEqualTo(Map.of("idc-a", 5, "idc-b", 1));
        assertThat(refused(judged(AllBehind.atMost(0), says("idc-a", 2, 494, 500)))).isEqualTo("6 of 500 data planes of"
                + " idc-a are behind (expected: at most 5, 1 %; more by a limit and a reason)");
    }

    @Test
    void whoAnswersForMoreGetsAsManyAsThereAreAndNotMoreThanHeSaid() {
        assertThat(counted(judged(AllBehind.atMost(40), says("idc-a", 2, 475, 500)))).isEqualTo(Map.of("idc-a", 25));
        assertThat(refused(judged(AllBehind.atMost(20), says("idc-a", 2, 475, 500))))
                .contains("25 of 500 data planes of idc-a are behind (expected: at most 20, as was said)");
    }

    @Test
    void whoIsNamedIsNotCountedAgain() {
        assertThat(counted(judged(List.of(new Unconfirmed.DataPlane("idc-a", "gw-1")), AllBehind.atMost(0),
                says("idc-a", 2, 498, 500, "gw-1 (no answer)")))).isEqualTo(Map.of("idc-a", 1));
    }

    @Test
    void nobodyIsLeftBehindOfWhomNothingIsKnown() {
        assertThat(refused(judged(AllBehind.atMost(40), says("idc-a", 2, 499, 500,
                SwitchOverProgress.silent("control-2"))))).contains("who is behind in idc-a is not known: control node"
                        + " control-2 (has not said)");
        assertThat(counted(judged(AllBehind.atMost(0), says("idc-a", 1, 0, 500)))).as("it speaks of an older step")
                .isEmpty();
    }
}
