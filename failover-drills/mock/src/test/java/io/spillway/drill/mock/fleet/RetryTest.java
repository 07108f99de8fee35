package io.spillway.drill.mock.fleet;

import java.time.Duration;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When a client whose stream was ended comes back. */
class RetryTest {

    private static final Retry RETRY = new Retry(Duration.ofSeconds(1), true, false);

    @Test
    void itWaitsAsUsualAndLongerWhereTheServerSaysSo() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 1000; i++) {
            assertThat(RETRY.wait(random, Duration.ZERO)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1500));
            assertThat(RETRY.wait(random, Duration.ofSeconds(1))).isBetween(Duration.ofSeconds(1),
                    Duration.ofMillis(1500));
            assertThat(RETRY.wait(random, Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
        }
    }

    @Test
    void whatIsTooLongToBeMeantIsNotWaitedFor() {
        assertThat(RETRY.wait(new SplittableRandom(3), Duration.ofMillis(Long.MAX_VALUE)))
                .isEqualTo(Retry.LONGEST);
    }
}
