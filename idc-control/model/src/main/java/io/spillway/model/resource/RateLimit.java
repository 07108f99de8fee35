package io.spillway.model.resource;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A rate that each gateway keeps by itself.
 *
 * @param requests 1..1000000000 in each {@code per}
 * @param per above zero, up to a day
 * @param burst 1..1000000000 at once
 * @param header for a rate per client: the header, in lower case, that tells clients apart; null for their address
 * @param maxKeys for a rate per client: how many are remembered, 1..10000000
 */
public record RateLimit(long requests, Duration per, long burst, @Nullable String header, int maxKeys) {

    /** How many clients are remembered without a word. */
    public static final int DEFAULT_KEYS = 10_000;
}
