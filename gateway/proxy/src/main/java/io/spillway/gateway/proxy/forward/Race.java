package io.spillway.gateway.proxy.forward;

import org.jspecify.annotations.Nullable;

/**
 * The attempts that are under way: none, one, or two of which the first good answer wins. The second one began because the
 * first one's endpoint fell silent, or, in a race that is a hedge, because its answer takes longer than usual. Owned by its
 * course.
 */
final class Race {
    private @Nullable Attempt current;
    /** An attempt beside which another one runs, and that may win after all. */
    private @Nullable Attempt earlier;
    /** Nothing is wrong with the earlier attempt but that it takes long. */
    private boolean hedging;

    /** Returns the attempt that the request is in the hands of. */
    @Nullable
    Attempt current() {
        return current;
    }

    @Nullable
    Attempt earlier() {
        return earlier;
    }

    /** Tells whether no other attempt is under way whose answer may win. */
    boolean alone() {
        return earlier == null;
    }

    /** Tells whether two attempts are under way and neither endpoint has fallen silent. */
    boolean hedging() {
        return hedging && earlier != null;
    }

    void enter(Attempt next) {
        current = next;
    }

    /** The current attempt is over. */
    void leave() {
        current = null;
    }

    /** The earlier attempt is over. */
    void leaveEarlier() {
        earlier = null;
    }

    /** The endpoint is silent. A request that was sent may still be answered; one that was not is taken back. */
    void stepAside(Attempt late) {
        current = null;
        hedging = false;
        if (!late.connected()) {
            late.abort();
            return;
        }
        if (earlier != null) {
            earlier.abort();
        }
        earlier = late;
    }

    /** The answer takes longer than usual: the attempt that is entered next runs beside it. */
    void hedge(Attempt late) {
        current = null;
        earlier = late;
        hedging = true;
    }

    /** One of two endpoints has fallen silent: the request is in the hands of the other one. */
    void silent(Attempt late) {
        current = late == current ? earlier : current;
        hedging = false;
        if (late.connected()) {
            earlier = late;
        } else {
            earlier = null;
            late.abort();
        }
    }

    /** The only hope left is that the earlier endpoint answers; returns its attempt, null if there is none. */
    @Nullable
    Attempt backToEarlier() {
        Attempt left = earlier;
        earlier = null;
        current = left;
        return left;
    }

    /** An attempt has won; returns the one that lost, if two were under way. */
    @Nullable
    Attempt win(Attempt answered) {
        if (earlier == null) {
            return null;
        }
        Attempt loser = answered == earlier ? current : earlier;
        earlier = null;
        current = answered;
        if (loser != null) {
            loser.abort();
        }
        return loser;
    }

    /** Returns when to look at the attempts again. */
    long due() {
        long due = current == null ? Aim.NEVER : current.watch().due();
        return earlier == null ? due : Math.min(due, earlier.watch().due());
    }

    void end() {
        if (earlier != null) {
            earlier.abort();
            earlier = null;
        }
        if (current != null) {
            current.abort();
            current = null;
        }
    }
}
