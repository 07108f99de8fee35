package io.spillway.process.tls;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.spillway.model.time.Ticker;

/** Lets one log line through per second, so that somebody who knocks all the time does not fill a disk. Thread-safe. */
public final class RateOfWords {
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final Ticker ticker;
    private final AtomicLong last;

    /** Creates one that lets the first line through. */
    public RateOfWords(Ticker ticker) {
        this.ticker = ticker;
        this.last = new AtomicLong(ticker.nanos() - PAUSE);
    }

    /** Returns whether a line may be written now. */
    public boolean allowed() {
        long now = ticker.nanos();
        long before = last.get();
        return now - before >= PAUSE && last.compareAndSet(before, now);
    }
}
