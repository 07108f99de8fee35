package io.spillway.model.switchover;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.spillway.model.resource.Generation;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.PauseCause;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.StepPhase;
import io.spillway.model.resource.StepSide;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.Unconfirmed;
import io.spillway.model.switchover.MachineResult.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static io.spillway.model.switchover.SwitchOvers.NODE;
import static io.spillway.model.switchover.SwitchOvers.NOW;
import static io.spillway.model.switchover.SwitchOvers.acked;
import static io.spillway.model.switchover.SwitchOvers.after;
import static io.spillway.model.switchover.SwitchOvers.known;
import static io.spillway.model.switchover.SwitchOvers.one;
import static io.spillway.model.switchover.SwitchOvers.path;
import static io.spillway.model.switchover.SwitchOvers.pushed;
import static io.spillway.model.switchover.SwitchOvers.state;
import static io.spillway.model.switchover.SwitchOvers.status;
import static io.spillway.model.switchover.SwitchOvers.stepped;
import static org.assertj.core.api.Assertions.assertThat;

class MachineTest {

    @Test
    void aPlannedMoveGoesThroughAllItsStates() {
        SwitchOverSpec moved = one().steps(50, 100).fenced().started();
        moved = after(moved, new SwitchOverEvent.Fenced("orders-db: read-only"));
        moved = stepped(stepped(moved, 1), 3);
        moved = after(moved, new SwitchOverEvent.Verified(""), new SwitchOverEvent.Unfenced(""),
                new SwitchOverEvent.Soaked());
        assertThat(path(moved)).containsExactly(SwitchOverState.CHECKING, SwitchOverState.READY,
                SwitchOverState.FENCING,
                SwitchOverState.SHIFTING, SwitchOverState.VERIFYING, SwitchOverState.UNFENCING, SwitchOverState.SOAKING,
                SwitchOverState.COMPLETED);
        assertThat(status(moved).sequence()).isEqualTo(status(moved).history().size());
        assertThat(status(moved).expires()).isEqualTo(NOW.plus(Duration.ofDays(3)));
    }

    @Test
    void withoutAFenceNobodyIsAskedForOne() {
        SwitchOverSpec moved = stepped(one().started(), 1);
        assertThat(state(after(moved, new SwitchOverEvent.Verified("")))).isEqualTo(SwitchOverState.SOAKING);
    }

    @Test
    void theReceiverIsToldBeforeTheOthers() {
        SwitchOverSpec started = one().started();
        assertThat(status(started).at().side()).isEqualTo(StepSide.RECEIVER);
        SwitchOverSpec known = after(started, pushed(1), known());
        assertThat(status(known).at().side()).isEqualTo(StepSide.EVERYBODY);
        assertThat(status(known).at().phase()).isEqualTo(StepPhase.PUSH);
    }

    @Test
    void aStepThatIsNotAcknowledgedIsNotWatched() {
        SwitchOverSpec written = after(one().started(), pushed(1), known(), pushed(2));
        assertThat(refused(written, new SwitchOverEvent.Observed())).contains("observed").contains("ACK");
    }

