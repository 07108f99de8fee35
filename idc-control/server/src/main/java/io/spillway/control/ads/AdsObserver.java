package io.spillway.control.ads;

import io.spillway.control.snapshot.ResourceType;

/** What metrics and the event stream want to know of serving. Calls come from many threads and must not block. */
public interface AdsObserver {

    /** An observer that does nothing. */
    AdsObserver NONE = new AdsObserver() {
    };

    /** A change was Acked so long after its registry event. */
    default void acked(ResourceType type, long nanosSinceEvent) {}

    /** A change was written to the wire so long after its registry event. */
    default void sent(ResourceType type, long nanosSinceEvent) {}

    /** That share of the clients that a revision touched has Acked it, the last of them so long after the event. */
    default void delivered(long revision, int percent, long nanosSinceEvent, int clients) {}

    /** A client owes the answer to a revision for long; {@code revision} 0: it has caught up. */
    default void straggling(String node, long revision) {}

    /** A client refused a response. */
    default void nacked(String node, ResourceType type, String detail) {}

    /** A client identified itself. */
    default void connected(NodeIdentity node) {}

    /** A client's stream ended. */
    default void disconnected(NodeIdentity node, String reason) {}

    /**
     * A stream was refused or ended by this node: {@code streams}, {@code rate}, {@code node-streams} or {@code names} as
     * {@link AdsLimits} has them, {@code message} when one was too large, {@code stuck} when an answer did not come, or
     * {@code identity} when its certificate names nobody, or somebody else than the client says it is.
     */
    default void refused(String reason) {}
}
