package io.spillway.gateway.proxy.upstream;

/** How a connection ended before its answer was complete. */
public enum UpstreamFailure {
    /** Closed or reset by the other side. */
    CLOSED,
    /** What came was not an answer that may be passed on. */
    PROTOCOL
}
