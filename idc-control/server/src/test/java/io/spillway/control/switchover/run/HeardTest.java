package io.spillway.control.switchover.run;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Figures say something of a transition only when they began to be measured after it was known here. */
class HeardTest {

    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private final Heard heard = new Heard();

    @Test
    void figuresBelongToTheLastTransitionThatWasKnownWhenTheyBegan() {
        heard.add(4, NOON);
        heard.add(5, NOON.plusMillis(100));
        heard.add(5, NOON.plusMillis(110));
        heard.add(7, NOON.plusMillis(200));
        assertThat(heard.before(NOON)).as("began before anything was known").isZero();
        assertThat(heard.before(NOON.plusMillis(1))).isEqualTo(4);
        assertThat(heard.before(NOON.plusMillis(105))).as("known since the first look").isEqualTo(5);
        assertThat(heard.before(NOON.plusMillis(200))).isEqualTo(5);
        assertThat(heard.before(NOON.plusMillis(201))).isEqualTo(7);
    }

    @Test
    void whereNobodyMeasuresNothingIsWaitedFor() {
        heard.add(4, NOON);
        heard.add(5, NOON.plusMillis(100));
        assertThat(heard.before(null)).isEqualTo(5);
    }

    @Test
    void whatWasForgottenMakesFiguresOlderAndNeverNewer() {
        for (int i = 1; i <= 1000; i++) {
            heard.add(i, NOON.plusMillis(i));
        }
        assertThat(heard.before(NOON.plusMillis(1001))).isEqualTo(1000);
        assertThat(heard.before(NOON.plusMillis(2))).isZero();
    }
}
