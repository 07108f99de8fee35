package io.spillway.control.ads;

import java.time.Duration;

import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.spillway.control.snapshot.Versioned;

/**
 * How long a client may keep a resource ("TTL" of the xDS protocol).
 *
 * @param ttl  from when the response arrives
 * @param body whether the response has the resource; without, it is a heartbeat: the client keeps what it has for longer
 */
record Lease(Duration ttl, boolean body) {

    /** Returns the message that says so. */
    Resource resource(Versioned content) {
        Resource.Builder resource = Resource.newBuilder().setName(content.name()).setVersion(content.version())
                .setTtl(com.google.protobuf.Duration.newBuilder().setSeconds(ttl.getSeconds())
                        .setNanos(ttl.getNano()));
        return body ? resource.setResource(content.any()).build() : resource.build();
    }
}
