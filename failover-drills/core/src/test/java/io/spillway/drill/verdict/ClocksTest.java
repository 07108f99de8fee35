package io.spillway.drill.verdict;

import io.spillway.drill.measure.Outcome;
import io.spillway.drill.measure.RequestLog;
import io.spillway.drill.measure.Requests;
import io.spillway.drill.plan.Expectation;
import io.spillway.drill.verdict.RunRecord.Event;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClocksTest {

    @Test
    void joinsTheClocksOfAShift() {
        RunRecord run = RunRecords.of(RunRecords.goodLog());

        Clocks clocks = Clocks.of(run, run.events().getFirst());

        assertThat(clocks.injectMs()).isEqualTo(RunRecords.SHIFT_MS);
        assertThat(clocks.detectMs()).as("an operator's shift is not detected").isNull();
        assertThat(clocks.decideMs()).isEqualTo(12.0);
        assertThat(clocks.config()).isEqualTo(new Clocks.Config(50, 90, 90, 90));
        assertThat(clocks.trafficMs()).isCloseTo(195, Offset.offset(5.0));
        assertThat(clocks.recoverMs()).isEqualTo(0.0);
    }

    @Test
    void seesAFaultWhenTheFirstRequestIsAnsweredElsewhere() {
        RequestLog log = new RequestLog();
        for (double at = 0; at < 5000; at++) {
            boolean lost = at >= 1000 && at < 1150;
            String servedBy = at < 1100 ? "idc-a" : "idc-b";
            log.add(lost ? Requests.failed(at, "idc-a") : Requests.request(at, "idc-a", servedBy, Outcome.OK, false));
        }
        Event event = new Event("orders-dies", "kill", 1000, null, 5000, new Expectation("orders", null, "idc-b"));

        Clocks clocks = Clocks.of(RunRecords.of(log), event);

        assertThat(clocks.detectMs()).as("sent at 1150, answered 2 ms later").isEqualTo(152.0);
        assertThat(clocks.decideMs()).isNull();
        assertThat(clocks.trafficMs()).isCloseTo(145, Offset.offset(5.0));
        assertThat(clocks.recoverMs()).isCloseTo(145, Offset.offset(5.0));
    }

    @Test
    void hasNoTrafficClockWhereNothingIsExpected() {
        Event event = new Event("control-dies", "kill", 2000, null, 8000, null);
        Clocks clocks = Clocks.of(RunRecords.of(RunRecords.goodLog()), event);
        assertThat(clocks.trafficMs()).isNull();
        assertThat(clocks.config()).as("no push within two seconds").isNull();
        assertThat(clocks.recoverMs()).isEqualTo(0.0);
    }

    @Test
    void ranksAsTheNearestRankMethodSays() {
        assertThat(Clocks.rank(java.util.List.of(1.0, 2.0, 3.0, 4.0), 50)).isEqualTo(2);
        assertThat(Clocks.rank(java.util.List.of(1.0, 2.0, 3.0, 4.0), 51)).isEqualTo(3);
        assertThat(Clocks.rank(java.util.List.of(5.0), 99)).isEqualTo(5);
    }
}
