package io.spillway.control.drill;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import io.spillway.model.document.Tree;
import io.spillway.model.resource.DrillRunRecord;
import io.spillway.model.resource.DrillSchedule;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.DrillState;
import io.spillway.model.resource.DrillStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is done about a Drill, and why. */
class DrillDecisionTest {

    private static final Instant DUE = Instant.parse("2026-11-28T03:00:00Z");
    private static final Duration GRACE = Duration.ofMinutes(10);

    private static DrillSchedule nightly(List<DrillSchedule.Dates> blocked) {
        return new DrillSchedule("0 3 * * *", ZoneOffset.UTC, List.of(), blocked, true, GRACE, Duration.ofDays(8));
    }

    private static DrillSpec drill(DrillStatus status) {
        return new DrillSpec(Tree.text(""), nightly(List.of()), null, status);
    }

    private static DrillStatus dueAt(Instant next, DrillRunRecord... runs) {
        return new DrillStatus(DUE.minus(Duration.ofDays(30)), next, List.of(runs));
    }

    private static DrillGround clear(Instant now) {
        return new DrillGround(now, null, null, null, null);
    }

    private static DrillRunRecord waiting() {
        return DrillRunRecord.due("r1", "schedule", DUE, GRACE);
    }

    private static DrillRunRecord running() {
        return waiting().taken("agent-1", DUE);
    }

    @Test
    void aScheduleThatNobodyHasSeenYetIsDatedFromNowOn() {
        assertThat(DrillDecision.of(drill(DrillStatus.NONE), clear(DUE.plusSeconds(1)), true))
                .isInstanceOfSatisfying(DrillDecision.Dated.class, dated -> {
                    assertThat(dated.status().next()).isEqualTo(DUE.plus(Duration.ofDays(1)));
                    assertThat(dated.status().since()).isEqualTo(DUE.plusSeconds(1));
                });
        DrillSpec disabled = new DrillSpec(Tree.text(""), null, null, dueAt(DUE));
        assertThat(DrillDecision.of(disabled, clear(DUE), true)).isInstanceOfSatisfying(DrillDecision.Dated.class,
                dated -> assertThat(dated.status().next()).isNull());
        assertThat(DrillDecision.of(new DrillSpec(Tree.text("")), clear(DUE), true))
                .isInstanceOf(DrillDecision.Idle.class);
    }

    @Test
    void beginsWhenItIsDueAndNotBefore() {
        assertThat(DrillDecision.of(drill(dueAt(DUE)), clear(DUE.minusMillis(1)), true))
                .isEqualTo(new DrillDecision.Idle("due at " + DUE));
        assertThat(DrillDecision.of(drill(dueAt(DUE)), clear(DUE), true))
                .isInstanceOfSatisfying(DrillDecision.Begins.class, begins -> {
                    assertThat(begins.run().id()).isEqualTo("20261128-030000-000");
                    assertThat(begins.run().state()).isEqualTo(DrillState.SCHEDULED);
                    assertThat(begins.run().asked()).isEqualTo("schedule");
                    assertThat(begins.status().next()).isEqualTo(DUE.plus(Duration.ofDays(1)));
                    assertThat(begins.status().current()).isEqualTo(begins.run());
                });
    }

    @Test
    void waitsForWhatIsInItsWayAndIsMissedWhenThatTakesTooLong() {
        List<DrillGround> grounds = List.of(new DrillGround(DUE, "other/r7", null, null, null),
                new DrillGround(DUE, null, "switch-over repair of ann is SHIFTING", null, null),
                new DrillGround(DUE, null, null, "shift drgroup.core stands: cooling", null),
                new DrillGround(DUE, null, null, null, "DrGroup core: moves are frozen"));
        List<String> reasons = List.of("drill other/r7 runs", "switch-over repair of ann is SHIFTING",
                "shift drgroup.core stands: cooling", "DrGroup core: moves are frozen");
        for (int i = 0; i < grounds.size(); i++) {
            DrillGround ground = grounds.get(i);
            assertThat(DrillDecision.of(drill(dueAt(DUE)), ground, true))
                    .isEqualTo(new DrillDecision.Waits(reasons.get(i)));
            DrillGround late = new DrillGround(DUE.plus(GRACE).plusMillis(1), ground.other(), ground.moves(),
                    ground.stands(), ground.frozen());
            String reason = reasons.get(i);
            assertThat(DrillDecision.of(drill(dueAt(DUE)), late, true))
                    .isInstanceOfSatisfying(DrillDecision.Ends.class, ends -> {
                        assertThat(ends.run().state()).isEqualTo(DrillState.MISSED);
                        assertThat(ends.run().reasons()).containsExactly(reason);
                        assertThat(ends.status().next()).isEqualTo(DUE.plus(Duration.ofDays(1)));
                    });
        }
    }

    @Test
    void aDateThatWasBlockedAfterItWasDatedIsKept() {
        DrillSpec blocked = new DrillSpec(Tree.text(""),
                nightly(List.of(new DrillSchedule.Dates(LocalDate.of(2026, 11, 28), LocalDate.of(2026, 11, 28)))), null,
                dueAt(DUE));
        assertThat(DrillDecision.of(blocked, clear(DUE), true))
                .isEqualTo(new DrillDecision.Waits("blocked date: 2026-11-28"));
    }

