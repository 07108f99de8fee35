package io.spillway.drill.sample;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.spillway.drill.sample.Mood.Treatment;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MoodTest {

    private final AtomicLong now = new AtomicLong();
    private final Mood mood = new Mood(now::get, new SplittableRandom(1));

    @Test
    void errsAndStallsAsOftenAsItIsTold() {
        mood.turn("/-/behaviour?errorPercent=30&stallPercent=10&delayMillis=200&ttlMillis=5000");

        assertThat(share(Treatment.ERROR)).isCloseTo(30, Offset.offset(2.0));
        assertThat(share(Treatment.STALL)).isCloseTo(10, Offset.offset(2.0));
        assertThat(mood.delayMillis()).isEqualTo(200);
    }

    @Test
    void isWellAgainWhenItsTimeIsOverAlthoughNobodySaysSo() {
        mood.turn("/-/behaviour?errorPercent=100&ttlMillis=5000");
        assertThat(mood.next()).isEqualTo(Treatment.ERROR);
        now.set(5_000_000_001L);
        assertThat(mood.next()).isEqualTo(Treatment.ANSWER);
    }

    @Test
    void isWellAtOnceWhenItIsTold() {
        mood.turn("/-/behaviour?stallPercent=100&ttlMillis=5000");
        mood.calm();
        assertThat(mood.next()).isEqualTo(Treatment.ANSWER);
    }

    @Test
    void answersOnlySoManyInASecondAndLetsTheOthersWaitInLine() {
        mood.turn("/-/behaviour?perSecond=100&ttlMillis=5000");
        assertThat(IntStream.range(0, 5).mapToLong(_ -> mood.delayMillis())).containsExactly(10L, 20L, 30L, 40L, 50L);
        now.set(40_000_000);
        assertThat(mood.delayMillis()).as("one of them still waits").isEqualTo(20);
        now.set(1_000_000_000);
        assertThat(mood.delayMillis()).as("nobody waits any more").isEqualTo(10);
        mood.calm();
        assertThat(mood.delayMillis()).isZero();
    }

    private double share(Treatment treatment) {
        return IntStream.range(0, 10_000).filter(_ -> mood.next() == treatment).count() / 100.0;
    }
}
