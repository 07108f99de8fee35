package io.spillway.drill.mock.session;

import java.time.Duration;

/**
 * How patient a session is.
 *
 * @param answerWithin how long a subscribed name may go without an answer; counted from the last response of its type
 * @param grace how long after a change of the subscription a response may still show the time before
 * @param orderedVersions whether versions are numbers that only grow
 */
public record SessionLimits(Duration answerWithin, Duration grace, boolean orderedVersions) {

    /** 15 s, which the protocol recommends to clients; 2 s of grace; versions without order. */
    public static final SessionLimits DEFAULT = new SessionLimits(Duration.ofSeconds(15), Duration.ofSeconds(2), false);
}
