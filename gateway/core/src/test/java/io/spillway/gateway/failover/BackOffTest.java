package io.spillway.gateway.failover;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackOffTest {
    private static final long MS = 1_000_000L;
    private final Random random = new Random(4);

    @Test
    void theFirstRetryAndOneThatLeavesDoNotWait() {
        assertThat(BackOff.nanos(1, false, random)).isZero();
        assertThat(BackOff.nanos(3, true, random)).isZero();
    }

    @Test
    void laterOnesWaitAnywhereBelowABoundThatDoubles() {
        assertThat(longest(2)).isBetween(20 * MS, 25 * MS);
        assertThat(longest(3)).isBetween(60 * MS, 75 * MS);
        assertThat(longest(4)).isBetween(140 * MS, 175 * MS);
        assertThat(longest(5)).isBetween(200 * MS, 250 * MS);
        assertThat(longest(50)).isBetween(200 * MS, 250 * MS);
    }

    @Test
    void theJitterIsFull() {
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < 1000; i++) {
            shortest = Math.min(shortest, BackOff.nanos(4, false, random));
        }
        assertThat(shortest).isLessThan(2 * MS);
    }

    private long longest(int retry) {
        long longest = 0;
        for (int i = 0; i < 1000; i++) {
            longest = Math.max(longest, BackOff.nanos(retry, false, random));
        }
        return longest;
    }
}
