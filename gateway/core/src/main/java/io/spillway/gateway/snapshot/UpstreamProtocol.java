package io.spillway.gateway.snapshot;

/** What a cluster's endpoints speak. */
public enum UpstreamProtocol {
    /** One request at a time on a connection. */
    HTTP1,
    /** Many requests at a time on one connection; on connections in the clear by prior knowledge. */
    HTTP2
}
