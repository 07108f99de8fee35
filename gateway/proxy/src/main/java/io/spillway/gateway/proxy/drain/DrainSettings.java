package io.spillway.gateway.proxy.drain;

import java.time.Duration;

import static java.util.Objects.requireNonNull;

/**
 * How connections end when the gateway stops.
 *
 * @param delay how long new connections are still taken, so that whoever sends clients here can notice, and
 *     nobody is lost who waits in a backlog; 0 for not at all
 * @param spread over which time, from the beginning, connections are told
 * @param limit after which all are cut, from the beginning
 */
public record DrainSettings(Duration delay, Duration spread, Duration limit) {
    public DrainSettings {
        requireNonNull(delay, "delay");
        requireNonNull(spread, "spread");
        requireNonNull(limit, "limit");
        if (delay.compareTo(limit) > 0 || spread.compareTo(limit) > 0) {
            throw new IllegalArgumentException(
                    "delay, spread: " + delay + ", " + spread + " (expected: up to the limit, " + limit + ")");
        }
    }

    /** Returns a drain of that length in which nobody new is let in and connections are told over half of it. */
    public static DrainSettings within(Duration limit) {
        return new DrainSettings(Duration.ZERO, limit.dividedBy(2), limit);
    }
}
