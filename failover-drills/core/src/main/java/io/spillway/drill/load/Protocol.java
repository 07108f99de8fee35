package io.spillway.drill.load;

/** What users speak to entrances. */
public enum Protocol {
    /** HTTP/1.1: connections are kept alive, with one request at a time on each. */
    HTTP1,
    /** HTTP/2 in the clear by prior knowledge (RFC 9113 section 3.3): one connection to each entrance. */
    HTTP2,
    /** Unary calls of gRPC, over HTTP/2 as above; each is a POST. */
    GRPC
}
