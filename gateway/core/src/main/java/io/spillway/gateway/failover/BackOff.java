package io.spillway.gateway.failover;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long the next attempt waits. The first retry of a request does not: it goes to another endpoint, which has done
 * nothing wrong, and neither does one that leaves for another IDC. Later ones come with full jitter, that is, a wait drawn
 * evenly from 0 to a bound that doubles: Envoy's default, {@code [0, (2^n - 1) * 25 ms)} and at most 250 ms.
 */
public final class BackOff {
    /** The unit that waits grow by. */
    public static final Duration BASE = Duration.ofMillis(25);
    /** No wait is longer. */
    public static final Duration MOST = Duration.ofMillis(250);

    private static final long BASE_NANOS = BASE.toNanos();
    private static final long MOST_NANOS = MOST.toNanos();
    private static final int LARGEST_SHIFT = 5;

    private BackOff() {}

    /**
     * Returns how long to wait before a retry.
     *
     * @param retry 1 for the first retry of the request
     * @param leaves whether it goes to another priority than the attempt before
     * @param random draws the wait
     */
    public static long nanos(int retry, boolean leaves, RandomGenerator random) {
        if (retry <= 1 || leaves) {
            return 0;
        }
        long bound = Math.min(MOST_NANOS, BASE_NANOS * ((1L << Math.min(retry - 1, LARGEST_SHIFT)) - 1));
        return random.nextLong(bound);
    }
}
