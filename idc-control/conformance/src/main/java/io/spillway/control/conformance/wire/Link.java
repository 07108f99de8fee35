package io.spillway.control.conformance.wire;

import io.grpc.Channel;

/** A server, and what is called there. */
public record Link(Channel channel, Methods methods) {}
