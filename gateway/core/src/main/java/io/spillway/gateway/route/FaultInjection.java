package io.spillway.gateway.route;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

import static java.util.Objects.requireNonNull;

/**
 * A fault made on purpose. It ends by itself: after {@code expires}, whoever may be dead by then, nothing is done any more.
 * An end that is further away than any fault may last is the mistake of a clock or a control plane, and nothing is done
 * either.
 *
 * @param delay how long requests wait before they are sent on
 * @param delayed which part of them waits
 * @param status what requests are answered with
 * @param aborted which part of them is answered
 * @param expires when it ends
 */
public record FaultInjection(Duration delay, Share delayed, int status, Share aborted, Instant expires) {
    /** No fault lasts longer; a minute more than a control plane takes, because clocks differ. */
    private static final Duration LONGEST = Duration.ofHours(24).plusMinutes(1);

    /**
     * What happens to one request.
     *
     * @param delayNanos how long it waits, 0 for not at all
     * @param status what it is answered with then, 0 for an answer of the service
     */
    public record Drawn(long delayNanos, int status) {
        /** Nothing happens. */
        public static final Drawn NOTHING = new Drawn(0, 0);
    }

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException when requests shall be aborted with a status that is not 200..599
     */
    public FaultInjection {
        requireNonNull(expires, "expires");
        if (aborted.perMillion() > 0 && (status < 200 || status > 599)) {
            throw new IllegalArgumentException("http_status of a fault: " + status + " (expected: 200..599)");
        }
    }

    /** Returns whether faults are made at that time. */
    public boolean active(Instant now) {
        return now.isBefore(expires) && !now.plus(LONGEST).isBefore(expires);
    }

    /** Returns what happens to a request at that time. */
    public Drawn draw(Instant now, RandomGenerator random) {
        if (!active(now)) {
            return Drawn.NOTHING;
        }
        long wait = delayed.draw(random) ? delay.toNanos() : 0;
        int answer = aborted.draw(random) ? status : 0;
        return wait == 0 && answer == 0 ? Drawn.NOTHING : new Drawn(wait, answer);
    }
}
