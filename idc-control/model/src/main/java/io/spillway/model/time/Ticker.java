package io.spillway.model.time;

/**
 * A monotonic clock for time-outs, ages and rates. Never goes back, says nothing about the time of day (for that take a
 * {@link java.time.InstantSource}). Safe for use by any thread.
 */
@FunctionalInterface
public interface Ticker {

    /** Returns nanoseconds since an arbitrary origin; only differences mean anything. */
    long nanos();

    /** Returns the clock of this machine. */
    static Ticker system() {
        return System::nanoTime;
    }
}
