package io.spillway.model.resource;

/** The header by which workloads are told whose connection they get (haproxy.org, proxy-protocol.txt). */
public enum ProxyProtocol {
    /** A line of text. */
    V1,
    /** Binary; what everything that knows the protocol understands today. */
    V2
}