    @Test
    void controlNodesThatWereAllDownMakeItMissed() {
        assertThat(DrillDecision.of(drill(dueAt(DUE)), clear(DUE.plus(Duration.ofHours(5))), true))
                .isInstanceOfSatisfying(DrillDecision.Ends.class, ends -> {
                    assertThat(ends.run().state()).isEqualTo(DrillState.MISSED);
                    assertThat(ends.why()).isEqualTo("no control node looked at it in time");
                });
    }

    @Test
    void aRunThatNoAgentTakesIsMissed() {
        assertThat(DrillDecision.of(drill(dueAt(DUE, waiting())), clear(DUE.plus(GRACE)), true))
                .isEqualTo(new DrillDecision.Idle("it waits for an agent"));
        assertThat(ended(waiting(), clear(DUE.plus(GRACE).plusMillis(1)), true).state()).isEqualTo(DrillState.MISSED);
        assertThat(ended(waiting().aborting("ann: not now"), clear(DUE), true)).satisfies(run -> {
            assertThat(run.state()).isEqualTo(DrillState.ABORTED);
            assertThat(run.reasons()).containsExactly("ann: not now");
        });
    }

    @Test
    void aSilentAgentEndsItsRunAndOneThatIsHeardDoesNot() {
        assertThat(DrillDecision.of(drill(dueAt(DUE, running())), clear(DUE.plus(Duration.ofDays(1))), true))
                .isInstanceOf(DrillDecision.Idle.class);
        assertThat(ended(running(), clear(DUE.plusSeconds(40)), false)).satisfies(run -> {
            assertThat(run.state()).isEqualTo(DrillState.ABORTED);
            assertThat(run.reasons()).containsExactly("agent agent-1 was silent for 30s");
        });
    }

    @Test
    void whatGoesBeforeADrillPreEmptsItOnce() {
        DrillGround moved = new DrillGround(DUE.plusSeconds(9), null, "switch-over repair of ann is SHIFTING", null,
                null);
        DrillDecision told = DrillDecision.of(drill(dueAt(DUE, running())), moved, true);
        assertThat(told).isInstanceOfSatisfying(DrillDecision.Told.class,
                each -> assertThat(each.run().abort()).isEqualTo("pre-empted: switch-over repair of ann is SHIFTING"));
        assertThat(DrillDecision.of(drill(((DrillDecision.Told) told).status()), moved, true))
                .isInstanceOf(DrillDecision.Idle.class);
    }

    @Test
    void datesAndOthersBindThoseWhoAskToo() {
        assertThat(refused(drill(dueAt(DUE, running())), clear(DUE))).isEqualTo("drill_active");
        assertThat(refused(drill(dueAt(DUE)), new DrillGround(DUE, "other/r7", null, null, null)))
                .isEqualTo("drill_active");
        assertThat(refused(drill(dueAt(DUE)), new DrillGround(DUE, null, null, "a shift", null)))
                .isEqualTo("drill_scope");
        DrillSpec blocked = new DrillSpec(Tree.text(""),
                nightly(List.of(new DrillSchedule.Dates(LocalDate.of(2026, 11, 28), LocalDate.of(2026, 11, 28)))), null,
                dueAt(DUE));
        assertThat(refused(blocked, clear(DUE))).isEqualTo("drill_blocked");
        assertThat(refused(drill(dueAt(DUE)), clear(DUE))).isNull();
    }

    @Test
    void isOverdueWhenItWasMissedOrItsLastRunIsTooOld() {
        DrillRunRecord passed = running().over(DrillState.PASS, DUE, List.of(), null);
        DrillSpec played = drill(dueAt(DUE, passed));
        assertThat(DrillDecision.overdue(played, DUE.plus(Duration.ofDays(8)))).isFalse();
        assertThat(DrillDecision.overdue(played, DUE.plus(Duration.ofDays(8)).plusMillis(1))).isTrue();
        assertThat(DrillDecision.overdue(drill(dueAt(DUE)), DUE)).as("seen 30 days ago, never played").isTrue();
        DrillRunRecord missed = DrillRunRecord.due("r2", "schedule", DUE, GRACE).over(DrillState.MISSED, DUE, List.of(),
                null);
        assertThat(DrillDecision.overdue(drill(dueAt(DUE, passed, missed)), DUE)).isTrue();
        assertThat(DrillDecision.overdue(new DrillSpec(Tree.text("")), DUE)).isFalse();
    }

    private static DrillRunRecord ended(DrillRunRecord run, DrillGround ground, boolean heard) {
        return ((DrillDecision.Ends) DrillDecision.of(drill(dueAt(DUE.plus(Duration.ofDays(1)), run)), ground, heard))
                .run();
    }

    private static @Nullable String refused(DrillSpec drill, DrillGround ground) {
        return DrillDecision.asked(drill, ground, "ann") instanceof DrillDecision.Asked.Refused(String guard, var _)
                ? guard
                : null;
    }
}
