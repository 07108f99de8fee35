package io.spillway.gateway.proxy.downstream;

/** What a downstream connection is doing. */
enum State {
    /** Waiting for a head, or for the rest of it. */
    HEAD,
    /** An exchange runs and its request's body is not complete. */
    BODY,
    /** An exchange runs; what comes now belongs to the next request. */
    ANSWER,
    /** An exchange runs and has become a tunnel: what comes is the other protocol's. */
    TUNNEL,
    /** The last answer was given; what comes is thrown away. */
    CLOSING
}
