package io.spillway.gateway.proxy.time;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Deadlines against a clock that the test moves. */
class DeadlineWheelTest {
    private static final long MILLI = 1_000_000;
    private long now = -5_000_000_000L;
    private final DeadlineWheel wheel = new DeadlineWheel(now);
    private int fired;

    private Deadline deadline() {
        return new Deadline(wheel, () -> fired++);
    }

    private void pass(long millis) {
        for (long i = 0; i < millis; i += 10) {
            now += 10 * MILLI;
            wheel.advance(now);
        }
    }

    @Test
    void firesOnceAndNeverEarly() {
        Deadline deadline = deadline();
        deadline.set(now + 100 * MILLI);
        pass(90);
        assertThat(fired).isZero();
        pass(60);
        assertThat(fired).isEqualTo(1);
        pass(30_000);
        assertThat(fired).isEqualTo(1);
    }

    @Test
    void oneThatIsBeyondTheWheelFiresInTime() {
        Deadline deadline = deadline();
        deadline.set(now + 60_000 * MILLI);
        pass(59_990);
        assertThat(fired).isZero();
        pass(60);
        assertThat(fired).isEqualTo(1);
    }

    @Test
    void movingItLaterAndEarlierCounts() {
        Deadline deadline = deadline();
        deadline.set(now + 100 * MILLI);
        deadline.set(now + 500 * MILLI);
        pass(450);
        assertThat(fired).isZero();
        deadline.set(now + 20 * MILLI);
        pass(60);
        assertThat(fired).isEqualTo(1);
    }

    @Test
    void clearedAndDiscardedOnesDoNotFire() {
        Deadline cleared = deadline();
        cleared.set(now + 100 * MILLI);
        cleared.clear();
        Deadline discarded = deadline();
        discarded.set(now + 100 * MILLI);
        discarded.discard();
        pass(1000);
        assertThat(fired).isZero();
        cleared.set(now + 100 * MILLI);
        pass(140);
        assertThat(fired).isEqualTo(1);
    }

    @Test
    void aLoopThatWasStuckForLongFiresEverythingThatIsDue() {
        deadline().set(now + 100 * MILLI);
        deadline().set(now + 9_000 * MILLI);
        deadline().set(now + 90_000 * MILLI);
        now += 60_000 * MILLI;
        wheel.advance(now);
        assertThat(fired).isEqualTo(2);
    }

    @Test
    void aRandomHistoryFiresEachDeadlineWithinTwoTicks() {
        SplittableRandom random = new SplittableRandom(5);
        List<Deadline> all = new ArrayList<>();
        long[] due = new long[200];
        for (int i = 0; i < due.length; i++) {
            int index = i;
            due[i] = Long.MAX_VALUE;
            all.add(new Deadline(wheel, () -> {
                assertThat(now).isGreaterThanOrEqualTo(due[index]);
                assertThat(now - due[index]).isLessThanOrEqualTo(2L * DeadlineWheel.TICK_MILLIS * MILLI + 10 * MILLI);
                due[index] = Long.MAX_VALUE;
                fired++;
            }));
        }
        for (int step = 0; step < 20_000; step++) {
            int index = random.nextInt(due.length);
            if (random.nextInt(5) == 0) {
                all.get(index).clear();
                due[index] = Long.MAX_VALUE;
            } else {
                due[index] = now + random.nextLong(1, 20_000) * MILLI;
                all.get(index).set(due[index]);
            }
            now += 10 * MILLI;
            wheel.advance(now);
            for (long one : due) {
                assertThat(one).isGreaterThan(now - 3L * DeadlineWheel.TICK_MILLIS * MILLI);
            }
        }
        assertThat(fired).isPositive();
    }
}
