package io.spillway.drill.mock.session;

import java.util.Set;

/**
 * Whether a response is accepted.
 *
 * @param error what the server is told; empty for an Ack
 * @param refused numbers of the refused resources, when the others are used; empty when none is used or all are
 */
record Verdict(String error, Set<Integer> refused) {

    static final Verdict ACCEPTED = new Verdict("", Set.of());

    boolean accepts(int number) {
        return error.isEmpty() || (!refused.isEmpty() && !refused.contains(number));
    }

    boolean acceptsNothing() {
        return !error.isEmpty() && refused.isEmpty();
    }
}
