package io.spillway.drill.verdict;

import io.spillway.drill.measure.Outcome;
import io.spillway.drill.measure.RequestLog;
import io.spillway.drill.measure.Requests;
import io.spillway.drill.measure.Window;
import io.spillway.drill.plan.Expectation;
import io.spillway.drill.verdict.RunRecord.Event;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AroundTest {

    /** One request per millisecond from 1 s to 9 s; from 3 s on they fail for so long, then idc-b serves. */
    private static RunRecord run(double failingMs) {
        RequestLog log = new RequestLog();
        for (double at = 1000; at < 9000; at++) {
            log.add(at >= 3000 && at < 3000 + failingMs
                    ? Requests.failed(at, "idc-a")
                    : Requests.request(at, "idc-a", at < 3000 ? "idc-a" : "idc-b", Outcome.OK, false));
        }
        return RunRecords.of(log);
    }

    private static Around around(double failingMs) {
        return Around.of(run(failingMs),
                new Event("a-dies", "kill", 3000, null, 9000, new Expectation(null, null, "idc-b")));
    }

    @Test
    void lastsUntilUsersAreServedAgain() {
        Around around = around(2000);
        assertThat(around.before().window()).as("not before the first phase")
                .isEqualTo(new Window(1_000_000, 3_000_000));
        assertThat(around.before().tally().failed()).isZero();
        assertThat(around.during().window().toMicros()).isBetween(4_980_000L, 5_000_000L);
        assertThat(around.during().tally().failed()).isGreaterThan(1980);
        assertThat(around.after().window().toMicros()).isEqualTo(9_000_000);
        assertThat(around.after().tally().failed()).isLessThan(20);
    }

    @Test
    void lastsHalfASecondAtLeastAndUntilTheNextEventWhenItNeverSettles() {
        assertThat(around(0).during().window()).isEqualTo(new Window(3_000_000, 3_500_000));
        assertThat(around(6000).during().window()).isEqualTo(new Window(3_000_000, 9_000_000));
        assertThat(around(6000).after().tally().sent()).isZero();
    }
}
