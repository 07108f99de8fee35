package io.spillway.model.resource;

import java.time.Duration;

/**
 * How an endpoint that has just become usable is warmed up.
 *
 * @param window how long, zero for not at all
 * @param aggression 1..10; 1 grows evenly, more grows faster at the start
 * @param minWeightPercent 0..100, the least share
 */
public record SlowStart(Duration window, int aggression, int minWeightPercent) {
    /** Ten seconds, evenly, from a tenth. */
    public static final SlowStart DEFAULTS = new SlowStart(Duration.ofSeconds(10), 1, 10);
}
