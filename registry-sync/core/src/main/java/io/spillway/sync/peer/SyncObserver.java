package io.spillway.sync.peer;

/** Hears what is counted. Called by the owner thread, must not block. */
public interface SyncObserver {

    /** The own control plane held an update; {@code guard} says by which guard. */
    void held(String peer, String service, String guard);

    /** What is held of a peer was not what it has told: an update was lost, and what is missing is asked for. */
    void lacked(String peer);

    /** A record was set aside, here or by the own control plane. */
    void refused(String peer, String name, String reason);
}
