package io.spillway.drill.mock.session;

import java.time.Duration;
import java.util.List;

/**
 * How a client answers from now on.
 *
 * @param ackAfter how long after a response
 * @param silent whether it does not answer at all until told otherwise; what it owes it then says at once
 * @param nacks what it refuses; the first rule that finds something counts
 */
public record Conduct(Duration ackAfter, boolean silent, List<NackRule> nacks) {

    /** Acks everything at once. */
    public static final Conduct PROMPT = new Conduct(Duration.ZERO, false, List.of());

    /** Copies the list. */
    public Conduct {
        nacks = List.copyOf(nacks);
    }

    /** Returns the same with that delay. */
    public Conduct ackingAfter(Duration delay) {
        return new Conduct(delay, silent, nacks);
    }

    /** Returns the same, silent or not. */
    public Conduct silent(boolean now) {
        return new Conduct(ackAfter, now, nacks);
    }

    /** Returns the same with these rules instead of others. */
    public Conduct nacking(List<NackRule> rules) {
        return new Conduct(ackAfter, silent, rules);
    }
}
