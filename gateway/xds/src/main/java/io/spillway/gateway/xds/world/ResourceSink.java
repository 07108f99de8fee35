package io.spillway.gateway.xds.world;

import java.util.Map;
import java.util.Optional;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.spillway.gateway.snapshot.RoutingSnapshot;

/**
 * Where accepted resources become a routing snapshot. A sink remembers what it accepted; it is used by one thread only.
 */
public interface ResourceSink {

    /** Offers a resource that is no RouteConfiguration; returns why it cannot be used, in which case the version before it stays. */
    Optional<String> offer(ResourceType type, String name, Message body);

    /** Offers the bytes of a RouteConfiguration, as {@link #offer} does. */
    Optional<String> offerRoutes(String name, ByteString body);

    /** Forgets a resource; does nothing when there is none of that name. */
    void forget(ResourceType type, String name);

    /** Returns the snapshot of all that is accepted. Parts that did not change since the last call are reused. */
    RoutingSnapshot assemble(Map<String, String> versions);
}
