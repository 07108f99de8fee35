package io.spillway.model.switchover;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.model.resource.Generation;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.TrafficShiftSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static io.spillway.model.switchover.SwitchOvers.CORE;
import static io.spillway.model.switchover.SwitchOvers.after;
import static io.spillway.model.switchover.SwitchOvers.known;
import static io.spillway.model.switchover.SwitchOvers.one;
import static io.spillway.model.switchover.SwitchOvers.pushed;
import static io.spillway.model.switchover.SwitchOvers.stepped;
import static org.assertj.core.api.Assertions.assertThat;

class StepShiftsTest {

    private static final Map<String, Integer> HERE_A = Map.of("idc-a", 100);
    private static final Map<String, Integer> HERE_B = Map.of("idc-b", 100);

    @Test
    void aTenthOfWhatTheLeftIdcServesMovesAndTheOthersStayAtHome() {
        SwitchOverSpec first = everybody(one().steps(10, 100).started());
        TrafficShiftSpec shift = shift(first, null);
        assertThat(shift.weightsOf("idc-a")).isEqualTo(Map.of("idc-a", 90, "idc-b", 10));
        assertThat(shift.weightsOf("idc-b")).isEqualTo(HERE_B);
        TrafficShiftSpec last = shift(everybody(stepped(one().steps(10, 100).started(), 1)), shift);
        assertThat(last.weightsOf("idc-a")).isEqualTo(Map.of("idc-a", 0, "idc-b", 100));
        assertThat(last.weightsOf("idc-b")).isEqualTo(HERE_B);
        assertThat(last.excluded()).isEmpty();
    }

    @Test
    void theReceiverServesWhatComesWhileTheOthersStillSendAsBefore() {
        TrafficShiftSpec all = committed(new TrafficShiftSpec(CORE, HERE_A, Set.of("idc-b"), "b is cold", null,
                OnExpiry.ALARM, false, null, null));
        SwitchOverSpec started = one().baseline(all).started();
        TrafficShiftSpec toReceiver = shift(started, all);
        assertThat(toReceiver.weightsOf("idc-b")).isEqualTo(Map.of("idc-a", 0, "idc-b", 100));
        assertThat(toReceiver.weightsOf("idc-a")).isEqualTo(HERE_A);
        assertThat(toReceiver.excluded()).as("nobody may be sent where it is not allowed").isEmpty();
        TrafficShiftSpec toEverybody = shift(everybody(started), toReceiver);
        assertThat(toEverybody.weightsOf("idc-a")).isEqualTo(Map.of("idc-a", 0, "idc-b", 100));
    }

    @Test
    void theLeftIdcIsClosedWhenAllHasMovedAndThePlanSaysSo() {
        assertThat(shift(everybody(one().steps(50, 100).excludes().started()), null).excluded()).isEmpty();
        assertThat(shift(everybody(one().excludes().started()), null).excluded()).containsExactly("idc-a");
    }

    @Test
    void aRollbackBringsBackExactlyWhatStood() {
        TrafficShiftSpec stood = committed(new TrafficShiftSpec(CORE, Map.of("idc-a", 70, "idc-b", 30), Set.of(),
                "canary", null, OnExpiry.CLEAR, false, null, null));
        SwitchOverSpec back = after(stepped(one().steps(50, 100).baseline(stood).started(), 5),
                new SwitchOverEvent.Rollback("ann", "no", false));
        TrafficShiftSpec receiver = shift(back, shift(everybody(one().baseline(stood).started()), stood));
        assertThat(receiver.weightsOf("idc-a")).as("who gets traffic back is told first").isEqualTo(stood.weights());
        assertThat(receiver.weightsOf("idc-b")).isEqualTo(Map.of("idc-a", 0, "idc-b", 100));
        assertThat(shift(everybody(back), receiver)).isEqualTo(stood);
    }

    @Test
    void aRollbackOfWhatHadNoShiftClearsIt() {
        SwitchOverSpec back = after(one().started(), pushed(1), known(), pushed(2),
                new SwitchOverEvent.Rollback("ann", "no", false));
        TrafficShiftSpec cleared = shift(everybody(back), shift(everybody(one().started()), null));
        assertThat(cleared.cleared()).isTrue();
        assertThat(cleared.weights()).isEmpty();
    }

    @Test
    void everyIdcsSharesAreAllOfIt() {
        for (int first = 0; first <= 100; first++) {
            TrafficShiftSpec stood = committed(new TrafficShiftSpec(CORE, Map.of("idc-a", first, "idc-b", 100 - first),
                    Set.of(), "split", null, OnExpiry.ALARM, false, null, null));
            for (int step = 1; step <= 100; step++) {
                TrafficShiftSpec shift = shift(everybody(one().steps(step).baseline(stood).started()), stood);
                for (String idc : List.of("idc-a", "idc-b")) {
                    assertThat(shift.weightsOf(idc).values().stream().mapToInt(Integer::intValue).sum())
                            .as("%s of %s at %s %%", idc, first, step).isEqualTo(100);
                }
            }
        }
    }

    private static SwitchOverSpec everybody(SwitchOverSpec begun) {
        return after(begun, pushed(11), known());
    }

    private static TrafficShiftSpec shift(SwitchOverSpec at, @Nullable TrafficShiftSpec standing) {
        return StepShifts.of(at, scope -> standing).getFirst();
    }

    private static TrafficShiftSpec committed(TrafficShiftSpec shift) {
        return shift.committed(new Generation(4, "idc-a"), "bob");
    }
}
