package io.spillway.gateway.proxy.overload;

import java.util.ArrayList;
import java.util.List;

import io.spillway.gateway.overload.OverloadLevel;
import io.spillway.gateway.overload.OverloadState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The machine takes the processor away for a while: nobody is refused for what is over. */
class LoopStallTest {
    private static final long SAMPLE = 100_000_000L;

    private final List<OverloadState> told = new ArrayList<>();
    private long now;
    private long lag;
    private final OverloadMonitor monitor = new OverloadMonitor(OverloadSettings.DEFAULT,
            new Sensors(() -> 0, () -> 0, () -> lag, () -> 0), () -> now, told::add);

    @Test
    void aStallOfTwoSecondsRefusesNobody() {
        sample(50, 0);
        for (int i = 0; i < 20; i++) {
            sample(1, (i + 1) * SAMPLE);
        }
        sample(50, 0);
        assertThat(told).isEmpty();
    }

    @Test
    void stallsThatFollowEachOtherRefuseNobodyEither() {
        for (int i = 0; i < 20; i++) {
            sample(10, 3_000_000_000L);
            sample(1, 0);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void aLoopThatStaysLateShedsAndComesBack() {
        sample(40, 2_000_000_000L);
        assertThat(told).extracting(OverloadState::level).contains(OverloadLevel.FULL);
        sample(300, 0);
        assertThat(told.getLast()).isEqualTo(OverloadState.CALM);
    }

    private void sample(int times, long lateNanos) {
        lag = lateNanos;
        for (int i = 0; i < times; i++) {
            now += SAMPLE;
            monitor.sample();
        }
    }
}
