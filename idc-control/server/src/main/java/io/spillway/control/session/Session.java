package io.spillway.control.session;

import java.time.Instant;

/**
 * A session.
 *
 * @param credential what it was made for
 * @param begun      when it began
 * @param seen       when it was sealed last, which is when its owner was last here, or up to a minute before that
 */
public record Session(Credential credential, Instant begun, Instant seen) {

    /** Returns when it ends whatever its owner does. */
    public Instant ends() {
        return begun.plus(Sessions.LONGEST);
    }

    /** Returns why it is over; empty when it is not. */
    String over(Instant now) {
        if (!now.isBefore(ends())) {
            return "it began at " + begun + " (expected: at most " + Sessions.LONGEST.toHours() + " h ago)";
        }
        return now.isBefore(seen.plus(Sessions.IDLE))
                ? ""
                : "nobody was here since " + seen + " (expected: somebody in " + Sessions.IDLE.toMinutes() + " min)";
    }

    /** Returns whether it should be sealed anew, because its owner is here. */
    public boolean renews(Instant now) {
        return !now.isBefore(seen.plus(Sessions.RENEWS));
    }

    /** Returns the same, whose owner is here. */
    Session seen(Instant now) {
        return new Session(credential, begun, now);
    }
}
