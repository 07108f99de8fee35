package io.spillway.model.resource;

/** What a Service speaks. */
public enum ServiceProtocol {
    /** HTTP/1.1. */
    HTTP1,
    /** HTTP/2, in the clear by prior knowledge; what gRPC needs. */
    HTTP2,
    /** Anything on TCP, TLS that the workloads end included; clients come by a TCP listener of a gateway. */
    TCP
}
