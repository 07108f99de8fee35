package io.spillway.control.health;

import java.time.Duration;
import java.time.Instant;

import io.spillway.control.health.probe.CheckOutcome;
import io.spillway.model.resource.HealthCheck;
import io.spillway.model.resource.HealthProbe;
import io.spillway.wire.record.HealthRecord;
import io.spillway.wire.record.HealthRecord.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What checks come to: thresholds, and the damping of flaps. */
class JudgeTest {

    private static final HealthCheck CHECK = new HealthCheck(new HealthProbe.Tcp(), Duration.ofSeconds(5),
            Duration.ofSeconds(1), 3, 2, 0);
    private static final CheckOutcome GOOD = new CheckOutcome.Passed();
    private static final CheckOutcome BAD = new CheckOutcome.Refused();

    private Standing standing = Standing.of(null, 0);
    private long now;

    private void check(CheckOutcome outcome, int times) {
        for (int i = 0; i < times; i++) {
            now += CHECK.interval().toNanos();
            standing = Judge.after(standing, outcome, CHECK, now);
        }
    }

    @Test
    void fallsAfterFailuresInARowAndRisesAfterSuccessesInARow() {
        check(BAD, 2);
        check(GOOD, 1);
        check(BAD, 2);
        assertThat(standing.against()).as("never three in a row").isNull();
        assertThat(standing.failing()).isTrue();
        check(BAD, 1);
        assertThat(standing.against()).isEqualTo(State.UNHEALTHY);
        assertThat(standing.reason()).isEqualTo("refused");
        check(GOOD, 1);
        check(BAD, 1);
        check(GOOD, 1);
        assertThat(standing.against()).as("never two in a row").isEqualTo(State.UNHEALTHY);
        check(GOOD, 1);
        assertThat(standing.against()).isNull();
        assertThat(standing.failing()).isFalse();
    }

    @Test
    void whatWasHeldAgainstAWorkloadStaysUntilItIsCheckedAnew() {
        standing = Standing.of(new HealthRecord(State.UNHEALTHY, "reset", Instant.EPOCH, "control-2"), 0);
        assertThat(standing.against()).isEqualTo(State.UNHEALTHY);
        check(GOOD, 1);
        assertThat(standing.against()).isEqualTo(State.UNHEALTHY);
        check(GOOD, 1);
        assertThat(standing.against()).isNull();
    }

    @Test
    void oneFallIsForgottenByHalfWithinTwelveIntervals() {
        check(BAD, 3);
        assertThat(standing.merit()).isEqualTo(1);
        check(GOOD, Judge.HALF_LIFE_INTERVALS);
        assertThat(standing.merit()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void aFlappingWorkloadIsHeldUntilItIsCalm() {
        int falls = 0;
        while (standing.against() != State.FLAPPING) {
            check(BAD, 3);
            check(GOOD, standing.held() ? 0 : 2);
            falls++;
            assertThat(falls).isLessThan(10);
        }
        assertThat(falls).isBetween(3, 5);
        check(GOOD, 2);
        assertThat(standing.up()).isTrue();
        assertThat(standing.against()).as("it answers, and is held").isEqualTo(State.FLAPPING);
        int calm = 2;
        while (standing.against() == State.FLAPPING) {
            check(GOOD, 1);
            calm++;
            assertThat(calm).as("two half-lives at most").isLessThanOrEqualTo(2 * Judge.HALF_LIFE_INTERVALS);
        }
        assertThat(standing.against()).isNull();
        assertThat(calm).isGreaterThan(Judge.HALF_LIFE_INTERVALS);
    }

    @Test
    void nothingIsToldWhileAHeldWorkloadGoesOnFlapping() {
        for (int i = 0; i < 6; i++) {
            check(BAD, 3);
            check(GOOD, 2);
        }
        for (int i = 0; i < 100; i++) {
            check(BAD, 3);
            assertThat(standing.against()).isEqualTo(State.FLAPPING);
            check(GOOD, 2);
            assertThat(standing.against()).isEqualTo(State.FLAPPING);
            assertThat(standing.merit()).isLessThanOrEqualTo(Judge.MOST);
        }
    }

    @Test
    void aHeldWorkloadThatIsDeadAtLastIsUnhealthy() {
        for (int i = 0; i < 6; i++) {
            check(BAD, 3);
            check(GOOD, 2);
        }
        check(BAD, 3 + 2 * Judge.HALF_LIFE_INTERVALS);
        assertThat(standing.against()).isEqualTo(State.UNHEALTHY);
    }

    @Test
    void aRareFallIsNoFlap() {
        for (int i = 0; i < 20; i++) {
            check(BAD, 3);
            assertThat(standing.against()).isEqualTo(State.UNHEALTHY);
            check(GOOD, 2 * Judge.HALF_LIFE_INTERVALS);
            assertThat(standing.against()).isNull();
        }
    }
}
