package io.spillway.drill.run;

import java.time.InstantSource;

import io.spillway.model.time.Ticker;

/**
 * The time axis of one run: milliseconds since its origin, on the monotonic clock; times of day of other processes on
 * this machine are placed on it.
 */
public final class RunClock {

    private final Ticker ticker;
    private final long originNanos;
    private final double originUnixMillis;

    /** Begins an axis now. */
    public RunClock(Ticker ticker, InstantSource wall) {
        this.ticker = ticker;
        this.originNanos = ticker.nanos();
        this.originUnixMillis = wall.millis();
    }

    /** Returns milliseconds since the origin. */
    public double nowMs() {
        return (ticker.nanos() - originNanos) / 1e6;
    }

    /** Returns the time of day now, milliseconds since 1970. */
    public double unixMillis() {
        return originUnixMillis + nowMs();
    }

    /** Returns where a time of day lies on the axis. */
    public double ofUnixMillis(double unixMillis) {
        return unixMillis - originUnixMillis;
    }

    /** Returns the ticker's value at the origin. */
    public long originNanos() {
        return originNanos;
    }
}
