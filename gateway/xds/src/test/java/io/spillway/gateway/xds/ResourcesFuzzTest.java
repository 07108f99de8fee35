package io.spillway.gateway.xds;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.xds.world.HeldResource;
import io.spillway.gateway.xds.world.Rejection;
import io.spillway.gateway.xds.world.ResourceType;
import io.spillway.gateway.xds.world.World;
import io.spillway.gateway.xds.world.World.Applied;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a control plane sends: a resource is used as a whole or refused with a reason, its siblings are used, and what is
 * held is what a fresh start would make of it. The saved inputs are replayed by every build; {@code JAZZER_FUZZ=1} looks for
 * more of them.
 */
class ResourcesFuzzTest {

    private static final List<ResourceType> TYPES = List.of(ResourceType.values());
    private static final int LONGEST = 1_100;
    private static final String NAME = "orders/default";
    private static final String SIBLING = "stock/default";
    private static final String LISTENER = "entrance";
    private static final String OTHER_LISTENER = "local";

    /** The body of one resource; the first octet says of which type. */
    @FuzzTest
    void resource(byte[] octets) {
        if (octets.length == 0) {
            return;
        }
        ResourceType type = TYPES.get(Byte.toUnsignedInt(octets[0]) % TYPES.size());
        ByteString body = ByteString.copyFrom(octets, 1, octets.length - 1);
        Resource hostile = Resource.newBuilder().setName(name(type, body)).setVersion("hostile")
                .setResource(Any.newBuilder().setTypeUrl(type.typeUrl()).setValue(body)).build();
        check(type, List.of(hostile), List.of());
    }

    /** A whole response. */
    @FuzzTest
    void response(byte[] octets) {
        DeltaDiscoveryResponse response;
        try {
            response = DeltaDiscoveryResponse.parseFrom(octets);
        } catch (InvalidProtocolBufferException notOne) {
            return;
        }
        for (ResourceType type : ResourceType.values()) {
            check(type, response.getResourcesList(), response.getRemovedResourcesList());
        }
    }

    private static String name(ResourceType type, ByteString body) {
        try {
            String own = type == ResourceType.CLUSTER ? Cluster.parseFrom(body).getName() : "";
            return switch (type) {
                case CLUSTER -> own.isEmpty() ? NAME : own;
                case ENDPOINTS -> NAME;
                case LISTENER, ROUTES -> LISTENER;
            };
        } catch (InvalidProtocolBufferException unreadable) {
            return NAME;
        }
    }

    private static World known() {
        World world = new World(new AssemblerSink("idc-a", new ClusterSubscription.All()));
        for (ResourceType type : ResourceType.values()) {
            assertThat(world.apply(type, good(type, "v1"), List.of()).rejected()).isEmpty();
        }
        return world;
    }

    private static List<Resource> good(ResourceType type, String version) {
        return switch (type) {
            case CLUSTER -> List.of(Resources.cluster(NAME, version), Resources.cluster(SIBLING, version));
            case ENDPOINTS -> List.of(Resources.endpoints(NAME, version, 7001),
                    Resources.endpoints(SIBLING, version, 7002));
            case LISTENER -> List.of(Resources.listener(LISTENER, version),
                    Resources.listener(OTHER_LISTENER, version));
            case ROUTES -> List.of(Resources.routes(LISTENER, version, "a.example", NAME),
                    Resources.routes(OTHER_LISTENER, version, "b.example", SIBLING));
        };
    }

    private static void check(ResourceType type, List<Resource> hostile, List<String> removed) {
        World world = known();
        Map<String, String> before = Map.copyOf(world.versions(type));
        Resource sibling = good(type, "v2").getLast();
        List<Resource> sent = new ArrayList<>(hostile);
        sent.add(sibling);
        Applied applied = world.apply(type, sent, removed);
        for (Rejection rejection : applied.rejected()) {
            assertThat(rejection.why()).isNotBlank().hasSizeLessThan(LONGEST);
        }
        Map<String, String> after = world.versions(type);
        boolean twice = hostile.stream().anyMatch(one -> one.getName().equals(sibling.getName()));
        boolean asked = world.wildcard(type) || world.wanted(type).contains(sibling.getName());
        if (asked && !twice) {
            assertThat(after).as("the sibling is used").containsEntry(sibling.getName(), "v2");
        }
        for (Rejection rejection : applied.rejected()) {
            boolean once = sent.stream().filter(one -> one.getName().equals(rejection.name())).count() == 1;
            if (once && !removed.contains(rejection.name()) && before.containsKey(rejection.name())) {
                assertThat(after).as("what is refused leaves the version before").containsEntry(rejection.name(),
                        before.get(rejection.name()));
            }
        }
        assertSameAsRebuilt(world);
    }

    /** Nothing is half applied: what is held makes the snapshot that is served. */
    private static void assertSameAsRebuilt(World world) {
        RoutingSnapshot found = world.assemble();
        List<HeldResource> held = world.resources();
        World rebuilt = new World(new AssemblerSink("idc-a", new ClusterSubscription.All()));
        assertThat(rebuilt.restore(held)).isEmpty();
        RoutingSnapshot expected = rebuilt.assemble();
        assertThat(found.clusters()).isEqualTo(expected.clusters());
        assertThat(found.versions()).isEqualTo(expected.versions());
        for (ListenerRole role : ListenerRole.values()) {
            assertThat(found.table(role).hosts()).isEqualTo(expected.table(role).hosts());
        }
    }
}
