package io.spillway.drill.mock.session;

/**
 * What a server can do against the xDS protocol. Sentences in quotes are those of "xDS REST and gRPC protocol" of Envoy's
 * documentation that it breaks.
 */
public enum ViolationKind {

    /** Octets that are no response, or a resource without a name. */
    MALFORMED_RESPONSE("octets that are no response"),

    /** "All server responses will contain a nonce"; incremental: "the nonce field is required". */
    EMPTY_NONCE("a response without a nonce"),

    /**
     * "This allows servers to determine which response a given request is associated with": a nonce that several of the last
     * responses of a type have does not.
     */
    REPEATED_NONCE("a nonce that an earlier response had"),

    /** "It is an error for a server to send a single response that contains the same resource name twice." */
    DUPLICATE_RESOURCE("a resource twice in one response"),

    /**
     * "The management server must supply the requested resources", and of its type: the body of a resource has another type
     * URL than the response around it.
     */
    WRONG_TYPE("a resource of another type than its response"),

    /**
     * "Each resource type is treated as a separate logical stream within the aggregated stream", which "begins with a
     * DiscoveryRequest from the client": a response of a type that this client never asked for on this stream.
     */
    TYPE_NOT_SUBSCRIBED("a response of a type that is not subscribed"),

    /**
     * "The server will then send a DiscoveryResponse containing any resources that the client has subscribed to": this one
     * it has not. What was unsubscribed a moment ago may still be on its way.
     */
    RESOURCE_NOT_SUBSCRIBED("a resource that is not subscribed"),

    /**
     * "The server signals the client that a resource should be deleted via the removed_resources field. This tells the
     * client to remove the resource from its local cache", where one that it never subscribed cannot be.
     */
    REMOVED_NOT_SUBSCRIBED("a removal of a resource that is not subscribed"),

    /**
     * "The management server should only send updates to the Envoy client when the resources in the DiscoveryResponse have
     * changed." Nobody asked for it again either, nor was a cluster or listener sent that waits for it.
     */
    UNCHANGED_VERSION("a version that the client had from this stream, unchanged and not asked for"),

    /**
     * "On reconnect the Incremental xDS client may tell the server of its known resources to avoid resending them over the
     * network by sending them in initial_resource_versions": it was resent nevertheless.
     */
    CLAIMED_VERSION("a version that the client said it holds when it came back"),

    /**
     * "Only send updates when the resources have changed", and "after a NACK, an API update may succeed at a new version": a
     * refused version came again.
     */
    NACKED_VERSION("a version that the client refused on this stream, unchanged"),

    /**
     * "The management server must supply the requested resources if they exist", and a server that speaks the incremental
     * protocol says of one that does not exist that it is removed: neither came within the limit.
     */
    NEVER_ANSWERED("a subscribed name that was neither sent nor removed"),

    /**
     * State of the world: "the server must include the complete state of the world, meaning that all resources of the
     * relevant type that are needed by the client must be included". Under the same version another response held more.
     */
    WORLD_NOT_WHOLE("a state of the world that lacks what another has under the same version"),

    /**
     * "Every xDS resource type has a version string that indicates the version. Whenever one resource of that type changes,
     * the version is changed": where versions are numbers that grow, a smaller one is an older state. Only looked for when
     * asked to.
     */
    OLDER_VERSION("an older version after a newer one");

    private final String words;

    ViolationKind(String words) {
        this.words = words;
    }

    /** Returns it in words, to be put after "the server sent". */
    public String words() {
        return words;
    }
}
