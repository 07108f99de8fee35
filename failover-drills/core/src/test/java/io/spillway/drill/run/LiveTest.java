package io.spillway.drill.run;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import io.spillway.drill.measure.Outcome;
import io.spillway.drill.measure.Request;
import io.spillway.drill.measure.RequestLog;
import io.spillway.drill.measure.Requests;
import io.spillway.drill.plan.AbortGuard;
import io.spillway.drill.plan.Expectation;
import io.spillway.drill.plan.Step;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What counts as a steady state before anything is broken. */
class LiveTest {

    private final AtomicLong nanos = new AtomicLong();
    private final RequestLog log = new RequestLog();
    private final Live live = new Live(log, new RunClock(nanos::get, () -> Instant.EPOCH));

    @Test
    void whereTrafficIsDecidesWhenItsLatencyDoesNotMatter() {
        for (int i = 0; i < 100; i++) {
            log.add(i < 5 ? answered(i, 900_000) : Requests.served(i, "idc-a", "idc-a"));
        }
        nanos.set(1_000_000_000L);
        assertThat(live.holds(await(100, null))).isTrue();
        log.add(Requests.served(100, "idc-a", "idc-b"));
        assertThat(live.holds(await(100, null))).isFalse();
        assertThat(live.holds(await(99, null))).isTrue();
    }

    @Test
    void oneInAHundredMayBeSlowTwoMayNot() {
        for (int i = 0; i < 99; i++) {
            log.add(Requests.served(i, "idc-a", "idc-a"));
        }
        log.add(answered(99, 200_000));
        nanos.set(1_000_000_000L);
        assertThat(live.holds(await(100, Duration.ofMillis(100)))).isTrue();
        log.add(answered(99.5, 200_000));
        assertThat(live.holds(await(100, Duration.ofMillis(100)))).isFalse();
        assertThat(live.holds(await(100, Duration.ofMillis(200)))).isTrue();
    }

    @Test
    void aGuardOfTheLatencyEndsItWhenMoreThanOneInAHundredIsSlow() {
        AbortGuard guard = new AbortGuard(0, Duration.ofMillis(100), Duration.ofSeconds(1));
        for (int i = 0; i < 99; i++) {
            log.add(Requests.served(i, "idc-a", "idc-a"));
        }
        log.add(answered(99, 200_000));
        nanos.set(1_000_000_000L);
        assertThat(live.broken(guard)).isNull();
        log.add(answered(99.5, 200_000));
        assertThat(live.broken(guard)).startsWith("abort guard: p99: 2 of 101 requests of the last 1 s took more");
    }

    @Test
    void moreThanTheDeclaredShareIsMoreThanChance() {
        for (int i = 0; i < 400; i++) {
            log.add(Requests.served(i, "idc-a", i % 2 == 0 ? "idc-b" : "idc-a"));
        }
        nanos.set(1_000_000_000L);
        assertThat(live.touchesMore(50)).isNull();
        assertThat(live.touchesMore(46)).as("half is no more than 46 % and a little").isNull();
        assertThat(live.touchesMore(40)).contains("200 of the last 400", "at most 40.0 %");
    }

    @Test
    void aFewRequestsSayNothingAboutAShare() {
        log.add(Requests.served(1, "idc-a", "idc-b"));
        nanos.set(1_000_000_000L);
        assertThat(live.touchesMore(0)).isNull();
    }

    private static Step.Await await(double percent, @Nullable Duration p99) {
        return new Step.Await(new Expectation(null, null, "home"), percent, p99, Duration.ofSeconds(1),
                Duration.ofSeconds(9));
    }

    private static Request answered(double sentMs, long latencyMicros) {
        return new Request(Math.round(sentMs * 1000), latencyMicros, Outcome.OK, "idc-a", "idc-a", "idc-a", "orders",
                false);
    }
}
