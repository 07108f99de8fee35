package io.spillway.sync.peer;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Full jitter: each wait is random between nothing and a bound that doubles, so that many clients do not come at once.
 * The bound is a second: what was missed in a cut, however long, is to be there two seconds after it.
 */
final class Backoff {

    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 1_000;

    private final RandomGenerator random;
    private long bound = FIRST_MILLIS;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    Duration next() {
        long wait = random.nextLong(bound + 1);
        bound = Math.min(LONGEST_MILLIS, bound * 2);
        return Duration.ofMillis(wait);
    }

    void reset() {
        bound = FIRST_MILLIS;
    }
}
