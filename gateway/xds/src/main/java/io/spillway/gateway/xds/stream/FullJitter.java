package io.spillway.gateway.xds.stream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waiting times between attempts: uniformly anywhere between nothing and a ceiling that doubles with each failure, so
 * that a fleet that lost its control plane at one moment does not come back at one moment. Used by one thread.
 */
public final class FullJitter {

    private static final int MAX_DOUBLINGS = 20;

    private final long baseMillis;
    private final long capMillis;
    private final RandomGenerator random;
    private int failures;

    /** Creates times for an attempt that follows no failure. */
    public FullJitter(Duration base, Duration cap, RandomGenerator random) {
        this.baseMillis = base.toMillis();
        this.capMillis = cap.toMillis();
        this.random = random;
    }

    /** Returns how long to wait after one more failure. */
    public Duration next() {
        long ceiling = Math.min(capMillis, baseMillis << Math.min(failures, MAX_DOUBLINGS));
        failures++;
        return Duration.ofMillis(random.nextLong(ceiling + 1));
    }

    /** Forgets the failures. */
    public void reset() {
        failures = 0;
    }
}
