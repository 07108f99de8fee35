package io.spillway.sync.kit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

import io.spillway.model.time.Ticker;

/** A clock that a test moves. By its time of day everything that is written during the test is long past. Any thread. */
public final class SetClock implements Ticker, InstantSource {

    private static final Instant BEGIN = Instant.parse("2100-01-01T00:00:00Z");

    private final AtomicLong nanos = new AtomicLong();

    /** Creates one that stands. */
    public SetClock() {}

    /** Lets time pass. */
    public void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public Instant instant() {
        return BEGIN.plusNanos(nanos.get());
    }
}
