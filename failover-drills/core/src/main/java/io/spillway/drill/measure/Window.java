package io.spillway.drill.measure;

/**
 * A half-open span of a run.
 *
 * @param fromMicros
 *            first microsecond inside
 * @param toMicros
 *            first microsecond after
 */
public record Window(long fromMicros, long toMicros) {

    /** Returns the window from one millisecond to another. */
    public static Window ofMillis(double fromMs, double toMs) {
        return new Window(Math.round(fromMs * 1000), Math.round(toMs * 1000));
    }

    /** Returns whether the instant lies inside. */
    public boolean contains(long micros) {
        return micros >= fromMicros && micros < toMicros;
    }

    /** Returns the length in milliseconds. */
    public double millis() {
        return (toMicros - fromMicros) / 1000.0;
    }
}
