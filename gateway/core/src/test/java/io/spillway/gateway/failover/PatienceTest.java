package io.spillway.gateway.failover;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PatienceTest {
    private static final long MS = 1_000_000L;
    private final Patience patience = new Patience();

    @Test
    void whatIsUnknownGetsASecond() {
        for (int i = 0; i < 31; i++) {
            record(2 * MS);
        }
        assertThat(patience.nanos()).isEqualTo(1000 * MS);
    }

    @Test
    void aFastServiceGetsTheFloorAsSoonAsItIsKnown() {
        answers(32, 2 * MS);
        assertThat(patience.nanos()).isEqualTo(30 * MS);
    }

    @Test
    void threeTimesThe99thPercentileWithinAQuarter() {
        for (int i = 0; i < 10_000; i++) {
            record(i % 50 == 0 ? 40 * MS : 2 * MS);
        }
        assertThat(patience.nanos()).isBetween(120 * MS, 150 * MS);
    }

    @Test
    void oneSlowAnswerInAThousandTeachesNoPatience() {
        for (int i = 0; i < 10_000; i++) {
            record(i % 1000 == 999 ? 5000 * MS : 2 * MS);
        }
        assertThat(patience.nanos()).isEqualTo(30 * MS);
    }

    @Test
    void aServiceThatGotSlowIsWaitedForAndOneThatGotFastIsNotForLong() {
        answers(5000, 2 * MS);
        answers(128, 300 * MS);
        assertThat(patience.nanos()).isBetween(900 * MS, 1200 * MS);
        answers(30_000, 2 * MS);
        assertThat(patience.nanos()).isEqualTo(30 * MS);
    }

    @Test
    void aStallThatDelaysAHundredAnswersIsOneSilence() {
        for (int i = 0; i < 10_000; i++) {
            boolean stalled = i % 500 < 50;
            patience.record(stalled ? 100 * MS : 2 * MS, i % 500 == 0 ? 100 * MS : 2 * MS);
        }
        assertThat(patience.nanos()).isEqualTo(30 * MS);
        assertThat(patience.usual(95)).as("their users waited all the same").isBetween(100 * MS, 125 * MS);
    }

    @Test
    void theLongestAndTheShortestAnswersAreCountedToo() {
        answers(100, 0);
        assertThat(patience.nanos()).isEqualTo(30 * MS);
        answers(30_000, Long.MAX_VALUE);
        assertThat(patience.nanos()).isGreaterThan(60_000 * MS);
    }

    @Test
    void whatIsUsualIsKnownAfter32AnswersAndWithinAQuarter() {
        answers(31, 2 * MS);
        assertThat(patience.usual(95)).isEqualTo(Patience.NEVER);
        answers(1, 2 * MS);
        assertThat(patience.usual(95)).isBetween(2 * MS, 2 * MS + MS / 2);
        for (int i = 0; i < 10_000; i++) {
            record(i % 10 == 0 ? 40 * MS : 2 * MS);
        }
        assertThat(patience.usual(95)).isBetween(40 * MS, 50 * MS);
        assertThat(patience.usual(80)).isBetween(2 * MS, 2 * MS + MS / 2);
    }

    @Test
    void hedgesDoNotTalkTheUsualDownBecauseWhomTheyBeatIsCountedToo() {
        RandomGenerator random = new SplittableRandom(1);
        int hedged = 0;
        for (int i = 0; i < 40_000; i++) {
            long first = latency(random);
            long usual = patience.usual(95);
            if (first <= usual) {
                record(first);
                continue;
            }
            hedged += i >= 20_000 ? 1 : 0;
            long second = latency(random);
            record(Math.min(first, usual + second));
            if (usual + second < first) {
                record(second);
            }
        }
        assertThat(hedged).isBetween(600, 1600);
    }

    /** One answer in twenty is slow. */
    private static long latency(RandomGenerator random) {
        return random.nextInt(20) == 0 ? 100 * MS : random.nextLong(MS, 2 * MS);
    }

    /** An answer to the only request that there was. */
    private void record(long nanos) {
        patience.record(nanos, nanos);
    }

    private void answers(int count, long nanos) {
        for (int i = 0; i < count; i++) {
            record(nanos);
        }
    }
}
