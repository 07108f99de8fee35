package io.spillway.drill.bench.switchover;

import java.util.List;

import io.spillway.drill.measure.Outcome;
import io.spillway.drill.measure.Request;
import io.spillway.drill.measure.RequestLog;
import io.spillway.drill.verdict.SwitchOverTrace.Transition;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.model.resource.SwitchOverState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** One request a millisecond; the start is accepted at 1,000 ms, and everybody is served by idc-b from 1,200 ms on. */
class MoveFiguresTest {

    private static final double MOVED_MS = 1200;

    private static Transition at(double atMs, String event, boolean everybody, String phase) {
        return new Transition((long) atMs, atMs, SwitchOverState.SHIFTING, SwitchOverState.SHIFTING, event, 0,
                everybody,
                phase, "");
    }

    private static List<Transition> transitions() {
        return List.of(at(1000, "start", false, "PUSH"), at(1010, "pushed", false, "ACK"),
                at(1040, "acked", true, "PUSH"), at(1045, "pushed", true, "ACK"), at(1150, "acked", true, "OBSERVE"),
                at(1151, "observed", true, "GATE"));
    }

    private static MoveFigures figures(List<Transition> transitions, double movedMs) {
        RequestLog log = new RequestLog();
        for (int ms = 0; ms < 4000; ms++) {
            log.add(new Request(ms * 1000L, 2000, Outcome.OK, "idc-a", "idc-a", ms < movedMs ? "idc-a" : "idc-b",
                    "orders", false));
        }
        return MoveFigures.of(transitions, log, request -> "idc-b".equals(request.servedBy()), 2000, 4000);
    }

    @Test
    void countsFromTheAcceptanceOfTheStart() {
        MoveFigures figures = figures(transitions(), MOVED_MS);
        assertThat(figures.trafficMs()).isBetween(190.0, 205.0);
        assertThat(figures.ackMs()).isEqualTo(150);
        assertThat(figures.hops()).containsExactly(10.0, 30.0, 5.0, 105.0);
        assertThat(figures.restMs()).isEqualTo(1000);
    }

    @Test
    void saysWhenTheTrafficDidNotMove() {
        assertThatThrownBy(() -> figures(transitions(), 3900)).isInstanceOf(BenchFailure.class)
                .hasMessage("the traffic did not go where it belongs within 3000 ms of its start; in the last 500.0 ms"
                        + " users of {idc-a served by idc-a: OK=400}");
    }

    @Test
    void saysWhichTransitionIsNotThere() {
        assertThatThrownBy(() -> figures(transitions().subList(0, 4), MOVED_MS)).isInstanceOf(BenchFailure.class)
                .hasMessageContaining("no transition acked by everybody among [start step 1 RECEIVER PUSH");
    }
}
