package io.spillway.control.health;

import java.util.random.RandomGenerator;

import io.spillway.model.resource.HealthCheck;

/** When checks are made, so that they do not come all at once. Pure but for chance. */
final class Spread {

    /** So many new workloads at once are checked within a moment; more are spread over an interval. */
    private static final int FEW = 32;
    private static final double PERCENT = 100;

    private Spread() {}

    /** Returns the time from one check to the next, in nanoseconds. */
    static long next(HealthCheck check, RandomGenerator random) {
        double jitter = check.jitterPercent() / PERCENT;
        return Math.round(check.interval().toNanos() * (1 + jitter * (2 * random.nextDouble() - 1)));
    }

    /** Returns the time until the first check of one of so many new workloads, in nanoseconds. */
    static long first(HealthCheck check, int together, RandomGenerator random) {
        return together <= FEW ? 0 : Math.round(check.interval().toNanos() * random.nextDouble());
    }
}
