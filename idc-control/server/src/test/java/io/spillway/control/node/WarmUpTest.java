package io.spillway.control.node;

import java.time.Duration;
import java.time.InstantSource;

import io.spillway.control.state.StateKeeper;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A node that has just started is asked for a switch-over. */
@Tag("slow")
class WarmUpTest {

    @Test
    void rehearsedShiftsAreAckedByClientsOnLoopback() throws Exception {
        long[] nanos = {0};
        // every look at the clock takes 20 ms: the time is up after some 200 looks, on any machine
        Ticker slow = () -> nanos[0] += Duration.ofMillis(20).toNanos();

        int rounds = new WarmUp(new StateKeeper.Times(slow, InstantSource.system())).play();

        assertThat(rounds).isBetween(1, 199);
    }

    @Test
    void aRehearsalThatFailsKeepsNoNodeFromBeingReady() {
        Ticker broken = () -> {
            throw new IllegalStateException("no clock");
        };

        assertThat(WarmUp.start(new StateKeeper.Times(broken, InstantSource.system())))
                .succeedsWithin(Duration.ofSeconds(10));
    }
}
