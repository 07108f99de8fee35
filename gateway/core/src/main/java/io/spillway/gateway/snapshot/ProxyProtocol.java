package io.spillway.gateway.snapshot;

/** The header by which an endpoint is told whose connection it gets (haproxy.org, proxy-protocol.txt). */
public enum ProxyProtocol {
    /** A line of text. */
    V1,
    /** Binary. */
    V2
}
