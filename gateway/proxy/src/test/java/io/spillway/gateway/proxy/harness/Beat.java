package io.spillway.gateway.proxy.harness;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A clock that beats at fixed times. Clients and services of a test pace themselves by it, together, and not each by a
 * sleep of its own whose end nobody knows. Thread-safe.
 */
public final class Beat implements AutoCloseable {

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private long beats;
    private boolean over;

    private Beat(Duration every) {
        var _ = clock.scheduleAtFixedRate(this::strike, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Begins. */
    public static Beat every(Duration time) {
        return new Beat(time);
    }

    private synchronized void strike() {
        beats++;
        notifyAll();
    }

    /** Waits for the next beat. */
    public void next() throws InterruptedException {
        next(1);
    }

    /** Waits for so many beats. */
    public synchronized void next(int count) throws InterruptedException {
        long wanted = beats + count;
        while (!over && beats < wanted) {
            wait();
        }
    }

    /** Beats no more, and lets go on whoever waits. */
    @Override
    public synchronized void close() {
        clock.shutdownNow();
        over = true;
        notifyAll();
    }
}
