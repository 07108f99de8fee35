package io.spillway.drill.mock.fleet;

import java.nio.ByteBuffer;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;

/** Looks into the resources that a listener is given. */
final class Ports {

    private Ports() {}

    static int of(ByteBuffer octets) {
        try {
            return ClusterLoadAssignment.parseFrom(octets).getEndpoints(0).getLbEndpoints(0).getEndpoint().getAddress()
                    .getSocketAddress().getPortValue();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
