package io.spillway.gateway.limit;

import java.time.Duration;

import static java.util.Objects.requireNonNull;

/**
 * A rate with bursts: a bucket of tokens that fills evenly (Envoy, token_bucket.proto, fills the same amount in steps).
 *
 * @param burst how many tokens the bucket holds, at least 1
 * @param tokens how many come back in each {@code per}, at least 1
 * @param per above zero
 */
public record RatePolicy(long burst, long tokens, Duration per) {
    private static final long MOST = 1_000_000_000L;

    public RatePolicy {
        requireNonNull(per, "per");
        if (burst < 1 || burst > MOST) {
            throw new IllegalArgumentException("burst: " + burst + " (expected: 1..1000000000)");
        }
        if (tokens < 1 || tokens > MOST) {
            throw new IllegalArgumentException("tokens: " + tokens + " (expected: 1..1000000000)");
        }
        if (per.isZero() || per.isNegative() || per.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("per: " + per + " (expected: above zero and up to a day)");
        }
    }

    /** Returns a rate per second with a burst. */
    public static RatePolicy perSecond(long tokens, long burst) {
        return new RatePolicy(burst, tokens, Duration.ofSeconds(1));
    }

    /** Returns how long one token takes to come back, at least 1. */
    long intervalNanos() {
        return Math.max(1, per.toNanos() / tokens);
    }

    /** Returns how long an empty bucket takes to fill. */
    long capacityNanos() {
        long interval = intervalNanos();
        return burst > Long.MAX_VALUE / 4 / interval ? Long.MAX_VALUE / 4 : burst * interval;
    }
}
