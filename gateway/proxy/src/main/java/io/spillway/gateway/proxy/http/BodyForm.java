package io.spillway.gateway.proxy.http;

/** In which form the octets of a body are handed from one side of the proxy to the other. */
public enum BodyForm {
    /** Data only; its length is known in advance, or its end is the end of the connection (HTTP/1.0). */
    PLAIN,
    /** As HTTP/1.1 sends it: sizes, extensions, data and trailers in the chunked coding. */
    CHUNKED,
    /** Data of unknown length; the end is told apart, and so are the trailers (HTTP/2). */
    FRAMED
}
