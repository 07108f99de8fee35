package io.spillway.gateway.proxy.upstream;

/** Why a stream ended before its answer was complete. */
public enum UpstreamFailure {
    /** The connection ended. */
    CLOSED,
    /** What came is not an answer that could be passed on. */
    PROTOCOL,
    /** The endpoint gave up this one request (RST_STREAM). */
    RESET,
    /** The endpoint says that it has not begun to work on the request (REFUSED_STREAM): it may be sent anywhere again. */
    NOT_PROCESSED,
    /** The same, because the connection was about to end (GOAWAY): another connection to the endpoint will do. */
    RETIRED
}
