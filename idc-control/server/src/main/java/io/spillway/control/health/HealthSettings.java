package io.spillway.control.health;

import java.time.Duration;

/**
 * How checks are made.
 *
 * @param concurrency checks of workloads that are fine which may be on at once
 * @param failingConcurrency checks of others which may be on at once
 * @param patience a check that takes longer goes on among the others
 * @param tick how exactly times are kept
 */
public record HealthSettings(int concurrency, int failingConcurrency, Duration patience, Duration tick) {

    /** What applies when nothing is said. */
    public static final HealthSettings DEFAULTS = new HealthSettings(256, 256, Duration.ofMillis(200),
            Duration.ofMillis(20));
}
