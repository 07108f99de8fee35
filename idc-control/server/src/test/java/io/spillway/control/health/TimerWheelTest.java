package io.spillway.control.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every timer is called once, not before its time and at the next step after it. */
class TimerWheelTest {

    private static final long TICK = 20;

    @Test
    void callsEachOnceAtTheRightStep() {
        Random random = new Random(3);
        TimerWheel wheel = new TimerWheel(TICK, 1000);
        List<Long> due = new ArrayList<>();
        List<Long> called = new ArrayList<>();
        long[] now = {1000};
        for (int i = 0; i < 5000; i++) {
            long at = 1000L + random.nextInt(100_000);
            due.add(at);
            wheel.at(at, () -> {
                called.add(at);
                assertThat(now[0] - at).isBetween(0L, 2 * TICK);
            });
        }
        while (now[0] < 102_000) {
            now[0] += TICK;
            wheel.advance(now[0]);
        }
        assertThat(called).containsExactlyInAnyOrderElementsOf(due);
    }

    @Test
    void aLongPauseCallsAllThatIsDue() {
        TimerWheel wheel = new TimerWheel(TICK, 0);
        List<Integer> called = new ArrayList<>();
        for (int i = 1; i <= 1000; i++) {
            int which = i;
            wheel.at(i * TICK, () -> called.add(which));
        }
        wheel.advance(500 * TICK);
        assertThat(called).hasSize(500).isSorted();
    }

    @Test
    void whatIsAddedByATimerComesLater() {
        TimerWheel wheel = new TimerWheel(TICK, 0);
        int[] calls = {0};
        Runnable[] again = new Runnable[1];
        again[0] = () -> {
            calls[0]++;
            wheel.at(0, again[0]);
        };
        wheel.at(0, again[0]);
        wheel.advance(3 * TICK);
        assertThat(calls[0]).isEqualTo(3);
    }
}
