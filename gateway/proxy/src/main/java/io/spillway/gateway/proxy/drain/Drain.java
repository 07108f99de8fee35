package io.spillway.gateway.proxy.drain;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * The gateway is going: when each connection is to be told. Telling all at once would have all clients connect elsewhere in
 * the same instant, so each connection draws its own moment within the spread, and is told with the first answer after it:
 * {@code Connection: close} for HTTP/1, GOAWAY for HTTP/2, close code 1012 for WebSocket. One that has nothing to be
 * answered is closed a while after its moment, when a client with something to send has had the time to be told.
 *
 * <p>Goes one way: off, then on for ever. Safe for all threads; off, it costs one volatile read.
 */
public final class Drain {
    private final Ticker ticker;
    private final long spreadNanos;
    private final long limitNanos;
    private final AtomicReference<@Nullable Long> begun = new AtomicReference<>();

    /**
     * Creates a drain that has not begun.
     *
     * @param spread over which time connections are told
     * @param limit after which all connections are cut, whatever they do; not shorter than the spread
     */
    public Drain(Ticker ticker, Duration spread, Duration limit) {
        this.ticker = ticker;
        this.spreadNanos = spread.toNanos();
        this.limitNanos = Math.max(limit.toNanos(), spreadNanos);
    }

    /** Begins; returns false when it has begun before. */
    public boolean begin() {
        return begun.compareAndSet(null, ticker.nanos());
    }

    /** Tells whether it has begun. */
    public boolean active() {
        return begun.get() != null;
    }

    /**
     * Returns a connection's moment as a part of the spread, 0 (told at once) to 1 (told at its end); to be drawn once per
     * connection.
     */
    public static double moment(RandomGenerator random) {
        return random.nextDouble();
    }

    /** Tells whether a connection with that moment is to be told with its next answer. */
    public boolean due(double moment) {
        Long from = begun.get();
        return from != null && ticker.nanos() - from >= (long) (moment * spreadNanos);
    }

    /** Tells whether a connection with that moment is closed now if nothing is under way on it. */
    public boolean idleDue(double moment) {
        Long from = begun.get();
        long rest = limitNanos - spreadNanos;
        // The half in the middle of what is left after the spread.
        return from != null && ticker.nanos() - from >= spreadNanos + rest / 4 + (long) (moment * rest / 2);
    }

    /** Tells whether the time is over. */
    public boolean over() {
        Long from = begun.get();
        return from != null && ticker.nanos() - from >= limitNanos;
    }
}
