package io.spillway.gateway.xds;

import java.time.Duration;

import io.spillway.gateway.xds.stream.StreamTiming;

/**
 * How patient the configuration is.
 *
 * @param stream
 *            with a control plane
 * @param startWithin
 *            when every file on disk is unusable: a control plane that has not given a configuration by then ends the
 *            start
 * @param warmWithin
 *            without a snapshot on disk: how long, after clusters and listeners are known, to wait for what they refer
 *            to before serving without it
 * @param saveAfter
 *            how long changes are collected before they are written to disk
 * @param bake
 *            how long a snapshot must have been out before the disk calls it good
 */
public record GatewayTiming(StreamTiming stream, Duration startWithin, Duration warmWithin, Duration saveAfter,
        Duration bake) {

    /** Returns what production uses. */
    public static GatewayTiming defaults() {
        return new GatewayTiming(StreamTiming.defaults(), Duration.ofSeconds(3), Duration.ofSeconds(5),
                Duration.ofMillis(250), Duration.ofSeconds(10));
    }
}
