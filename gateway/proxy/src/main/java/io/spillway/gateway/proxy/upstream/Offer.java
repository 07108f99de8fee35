package io.spillway.gateway.proxy.upstream;

import java.util.ArrayList;
import java.util.List;

/** What the other end of a connection of HTTP/2 has said that it takes, and who waits for it to say so. Owned by the connection. */
final class Offer {
    private final List<Wish> curious = new ArrayList<>(0);
    private boolean known;
    private boolean upgrades;

    /** SETTINGS have come; {@code more} says whether they allow CONNECT for a protocol, which is never taken back (RFC 8441). */
    void settle(boolean more) {
        known = true;
        upgrades |= more;
    }

    boolean isKnown() {
        return known;
    }

    /** Tells whether a stream may become a connection of another protocol. */
    boolean upgrades() {
        return upgrades;
    }

    /** Lets somebody wait until it is known. */
    void ask(Wish wish) {
        curious.add(wish);
    }

    int waiting() {
        return curious.size();
    }

    /** Returns those who wait, who wait no longer. */
    List<Wish> answered() {
        List<Wish> all = List.copyOf(curious);
        curious.clear();
        return all;
    }
}