    @Test
    void whoAskedForItDoesNotApproveIt() {
        SwitchOverSpec ready = one().approvals(1).ready();
        assertThat(Machine.apply(ready, new SwitchOverEvent.Approve("ann", "hash-1"), NOW, NODE))
                .isInstanceOfSatisfying(MachineResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.PERSON));
        assertThat(refused(ready, new SwitchOverEvent.Start("ann"))).contains("0 approvals (expected: 1)");
        SwitchOverSpec approved = after(ready, new SwitchOverEvent.Approve("bob", "hash-1"));
        assertThat(state(approved)).isEqualTo(SwitchOverState.APPROVED);
        assertThat(state(after(approved, new SwitchOverEvent.Start("ann")))).isEqualTo(SwitchOverState.SHIFTING);
    }

    @Test
    void onePersonIsNotTwo() {
        SwitchOverSpec ready = one().approvals(2).ready();
        SwitchOverSpec once = after(ready, new SwitchOverEvent.Approve("bob", "hash-1"));
        assertThat(Machine.apply(once, new SwitchOverEvent.Approve("bob", "hash-1"), NOW, NODE))
                .isInstanceOf(MachineResult.Unchanged.class);
        assertThat(state(once)).isEqualTo(SwitchOverState.READY);
    }

    @Test
    void anotherPlanThanTheOneThatWasSeenIsNotApproved() {
        assertThat(refused(one().approvals(1).ready(), new SwitchOverEvent.Approve("bob", "hash-0")))
                .contains("hash-0").contains("hash-1");
    }

    @Test
    void aPlanThatIsTooOldIsNotStarted() {
        Instant late = NOW.plus(Duration.ofMinutes(15));
        assertThat(Machine.apply(one().ready(), new SwitchOverEvent.Start("ann"), late, NODE))
                .isInstanceOf(MachineResult.Refused.class);
        assertThat(Work.of(one().ready(), scope -> null, late)).isInstanceOfSatisfying(Work.Happen.class,
                happens -> assertThat(happens.event()).isInstanceOf(SwitchOverEvent.PlanInvalid.class));
    }

    @Test
    void aNewPlanHasNoApprovals() {
        SwitchOvers both = one().approvals(1);
        SwitchOverSpec approved = after(both.ready(), new SwitchOverEvent.Approve("bob", "hash-1"));
        SwitchOverSpec again = after(approved, new SwitchOverEvent.Check("ann"),
                new SwitchOverEvent.ChecksPassed(both.plan()));
        assertThat(status(again).approvals()).isEmpty();
    }

    @Test
    void aGateThatFailsPausesOrRollsBackAsThePlanSays() {
        SwitchOverEvent failed = new SwitchOverEvent.StepFailed(PauseCause.GUARD, "success rate 98.1 % after 99.9 %");
        SwitchOverSpec paused = after(acked(one().started(), 1), new SwitchOverEvent.Observed(), failed);
        assertThat(state(paused)).isEqualTo(SwitchOverState.PAUSED);
        assertThat(status(paused).pause()).isNotNull().extracting("cause", "detail")
                .containsExactly(PauseCause.GUARD, "success rate 98.1 % after 99.9 %");
        SwitchOverSpec back = after(acked(one().rollsBackOnFailure().started(), 1), new SwitchOverEvent.Observed(),
                failed);
        assertThat(state(back)).isEqualTo(SwitchOverState.ROLLING_BACK);
    }

    @Test
    void aStepThatGoesOnIsWatchedAnew() {
        SwitchOverSpec paused = after(acked(one().started(), 1), new SwitchOverEvent.Observed(),
                new SwitchOverEvent.Pause("ann", "lunch"));
        Instant later = NOW.plus(Duration.ofHours(1));
        assertThat(Machine.apply(paused, new SwitchOverEvent.Resume("ann", "", false), later, NODE))
                .isInstanceOfSatisfying(MachineResult.Moved.class, moved -> {
                    assertThat(status(moved.next()).at().phase()).isEqualTo(StepPhase.OBSERVE);
                    assertThat(status(moved.next()).due()).isEqualTo(later.plus(Duration.ofMinutes(1)));
                });
    }

    @Test
    void aFenceThatIsNotConfirmedWaitsForAnOperatorsWord() {
        SwitchOverSpec paused = after(one().fenced().started(),
                new SwitchOverEvent.FenceUnconfirmed("no answer in 5s"));
        assertThat(state(paused)).isEqualTo(SwitchOverState.PAUSED);
        assertThat(state(after(paused, new SwitchOverEvent.Resume("ann", "", false))))
                .isEqualTo(SwitchOverState.FENCING);
        SwitchOverSpec accepted = after(paused, new SwitchOverEvent.Resume("ann", "the database is off", true));
        assertThat(state(accepted)).isEqualTo(SwitchOverState.SHIFTING);
        assertThat(status(accepted).unconfirmed())
                .containsExactly(new Unconfirmed("fence", "idc-a", "no answer in 5s", "ann"));
    }

    @Test
    void aDeadIdcIsNotWaitedForButWhatItMissedIsKept() {
        SwitchOverSpec dead = after(one().mode(SwitchMode.UNGRACEFUL).fenced().started(),
                new SwitchOverEvent.FenceUnconfirmed("connection refused"));
        assertThat(state(dead)).isEqualTo(SwitchOverState.SHIFTING);
        assertThat(status(dead).unconfirmed()).hasSize(1);
    }

    @Test
    void anIdcThatWasDeadGetsItsTrafficBackWhenWhatItMissedIsKnown() {
        Unconfirmed missed = new Unconfirmed("step 1 acknowledged", "idc-a", "no word from it", null);
        SwitchOverSpec done = after(one().mode(SwitchMode.UNGRACEFUL).started(), pushed(1), known(), pushed(2),
                new SwitchOverEvent.Acked(List.of(missed), ""), new SwitchOverEvent.Observed(),
                new SwitchOverEvent.GatePassed(""), new SwitchOverEvent.Verified(""), new SwitchOverEvent.Soaked());
        SwitchOverEvent home = new SwitchOverEvent.Rollback("ann", "it is back", false);
        assertThat(refused(done, home)).contains("step 1 acknowledged at idc-a");
        SwitchOverSpec confirmed = after(done, new SwitchOverEvent.Confirmed("step 1 acknowledged", "idc-a"));
        assertThat(state(after(confirmed, home))).isEqualTo(SwitchOverState.ROLLING_BACK);
        assertThat(state(after(done, new SwitchOverEvent.Rollback("ann", "I looked", true))))
                .isEqualTo(SwitchOverState.ROLLING_BACK);
    }

    @Test
    void aRollbackTakesTheFenceAwayBeforeTrafficComesBack() {
        SwitchOverSpec back = after(one().fenced().started(), new SwitchOverEvent.Fenced(""), pushed(1),
                new SwitchOverEvent.Rollback("ann", "wrong evening", false));
        assertThat(Work.of(back, standing(1), NOW)).isEqualTo(new Work.AskUnfence());
        SwitchOverSpec free = after(back, new SwitchOverEvent.Unfenced(""));
        assertThat(Work.of(free, standing(1), NOW)).isEqualTo(new Work.WriteShifts());
        assertThat(state(acked(free, 2))).isEqualTo(SwitchOverState.ROLLED_BACK);
    }

    @Test
    void aRollbackThatFailsIsTriedAgain() {
        SwitchOverSpec failed = after(one().started(), pushed(1), new SwitchOverEvent.Rollback("ann", "no", false),
                new SwitchOverEvent.RollbackFailed("idc-a does not answer"));
        assertThat(state(failed)).isEqualTo(SwitchOverState.ROLLBACK_FAILED);
        assertThat(state(after(failed, new SwitchOverEvent.Rollback("ann", "again", false))))
                .isEqualTo(SwitchOverState.ROLLING_BACK);
    }

    @Test
    void whatHasMovedIsRolledBackAndNotAborted() {
        assertThat(refused(one().started(), new SwitchOverEvent.Abort("ann", "no"))).contains("abort in state SHIFTING")
                .contains("rollback");
        assertThat(state(after(one().ready(), new SwitchOverEvent.Abort("ann", "no"))))
                .isEqualTo(SwitchOverState.ABORTED);
    }

    @Test
    void trafficGoesHomeUnattendedOnlyWhenThePlanSaysSoAndItsIdcIsFit() {
        SwitchOverEvent fit = new SwitchOverEvent.Expire(true, "");
        assertThat(state(after(completed(one()), fit))).isEqualTo(SwitchOverState.EXPIRED);
        assertThat(state(after(completed(one().goesHomeOnExpiry()), fit))).isEqualTo(SwitchOverState.ROLLING_BACK);
        assertThat(
                state(after(completed(one().goesHomeOnExpiry()), new SwitchOverEvent.Expire(false, "idc-a is weak"))))
                .isEqualTo(SwitchOverState.EXPIRED);
    }

    @Test
    void aDrillGivesWayAndAnOperatorDoesNot() {
        SwitchOverEvent manual = new SwitchOverEvent.Preempted("evening", SwitchOrigin.MANUAL);
        assertThat(state(after(one().begunBy(SwitchOrigin.DRILL).started(), manual)))
                .isEqualTo(SwitchOverState.ROLLING_BACK);
        assertThat(refused(one().started(), manual)).contains("does not go before");
        assertThat(refused(one().begunBy(SwitchOrigin.AUTOMATIC).started(),
                new SwitchOverEvent.Preempted("weekly", SwitchOrigin.DRILL))).contains("does not go before");
    }

    @Test
    void whatIsTakenOverByAnotherIdcIsNewerThanAnythingTheFirstOneStillWrites() {
        SwitchOverSpec first = one().started();
        SwitchOverSpec taken = after(first, new SwitchOverEvent.TakeOver("bob", "idc-b is gone", "idc-c"));
        SwitchOverSpec late = after(first, pushed(1), known(), pushed(2));
        assertThat(status(taken).after(status(late))).isTrue();
        assertThat(status(late).after(status(taken))).isFalse();
        assertThat(status(late).after(status(first))).isTrue();
    }

    @Test
    void theHistoryKeepsTheNewest() {
        SwitchOverSpec busy = one().started();
        for (int i = 0; i < 150; i++) {
            busy = after(busy, new SwitchOverEvent.Pause("ann", "wait"),
                    new SwitchOverEvent.Resume("ann", "go", false));
        }
        assertThat(status(busy).history()).hasSize(200);
        assertThat(status(busy).history().getLast().sequence()).isEqualTo(status(busy).sequence());
    }

    @Test
    void somebodyElsesShiftStopsIt() {
        SwitchOverSpec written = after(one().started(), pushed(1), known());
        assertThat(Work.of(written, standing(1), NOW)).isEqualTo(new Work.WriteShifts());
        assertThat(Work.of(written, standing(7), NOW)).isInstanceOfSatisfying(Work.Happen.class, happens -> {
            SwitchOverSpec paused = after(written, happens.event());
            assertThat(state(paused)).isEqualTo(SwitchOverState.PAUSED);
            assertThat(status(paused).pause()).isNotNull().extracting("detail").asString().contains("1/idc-b")
                    .contains("7/idc-b");
            SwitchOverSpec again = after(paused, new SwitchOverEvent.Resume("ann", "mine", false));
            assertThat(status(again).at().side()).isEqualTo(StepSide.RECEIVER);
            assertThat(Work.of(again, standing(7), NOW)).isEqualTo(new Work.WriteShifts());
        });
        assertThat(state(after(completed(one()), new SwitchOverEvent.Replaced("by bob"))))
                .isEqualTo(SwitchOverState.FORCE_ENDED);
    }

    private static Function<ShiftScope, @Nullable TrafficShiftSpec> standing(long generation) {
        return scope -> new TrafficShiftSpec(scope, Map.of("idc-a", 100), Set.of(), "test", null, OnExpiry.ALARM, false,
                new Generation(generation, "idc-b"), "bob");
    }

    private static SwitchOverSpec completed(SwitchOvers what) {
        return after(stepped(what.started(), 1), new SwitchOverEvent.Verified(""), new SwitchOverEvent.Soaked());
    }

    private static String refused(SwitchOverSpec spec, SwitchOverEvent event) {
        if (Machine.apply(spec, event, NOW, NODE) instanceof MachineResult.Refused(var _, String why)) {
            return why;
        }
        throw new AssertionError(event + " was not refused");
    }
}
