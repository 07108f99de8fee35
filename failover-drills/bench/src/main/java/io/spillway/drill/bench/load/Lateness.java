package io.spillway.drill.bench.load;

/**
 * How long the generator did not run although it should have.
 *
 * @param totalMs altogether, in milliseconds
 * @param longestMs at a time
 */
public record Lateness(double totalMs, double longestMs) {
    /** It was always on time. */
    public static final Lateness NONE = new Lateness(0, 0);
}
