package io.spillway.gateway.xds.world;

import com.google.protobuf.ByteString;

/** A resource as it was received and accepted: its bytes are kept so that the disk gets exactly what was sent. */
public record HeldResource(ResourceType type, String name, String version, ByteString body) {}
