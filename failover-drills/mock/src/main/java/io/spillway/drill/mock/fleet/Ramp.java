package io.spillway.drill.mock.fleet;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * When the clients of a group connect: evenly over a time, each earlier or later by chance.
 *
 * @param over from the first to the last
 * @param jitter how far a client may be off its time, as a share of {@code over}; 0..1
 */
public record Ramp(Duration over, double jitter) {

    /** All at once. */
    public static final Ramp NONE = new Ramp(Duration.ZERO, 0);

    /** Returns the ramp on which so many connect each second. */
    public static Ramp perSecond(double clientsPerSecond, int clients, double jitter) {
        return new Ramp(Duration.ofNanos(Math.round(clients / clientsPerSecond * 1e9)), jitter);
    }

    /** Returns how long after the start a client connects, in nanoseconds. */
    long nanos(int client, int clients, SplittableRandom random) {
        double even = over.toNanos() * (double) client / clients;
        double chance = jitter == 0 ? 0 : over.toNanos() * jitter * (random.nextDouble() - 0.5);
        return Math.max(0, Math.round(even + chance));
    }
}
