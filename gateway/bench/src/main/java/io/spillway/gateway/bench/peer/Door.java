package io.spillway.gateway.bench.peer;

/** The ways into a proxy. */
public enum Door {
    /** Cleartext TCP, HTTP/1.1. */
    HTTP1,
    /** TLS over TCP, HTTP/1.1 or HTTP/2 by ALPN. */
    TLS,
    /** Cleartext TCP, HTTP/2 by prior knowledge. */
    H2C,
    /** A Unix domain socket, HTTP/1.1. */
    UNIX
}
