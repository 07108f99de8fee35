package io.spillway.gateway.xds.stream;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A fleet comes back at once, and control planes say when: who is asked, and when. */
class TurnsTest {

    private static final ControlAddress ONE = new ControlAddress("one", 1);
    private static final ControlAddress TWO = new ControlAddress("two", 2);
    private static final Duration JITTER = Duration.ofMillis(10);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Turns turns = new Turns(List.of(ONE, TWO), 0);

    @Test
    void withoutAdviceTheyTakeTurns() {
        assertThat(turns.take()).isEqualTo(ONE);
        turns.leave(ONE, Duration.ZERO, 0);
        assertThat(turns.wait(JITTER, 0)).isEqualTo(JITTER);
        assertThat(turns.take()).isEqualTo(TWO);
        assertThat(turns.wait(JITTER, 0)).isEqualTo(JITTER);
        assertThat(turns.take()).isEqualTo(ONE);
    }

    @Test
    void theOtherOneIsAskedWhileOneWantsToBeLeftAlone() {
        turns.take();
        turns.leave(ONE, Duration.ofSeconds(5), 0);
        assertThat(turns.wait(JITTER, 0)).isEqualTo(JITTER);
        assertThat(turns.take()).isEqualTo(TWO);
        assertThat(turns.wait(JITTER, SECOND)).as("TWO died, and ONE is still to be left alone").isEqualTo(JITTER);
        assertThat(turns.take()).isEqualTo(TWO);
    }

    @Test
    void whenAllWantToBeLeftAloneTheSoonestIsAskedWhenItSaid() {
        turns.take();
        turns.leave(ONE, Duration.ofSeconds(5), 0);
        turns.wait(JITTER, 0);
        turns.take();
        turns.leave(TWO, Duration.ofSeconds(9), SECOND);
        assertThat(turns.wait(JITTER, SECOND)).isEqualTo(Duration.ofSeconds(4));
        assertThat(turns.take()).isEqualTo(ONE);
        assertThat(turns.wait(JITTER, 5 * SECOND)).as("its word is used up").isEqualTo(JITTER);
        assertThat(turns.take()).isEqualTo(ONE);
    }

    @Test
    void whatIsTooLongToBeMeantIsNotWaitedFor() {
        Turns alone = new Turns(List.of(ONE), 0);
        alone.take();
        alone.leave(ONE, Duration.ofMillis(Long.MAX_VALUE), 0);
        assertThat(alone.wait(JITTER, 0)).isEqualTo(Turns.LONGEST);
    }

    @Test
    void theUsualWaitIsTheLeast() {
        Turns alone = new Turns(List.of(ONE), 0);
        alone.take();
        alone.leave(ONE, Duration.ofMillis(3), 0);
        assertThat(alone.wait(JITTER, 0)).isEqualTo(JITTER);
    }
}
