package io.spillway.control.ads;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Who may send a heavy response now. When thousands of clients connect at once each is owed the world; if all of it were made
 * at once it would fill the memory, and whoever is served already would wait behind it for a change of one endpoint. So few
 * heavy responses are on their way at a time, and the others wait for their turn in the order in which they came. Safe for
 * use by any thread.
 */
final class Backlog {

    /** Responses with at least so many resources are heavy. */
    static final int HEAVY = 256;

    /** Someone who waits for a turn. */
    interface Waiting {

        /** It may {@link Backlog#enter} now; called by whoever left, must not block. */
        void onTurn();
    }

    private final int places;
    private final Set<Waiting> inside = new HashSet<>(); // guarded by this
    private final LinkedHashSet<Waiting> queue = new LinkedHashSet<>(); // guarded by this

    /** Creates one with that many places, at least 1. */
    Backlog(int places) {
        this.places = places;
    }

    /** Returns whether it may send now, until it leaves; if not it is queued, and told when its turn comes. */
    synchronized boolean enter(Waiting one) {
        if (inside.contains(one)) {
            return true;
        }
        if (inside.size() < places) {
            queue.remove(one);
            inside.add(one);
            return true;
        }
        queue.add(one);
        return false;
    }

    /** It has sent what it had, or wants to send no more; the next one's turn comes. */
    void leave(Waiting one) {
        Waiting next = replace(one);
        if (next != null) {
            next.onTurn();
        }
    }

    /** Returns how many wait for their turn. */
    synchronized int waiting() {
        return queue.size();
    }

    private synchronized @Nullable Waiting replace(Waiting one) {
        queue.remove(one);
        if (!inside.remove(one) || queue.isEmpty()) {
            return null;
        }
        Waiting next = queue.removeFirst();
        inside.add(next);
        return next;
    }
}
