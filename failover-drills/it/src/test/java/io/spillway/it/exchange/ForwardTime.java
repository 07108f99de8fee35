package io.spillway.it.exchange;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

import io.spillway.model.time.Ticker;

/** The time of a process that can be moved forward: what waits for hours does not wait in a test. Safe for all threads. */
final class ForwardTime implements InstantSource {

    private final AtomicLong ahead = new AtomicLong();

    /** So much time passes at once. */
    void pass(Duration time) {
        ahead.addAndGet(time.toNanos());
    }

    @Override
    public Instant instant() {
        return InstantSource.system().instant().plusNanos(ahead.get());
    }

    Ticker ticker() {
        Ticker system = Ticker.system();
        return () -> system.nanos() + ahead.get();
    }
}
