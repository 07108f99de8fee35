package io.spillway.gateway.proxy.forward;

import org.jspecify.annotations.Nullable;

/**
 * The attempts that are under way: none, one, or two after an endpoint fell silent, of which the first good answer wins.
 * Owned by its course.
 */
final class Race {
    private @Nullable Attempt current;
    /** An attempt whose endpoint fell silent, and that may win after all. */
    private @Nullable Attempt silent;

    /** Returns the attempt that the request is in the hands of. */
    @Nullable
    Attempt current() {
        return current;
    }

    @Nullable
    Attempt silent() {
        return silent;
    }

    /** Tells whether no other attempt is under way whose answer may win. */
    boolean alone() {
        return silent == null;
    }

    void enter(Attempt next) {
        current = next;
    }

    /** The current attempt is over. */
    void leave() {
        current = null;
    }

    /** The silent attempt is over. */
    void leaveSilent() {
        silent = null;
    }

    /** A request that was sent may still be answered; one that was not is taken back. */
    void stepAside(Attempt late) {
        current = null;
        if (!late.connected()) {
            late.abort();
            return;
        }
        if (silent != null) {
            silent.abort();
        }
        silent = late;
    }

    /** The only hope left is that the silent endpoint answers; returns its attempt, null if there is none. */
    @Nullable
    Attempt backToSilent() {
        Attempt left = silent;
        silent = null;
        current = left;
        return left;
    }

    /** An attempt has won; returns the one that lost, if two were under way. */
    @Nullable
    Attempt win(Attempt answered) {
        if (silent == null) {
            return null;
        }
        Attempt loser = answered == silent ? current : silent;
        silent = null;
        current = answered;
        if (loser != null) {
            loser.abort();
        }
        return loser;
    }

    /** Returns when to look at the attempts again. */
    long due() {
        long due = current == null ? Aim.NEVER : current.watch().due();
        return silent == null ? due : Math.min(due, silent.watch().due());
    }

    void end() {
        if (silent != null) {
            silent.abort();
            silent = null;
        }
        if (current != null) {
            current.abort();
            current = null;
        }
    }
}
