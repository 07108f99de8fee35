package io.spillway.control.node;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

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
        // every look at the clock takes 200 ms: the time is up after some 100 looks, on any machine
        Ticker slow = () -> nanos[0] += Duration.ofMillis(200).toNanos();
        CompletableFuture<Void> enough = new CompletableFuture<>();

        int rounds = new WarmUp(new StateKeeper.Times(slow, InstantSource.system())).play(enough);

        assertThat(rounds).isBetween(1, 100);
        assertThat(enough).as("a node waits for the first rounds only").isCompleted();
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
