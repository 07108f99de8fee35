package io.spillway.gateway.failover;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PatienceTest {
    private static final long MS = 1_000_000L;
    private final Patience patience = new Patience();

    @Test
    void whatIsUnknownGetsASecond() {
        for (int i = 0; i < 31; i++) {
            patience.record(2 * MS);
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
            patience.record(i % 50 == 0 ? 40 * MS : 2 * MS);
        }
        assertThat(patience.nanos()).isBetween(120 * MS, 150 * MS);
    }

    @Test
    void oneSlowAnswerInAThousandTeachesNoPatience() {
        for (int i = 0; i < 10_000; i++) {
            patience.record(i % 1000 == 999 ? 5000 * MS : 2 * MS);
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
    void theLongestAndTheShortestAnswersAreCountedToo() {
        answers(100, 0);
        assertThat(patience.nanos()).isEqualTo(30 * MS);
        answers(30_000, Long.MAX_VALUE);
        assertThat(patience.nanos()).isGreaterThan(60_000 * MS);
    }

    private void answers(int count, long nanos) {
        for (int i = 0; i < count; i++) {
            patience.record(nanos);
        }
    }
}
