package io.spillway.drill.bench.load;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PunctualityTest {
    private static final long MS = 1_000_000L;
    private final Punctuality punctuality = new Punctuality(0);

    @Test
    void whatTheGeneratorSleptIsNoSlownessOfItsTarget() {
        punctuality.tick(MS);
        punctuality.tick(101 * MS);
        // Due while it slept, answered 3 ms after it woke: 3 ms, and not 53.
        long before = punctuality.before(51 * MS);
        punctuality.tick(103 * MS);
        assertThat(104 * MS - 51 * MS - (punctuality.until(104 * MS) - before)).isEqualTo(3 * MS);
    }

    @Test
    void anAnswerThatWaitsForASleepingGeneratorIsNotSlow() {
        punctuality.tick(MS);
        long before = punctuality.before(MS);
        // The answer is read before the next tick tells of the sleep.
        assertThat(201 * MS - MS - (punctuality.until(201 * MS) - before)).isZero();
    }

    @Test
    void aTargetThatIsSlowWhileTheGeneratorRunsIsSlow() {
        long before = punctuality.before(0);
        for (int ms = 1; ms <= 150; ms++) {
            punctuality.tick(ms * MS);
        }
        assertThat(punctuality.until(150 * MS) - before).isZero();
        assertThat(punctuality.lateness()).isEqualTo(Lateness.NONE);
    }

    @Test
    void tellsHowLongItStoodStillSinceItWasAskedToForget() {
        punctuality.tick(50 * MS);
        punctuality.reset();
        punctuality.tick(60 * MS);
        punctuality.tick(90 * MS);
        assertThat(punctuality.lateness()).isEqualTo(new Lateness(40, 30));
    }
}
