package io.spillway.gateway.limit;

import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * A rate for each client of a route.
 *
 * @param rate of one client
 * @param header the header, in lower case, whose value tells clients apart; null for the client's address. Requests
 *     without the header are told apart by address
 * @param maxKeys how many clients are remembered
 */
public record ClientRate(RatePolicy rate, @Nullable String header, int maxKeys) {
    /** How many clients are remembered when nothing is said. */
    public static final int DEFAULT_KEYS = 10_000;

    public ClientRate {
        requireNonNull(rate, "rate");
        if (maxKeys < 1 || maxKeys > 10_000_000) {
            throw new IllegalArgumentException("maxKeys: " + maxKeys + " (expected: 1..10000000)");
        }
    }
}
