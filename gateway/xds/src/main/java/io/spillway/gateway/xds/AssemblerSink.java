package io.spillway.gateway.xds;

import java.util.Map;
import java.util.Optional;

import com.google.protobuf.Message;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.xds.world.ResourceSink;
import io.spillway.gateway.xds.world.ResourceType;

/** Stands in until resources are assembled: accepts everything and serves nothing. */
final class AssemblerSink implements ResourceSink {
    private final String idc;

    AssemblerSink(String idc) {
        this.idc = idc;
    }
    @Override
    public Optional<String> offer(ResourceType type, String name, Message body) {
        return Optional.empty();
    }
    @Override
    public void forget(ResourceType type, String name) {}
    @Override
    public RoutingSnapshot assemble(Map<String, String> versions) {
        return RoutingSnapshot.empty(idc);
    }
}
