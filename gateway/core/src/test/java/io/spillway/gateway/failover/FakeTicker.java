package io.spillway.gateway.failover;

import java.time.Duration;

import io.spillway.model.time.Ticker;

/** A clock that a test moves; starts at a negative number, because a monotonic clock may. */
final class FakeTicker implements Ticker {
    private long now = -5_000_000_000L;

    void advance(Duration time) {
        now += time.toNanos();
    }

    @Override
    public long nanos() {
        return now;
    }
}
