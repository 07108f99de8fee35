package io.spillway.sync.peer;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** After a cut of any length the next attempt is within a second, so that what was missed is there within two. */
class BackoffTest {

    @Test
    void noWaitIsLongerThanASecondHoweverManyAttemptsFailed() {
        Backoff backoff = new Backoff(new Random(3));
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 2_000; i++) {
            Duration next = backoff.next();
            longest = next.compareTo(longest) > 0 ? next : longest;
        }
        assertThat(longest).isBetween(Duration.ofMillis(900), Duration.ofSeconds(1));
    }
}
