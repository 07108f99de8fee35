package io.spillway.model.resource;

/**
 * A second attempt beside the first, for requests that may be made twice, when an answer takes longer to begin than usual.
 * It is paid from the retry budget and counts as one of the attempts that {@link RetryPolicy#limit} allows.
 *
 * @param percentile of the latencies of late that is longer than usual, 50..99
 */
public record Hedge(int percentile) {

    /** What one has that is switched on without a word. */
    public static final Hedge DEFAULTS = new Hedge(95);
}
