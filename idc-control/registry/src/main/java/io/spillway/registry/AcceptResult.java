package io.spillway.registry;

/** Answer to {@link Registry#accept}. */
public sealed interface AcceptResult {

    /** The registry is believed from now on. */
    record Accepted(String clusterId, long epoch) implements AcceptResult {}

    /** Nothing is refused at the moment: there is nothing to accept. */
    record NothingToAccept(String clusterId) implements AcceptResult {}

    /** Another id was given than the one that answers now. */
    record OtherFound(ClusterChanged changed, String given) implements AcceptResult {}

    /** The registry does not answer. */
    record Unreachable(String reason) implements AcceptResult {}
}
