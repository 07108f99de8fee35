package io.spillway.drill.mock.fleet;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What a client does when its stream ends although it did not end it.
 *
 * @param after how long it waits, on average; each time between half and one and a half of it, so that not all come at once,
 *     and longer where the server says when to come back
 * @param resume whether it says then what it holds
 * @param next whether it tries the next address instead of the same
 */
public record Retry(Duration after, boolean resume, boolean next) {

    /** Comes back after about a second, to the next address, and says what it holds. */
    public static final Retry DEFAULT = new Retry(Duration.ofSeconds(1), true, true);

    /** A server that says more than this is not believed. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    /** Returns how long to wait; {@code advice} is what the server said, zero for nothing. */
    Duration wait(RandomGenerator random, Duration advice) {
        Duration bounded = advice.compareTo(LONGEST) > 0 ? LONGEST : advice;
        Duration usual = Duration.ofNanos(Math.round(after.toNanos() * (0.5 + random.nextDouble())));
        return usual.compareTo(bounded) > 0 ? usual : bounded;
    }
}
