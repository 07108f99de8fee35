package io.spillway.drill.mock.session;

import java.util.ArrayList;
import java.util.List;

/**
 * What a client still has to hear from the server: names that it asked for and that nothing was said about, and by when; which
 * resources may come though they did not change; and when all that was asked for has come. Belongs to its session.
 */
final class Expected {

    private final SessionLimits limits;
    private final SessionOutput output;
    private final boolean answersNames;

    /** Creates it; {@code answersNames}: the server is to say of every name that there is nothing. */
    Expected(SessionLimits limits, SessionOutput output, boolean answersNames) {
        this.limits = limits;
        this.output = output;
        this.answersNames = answersNames;
    }

    /** Begins to wait for what is asked for now. */
    void begin(TypeState state, long now) {
        state.askedAt = now;
        state.settling = true;
        again(state, now);
    }

    /** The server has the whole time once more. */
    void again(TypeState state, long now) {
        state.answerBy = now + limits.answerWithin().toNanos();
    }

    /** The subscription is another. */
    void changed(TypeState state, long now) {
        state.changed = true;
        state.changedAt = now;
    }

    /** Tells whether a response may still show how it was before the last change. */
    boolean recentlyChanged(TypeState state, long now) {
        return state.changed && now - state.changedAt <= limits.grace().toNanos();
    }

    /** Notes that a name is owed an answer. */
    void mark(TypeState state, int number) {
        if (!state.is(number, TypeState.NAMED) || state.is(number, TypeState.ANSWERED)) {
            state.unanswered++;
        }
        state.set(number, TypeState.NAMED | TypeState.OWED);
        state.clear(number, TypeState.ANSWERED);
    }

    /**
     * A name came. What was owed is then given, unless the client had it before: then this may be an earlier change that
     * crossed the request, and the answer still to come.
     */
    void given(TypeState state, int number, boolean unchanged, long now) {
        boolean soon = now - state.owedAt <= limits.grace().toNanos();
        if (!state.is(number, TypeState.SEEN) || (unchanged && !soon)) {
            state.clear(number, TypeState.OWED);
        }
    }

    /** Tells when all that was asked for has come, once. */
    void settle(TypeState state, long now) {
        boolean complete = state.unanswered == 0 || !answersNames;
        if (state.settling && complete) {
            state.settling = false;
            output.settled(state.shared.type(), now - state.askedAt);
        }
    }

    /** Tells whether the server owes something by {@code state.answerBy}. */
    boolean any(TypeState state) {
        return answersNames && state.asked && state.unanswered > 0;
    }

    /** Notes what has not come in time. */
    void look(TypeState state, long now) {
        if (any(state) && state.answerBy - now <= 0) {
            miss(state);
        }
    }

    private void miss(TypeState state) {
        List<String> missing = new ArrayList<>();
        for (int number = 0; number < state.flags.length; number++) {
            if (state.is(number, TypeState.NAMED) && !state.is(number, TypeState.ANSWERED)) {
                missing.add(state.shared.names().name(number));
                state.answered(number);
            }
        }
        state.settling = false;
        output.violation(ViolationKind.NEVER_ANSWERED, state.shared.type().name(),
                missing.size() + " names within " + limits.answerWithin().toMillis() + " ms, the first: "
                        + missing.getFirst(),
                missing.size());
    }
}
