package io.spillway.drill.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import io.spillway.drill.plan.Step;
import io.spillway.drill.verdict.RunRecord.ShiftInForce;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A drill moves everything from idc-a to idc-b; second 0 of its clock is the first transition. */
@Timeout(20)
class SwitchOverWorkTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Step.SwitchOver TO_B = new Step.SwitchOver("shift-to-b", null, "idc-a", "to-b", "drgroup/core",
            "idc-a", "idc-b", List.of(100), Duration.ZERO, SwitchMode.GRACEFUL, "a drill", SOON);
    private static final Step.EndSwitchOvers END = new Step.EndSwitchOvers("end", null, "idc-a", SOON);

    private final Brake brake = new Brake();
    private final SwitchOverWork work = new SwitchOverWork(
            new RunClock(Ticker.system(), InstantSource.fixed(Instant.EPOCH)));
    private ScriptedMoves node;
    private ControlApi control;

    @BeforeEach
    void start() throws Exception {
        node = new ScriptedMoves();
        control = new ControlApi(List.of(node.address()));
    }

    @AfterEach
    void stop() {
        control.close();
        node.close();
    }

    @Test
    void isReadyThenCompletedThenTakenBack() throws Exception {
        node.leadingTo("READY checks-passed RECEIVER PUSH");
        work.make(TO_B, control, brake);
        assertThat(node.said()).containsExactly(" {\"name\":\"to-b\",\"origin\":\"DRILL\","
                + "\"spec\":{\"scope\":{\"drGroups\":[\"core\"]},"
                + "\"from\":\"idc-a\",\"to\":\"idc-b\",\"steps\":[100],\"soak\":\"0s\",\"mode\":\"graceful\","
                + "\"reason\":\"a drill\"}}");
        completed();
        node.leadingTo("ROLLING_BACK rollback RECEIVER PUSH", "ROLLING_BACK pushed EVERYBODY ACK",
                "ROLLED_BACK acked EVERYBODY ACK");
        work.endAll(END, brake);
        assertThat(node.said().getLast()).isEqualTo("/to-b/rollback {\"reason\":\"the drill is over\"}");
        assertThat(work.traces()).singleElement().satisfies(trace -> {
            assertThat(trace.state()).isEqualTo(SwitchOverState.ROLLED_BACK);
            assertThat(trace.transitions()).hasSize(7);
        });
        Story story = new Story();
        work.forEach(story::followed);
        work.forEach(story::followed);
        assertThat(story.shifts()).as("from the push to everybody until it turned back").containsExactly(
                new ShiftInForce(2000, 4000, Map.of("idc-a", 0, "idc-b", 100), "idc-a"));
    }

    @Test
    void bringsBackTheShiftThatStoodBefore() throws Exception {
        node.leadingTo("READY checks-passed RECEIVER PUSH");
        work.make(TO_B, control, brake);
        completed();
        node.leadingTo("ROLLING_BACK rollback RECEIVER PUSH", "ROLLING_BACK pushed EVERYBODY ACK",
                "ROLLED_BACK acked EVERYBODY ACK");
        work.endAll(END, brake);
        Story story = new Story();
        story.shifted("drgroup/core", Map.of("idc-a", 100, "idc-b", 0), 1000);
        work.forEach(story::followed);
        story.end(9000);
        assertThat(story.shifts()).containsExactly(new ShiftInForce(1000, 2000, Map.of("idc-a", 100, "idc-b", 0)),
                new ShiftInForce(2000, 4000, Map.of("idc-a", 0, "idc-b", 100), "idc-a"),
                new ShiftInForce(5000, 9000, Map.of("idc-a", 100, "idc-b", 0)));
    }

    @Test
    void saysWhichChecksFailed() {
        node.leadingTo("DRAFT checks-failed RECEIVER PUSH");
        assertThatThrownBy(() -> work.make(TO_B, control, brake)).isInstanceOf(AbortedException.class).hasMessage(
                "shift-to-b: switch-over to-b is DRAFT (expected: READY): capacity: idc-b would carry 900 of 1000");
    }

    @Test
    void saysWhereItStoppedWhenItIsPaused() throws Exception {
        node.leadingTo("READY checks-passed RECEIVER PUSH", "SHIFTING start RECEIVER PUSH",
                "PAUSED step-failed RECEIVER ACK");
        work.make(TO_B, control, brake);
        control.say("to-b", "start", Map.of());
        assertThatThrownBy(() -> work.await("idc-a", "to-b", SwitchOverState.COMPLETED, SOON, brake))
                .isInstanceOf(AbortedException.class)
                .hasMessage("switch-over to-b is PAUSED (expected: COMPLETED): step-failed from SHIFTING to PAUSED at"
                        + " step 1 RECEIVER ACK");
    }

    @Test
    void abortsWhatWasNeverStarted() throws Exception {
        node.leadingTo("READY checks-passed RECEIVER PUSH", "ABORTED abort RECEIVER PUSH");
        work.make(TO_B, control, brake);
        work.endAll(END, brake);
        assertThat(node.said().getLast()).startsWith("/to-b/abort ");
        work.endAll(END, brake);
        assertThat(node.said()).as("it is over").hasSize(2);
    }

    private void completed() throws Exception {
        node.leadingTo("SHIFTING start RECEIVER PUSH", "SHIFTING pushed EVERYBODY ACK",
                "COMPLETED soaked EVERYBODY GATE");
        control.say("to-b", "start", Map.of());
        work.await("idc-a", "to-b", SwitchOverState.COMPLETED, SOON, brake);
    }
}
