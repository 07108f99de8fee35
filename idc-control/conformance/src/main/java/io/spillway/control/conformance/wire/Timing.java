package io.spillway.control.conformance.wire;

import java.time.Duration;

/**
 * How patient the suite is.
 *
 * @param deadline what the protocol demands must have come by then
 * @param quiet    what nothing may come for
 */
public record Timing(Duration deadline, Duration quiet) {

    /** Fit for a server on the same machine. */
    public static final Timing LOCAL = new Timing(Duration.ofSeconds(3), Duration.ofMillis(150));
}
