package io.spillway.gateway.failover;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An endpoint stands still, and every request that it gets is answered by another one before that can show. */
class UnheardTest {
    private static final long MS = 1_000_000L;
    private final Unheard unheard = new Unheard();

    @Test
    void theWaitsOfRequestsThatWereGivenUpAddUp() {
        assertThat(unheard.add(100 * MS, 120 * MS, 90 * MS)).isEqualTo(20 * MS);
        assertThat(unheard.add(500 * MS, 520 * MS, 90 * MS)).isEqualTo(40 * MS);
    }

    @Test
    void timeInWhichSeveralWaitedCountsOnce() {
        assertThat(unheard.add(100 * MS, 120 * MS, 90 * MS)).isEqualTo(20 * MS);
        assertThat(unheard.add(105 * MS, 125 * MS, 90 * MS)).isEqualTo(25 * MS);
        assertThat(unheard.add(101 * MS, 125 * MS, 90 * MS)).isEqualTo(25 * MS);
    }

    @Test
    void anEndpointThatSpeaksIsNotSilentHoweverSlowSomeOfItsAnswersAre() {
        assertThat(unheard.add(100 * MS, 120 * MS, 90 * MS)).isEqualTo(20 * MS);
        assertThat(unheard.add(130 * MS, 150 * MS, 125 * MS)).isEqualTo(20 * MS);
        assertThat(unheard.add(150 * MS, 170 * MS, 160 * MS)).isEqualTo(10 * MS);
    }

    @Test
    void whatWasToldIsNotToldAgain() {
        unheard.add(100 * MS, 190 * MS, 90 * MS);
        unheard.told();
        assertThat(unheard.add(200 * MS, 220 * MS, 90 * MS)).isEqualTo(20 * MS);
    }

    @Test
    void theClockMayBeNegative() {
        assertThat(unheard.add(-100 * MS, -80 * MS, -110 * MS)).isEqualTo(20 * MS);
        assertThat(unheard.add(-70 * MS, 10 * MS, -110 * MS)).isEqualTo(100 * MS);
    }
}
