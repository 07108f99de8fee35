package io.spillway.drill.mock.fleet;

import io.spillway.drill.mock.message.XdsType;
import io.spillway.drill.mock.session.Session;

/** What can be asked about a client; valid during a call only. */
public final class ClientView {

    private final int number;
    private final Session session;

    ClientView(int number, Session session) {
        this.number = number;
        this.session = session;
    }

    /** Returns the client's number in its group. */
    public int number() {
        return number;
    }

    /** Returns whether it has a stream. */
    public boolean connected() {
        return session.isOpen();
    }

    /** Returns how many resources of a type it uses. */
    public int held(XdsType type) {
        return session.held(type);
    }

    /** Returns the hash of the version of a resource that it uses, as receipts have it; 0 when it has none. */
    public long versionHash(XdsType type, String name) {
        return session.heldVersion(type, name);
    }

    /** Returns whether it uses that version of a resource. */
    public boolean holds(XdsType type, String name, String version) {
        return session.heldVersion(type, name) == Conditions.hash(version);
    }

    /** Returns how many of the names that it asked for the server has said nothing about. */
    public int unanswered(XdsType type) {
        return session.unanswered(type);
    }
}
