package io.spillway.control.state;

import io.spillway.registry.ConnectionState;

/**
 * What the state's thread tells; calls come one at a time, in order, and must not block. What a call that throws was told is
 * told again within a second, together with what happened meanwhile, until it is taken.
 */
public interface StateListener {

    /** The state changed. */
    void onChange(StateChange change);

    /** The state is as of a later revision; nothing in it changed. */
    default void onRevision(ControlState state) {}

    /** Everything that stood in the registry, and was queued, at the start has been delivered. Comes once. */
    void onLoaded(ControlState state);

    /** The connection to the registry was lost or came back. */
    default void onRegistry(ConnectionState connection) {}

    /** Other resources than before are served although the registry has them no more; none when that is over. */
    default void onHeld(HeldRemovals held) {}

    /** A full comparison with the registry found changes that no event had told. */
    default void onDrift(int resources) {}

    /** Events that wait to be folded in, after each step; there is one each second, also when nothing happens. */
    default void onQueue(int events, long stepNanos) {}
}
