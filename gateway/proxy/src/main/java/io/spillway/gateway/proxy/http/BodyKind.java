package io.spillway.gateway.proxy.http;

/** How the end of a message's body is known. */
public enum BodyKind {
    /** There is no body. */
    NONE,
    /** A number of octets said in advance. */
    LENGTH,
    /** The chunked coding, trailers included. */
    CHUNKED,
    /** All that comes until the sender closes (responses only). */
    UNTIL_CLOSE
}
