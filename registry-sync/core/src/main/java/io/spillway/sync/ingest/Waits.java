package io.spillway.sync.ingest;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waits after failures: each random, up to a bound that doubles. Owned by one thread. */
final class Waits {

    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 5_000;

    private final RandomGenerator random;
    private long bound = FIRST_MILLIS;

    Waits(RandomGenerator random) {
        this.random = random;
    }

    Duration next() {
        long wait = 1 + random.nextLong(bound);
        bound = Math.min(LONGEST_MILLIS, bound * 2);
        return Duration.ofMillis(wait);
    }

    void reset() {
        bound = FIRST_MILLIS;
    }
}
