package io.spillway.gateway.assembly;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.spillway.gateway.balance.EndpointStates;
import io.spillway.gateway.explain.Explanation;
import io.spillway.gateway.route.RequestView;
import io.spillway.gateway.snapshot.DanglingRoute;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.snapshot.XdsCluster;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.spillway.gateway.assembly.Resources.assignment;
import static io.spillway.gateway.assembly.Resources.cluster;
import static io.spillway.gateway.assembly.Resources.endpoint;
import static io.spillway.gateway.assembly.Resources.listener;
import static io.spillway.gateway.assembly.Resources.locality;
import static io.spillway.gateway.assembly.Resources.route;
import static io.spillway.gateway.assembly.Resources.routes;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
class SnapshotAssemblerTest {
    private record Get(String method, String authority, String path) implements RequestView {
        @Override
        public @Nullable String header(String lowerCaseName) {
            return null;
        }
    }

    private final SnapshotAssembler assembler = new SnapshotAssembler("idc-a");

    private void put(Message... resources) {
        for (Message resource : resources) {
            assertThat(assembler.put(resource)).isInstanceOf(Validation.Valid.class);
        }
    }

    private RoutingSnapshot snapshot() {
        return assembler.assemble(Map.of());
    }

    private XdsCluster clusterNow(String name) {
        return Objects.requireNonNull(snapshot().cluster(name));
    }

    private static Message orders(int port) {
        return assignment("orders/default",
                locality(0, "idc-a", endpoint("10.0.0.1", port, HealthStatus.HEALTHY, "workload")),
                locality(1, "idc-b", endpoint("10.9.0.1", 17002, HealthStatus.HEALTHY, "gateway"))).build();
    }

    private String outcome(String host) {
        return Explanation
                .of(snapshot(), ListenerRole.ENTRANCE, new Get("GET", host, "/"), EndpointStates.UNTOUCHED)
                .outcome();
    }

    @Test
    void fourResourcesMakeARequestGoSomewhere() {
        put(listener("entrance").build(), routes("entrance", route("orders", "/", "orders/default", 100)).build(),
                cluster("orders/default").build(), orders(8080));
        RoutingSnapshot snapshot = assembler.assemble(Map.of(XdsNames.TYPE_CLUSTER, "v1"));
        assertThat(snapshot.versions()).containsEntry(XdsNames.TYPE_CLUSTER, "v1");
        assertThat(outcome("orders.example:8080")).isEqualTo("forward");
        assertThat(outcome("other.example")).isEqualTo("no_host");
        XdsCluster cluster = clusterNow("orders/default");
        assertThat(cluster.crossingName()).isEqualTo("orders/default");
        Endpoint first = cluster.priorities().getFirst().localities().getFirst().endpoints().getFirst();
        assertThat(first).isEqualTo(new Endpoint("10.0.0.1", 8080, "idc-of-10.0.0.1", Endpoint.Role.WORKLOAD, 100,
                Health.HEALTHY, "id-8080"));
        assertThat(cluster.priorities().get(1).localities().getFirst().endpoints()).extracting(Endpoint::role)
                .containsExactly(Endpoint.Role.GATEWAY);
        assertThat(assembler.endpointNames()).containsExactly("orders/default");
        assertThat(assembler.routeNames()).containsExactly("entrance");
    }

    @Test
    void aRouteMayNameAClusterThatIsNotThere() {
        put(listener("entrance").build(), routes("entrance", route("orders", "/", "gone/default", 100)).build());
        assertThat(outcome("orders.example")).isEqualTo("no_cluster");
        assertThat(snapshot().danglingRoutes())
                .containsExactly(new DanglingRoute(ListenerRole.ENTRANCE, "orders", "gone/default"));
    }

    @Test
    void aClusterWithoutItsEndpointsIsThereButHasNoEndpoint() {
        put(listener("entrance").build(), routes("entrance", route("orders", "/", "orders/default", 100)).build(),
                cluster("orders/default").build());
        assertThat(outcome("orders.example")).isEqualTo("no_endpoint");
        put(orders(8080));
        assertThat(outcome("orders.example")).isEqualTo("forward");
    }

    @Test
    void aClusterThatIsSentAgainKeepsItsEndpointsUntilNewOnesCome() {
        put(cluster("orders/default").build(), orders(8080));
        put(cluster("orders/default")
                .setCommonLbConfig(cluster("x").getCommonLbConfigBuilder().setHealthyPanicThreshold(
                        io.envoyproxy.envoy.type.v3.Percent.newBuilder().setValue(20)))
                .build());
        assertThat(clusterNow("orders/default").policy().panicThreshold()).isEqualTo(20);
        assertThat(clusterNow("orders/default").endpointCount()).isEqualTo(2);
    }

    @Test
    void whatDidNotChangeIsTheSameObject() {
        put(listener("entrance").build(), routes("entrance", route("orders", "/", "orders/default", 100)).build(),
                cluster("orders/default").build(), orders(8080), cluster("inventory/default").build());
        RoutingSnapshot before = snapshot();
        put(listener("entrance").build(), routes("entrance", route("orders", "/", "orders/default", 100)).build(),
                cluster("orders/default").build(), orders(8080));
        put(cluster("inventory/default").setMetadata(Resources.metadata("service", "inventory", "group", "blue"))
                .build());
        RoutingSnapshot after = snapshot();
        assertThat(after.cluster("orders/default")).isSameAs(before.cluster("orders/default"));
        assertThat(after.table(ListenerRole.ENTRANCE)).isSameAs(before.table(ListenerRole.ENTRANCE));
        assertThat(after.cluster("inventory/default")).isNotEqualTo(before.cluster("inventory/default"));
        put(orders(8081));
        assertThat(snapshot().cluster("orders/default")).isNotEqualTo(before.cluster("orders/default"));
    }

    @Test
    void aBadResourceChangesNothingAndItsSiblingsApply() {
        put(cluster("orders/default").build(), orders(8080));
        XdsCluster before = clusterNow("orders/default");
        assertThat(assembler.put(orders(0))).isEqualTo(
                new Validation.Invalid("orders/default", "port_value of 10.0.0.1: 0 (expected: 1..65535)"));
        put(cluster("inventory/default").build());
        assertThat(snapshot().cluster("orders/default")).isSameAs(before);
        assertThat(snapshot().cluster("inventory/default")).isNotNull();
    }

    @Test
    void removedResourcesAreGone() {
        put(listener("entrance").build(), routes("entrance", route("orders", "/", "orders/default", 100)).build(),
                cluster("orders/default").build(), orders(8080));
        assembler.remove(XdsNames.TYPE_CLUSTER, "orders/default");
        assertThat(outcome("orders.example")).isEqualTo("no_cluster");
        put(cluster("orders/default").build());
        assertThat(outcome("orders.example")).as("its endpoints went with it").isEqualTo("no_endpoint");
        put(orders(8080));
        assembler.remove(XdsNames.TYPE_ENDPOINT, "orders/default");
        assertThat(outcome("orders.example")).isEqualTo("no_endpoint");
        assembler.remove(XdsNames.TYPE_ROUTE, "entrance");
        assertThat(outcome("orders.example")).isEqualTo("no_host");
        assembler.remove(XdsNames.TYPE_LISTENER, "entrance");
        assertThat(assembler.routeNames()).isEmpty();
        assembler.remove("type.googleapis.com/unknown", "x");
    }

    @Test
    void clustersMayShareEndpoints() {
        put(cluster("a/default").setEdsClusterConfig(cluster("orders/default").getEdsClusterConfig()).build(),
                cluster("orders/default").build(), orders(8080));
        assembler.remove(XdsNames.TYPE_CLUSTER, "a/default");
        assertThat(clusterNow("orders/default").endpointCount()).isEqualTo(2);
    }

    @Test
    void aClusterMayChangeToOtherEndpoints() {
        put(cluster("orders/default").build(), orders(8080), assignment("new").build());
        put(cluster("orders/default").setEdsClusterConfig(cluster("new").getEdsClusterConfig()).build());
        assertThat(assembler.endpointNames()).containsExactly("new");
        assertThat(clusterNow("orders/default").endpointCount()).isZero();
        put(cluster("orders/default").build());
        assertThat(clusterNow("orders/default").endpointCount()).as("the old ones were forgotten").isZero();
    }

    @Test
    void snapshotsPutTogetherStepByStepEqualOnesMadeAtOnce() {
        Random random = new Random(9);
        Map<String, Message> clusters = new HashMap<>();
        Map<String, Message> assignments = new HashMap<>();
        for (int step = 0; step < 2000; step++) {
            String name = "s" + random.nextInt(6) + "/default";
            if (random.nextInt(5) == 0) {
                assembler.remove(XdsNames.TYPE_CLUSTER, name);
                clusters.remove(name);
                assignments.remove(name);
            } else if (clusters.containsKey(name) && random.nextBoolean()) {
                Message endpoints = assignment(name, locality(0, "idc-a",
                        endpoint("10.0.0.1", 1 + random.nextInt(3), HealthStatus.HEALTHY, "workload"))).build();
                put(endpoints);
                assignments.put(name, endpoints);
            } else {
                Message cluster = cluster(name)
                        .setMetadata(Resources.metadata("service", "v" + random.nextInt(3))).build();
                put(cluster);
                clusters.put(name, cluster);
            }
            if (random.nextInt(4) == 0) {
                SnapshotAssembler fresh = new SnapshotAssembler("idc-a");
                clusters.values().forEach(fresh::put);
                assignments.values().forEach(fresh::put);
                assertThat(snapshot().clusters()).isEqualTo(fresh.assemble(Map.of()).clusters());
            }
        }
    }

    @Test
    void endpointsThatCameBeforeTheirClusterAreUsed() {
        put(orders(8080), cluster("orders/default").build());
        assertThat(clusterNow("orders/default").endpointCount()).isEqualTo(2);
    }

    @Test
    void healthIsReadAsXdsHasIt() {
        put(cluster("orders/default").build(),
                assignment("orders/default",
                        locality(0, "idc-a", endpoint("h", 1, HealthStatus.UNKNOWN, "workload"),
                                endpoint("h", 2, HealthStatus.TIMEOUT, "workload"),
                                endpoint("h", 3, HealthStatus.DRAINING, "workload"),
                                endpoint("h", 4, HealthStatus.DEGRADED, "workload")))
                        .build());
        PriorityLevel level = clusterNow("orders/default").priorities().getFirst();
        assertThat(level.localities().getFirst().endpoints()).extracting(Endpoint::health).containsExactly(
                Health.HEALTHY,
                Health.UNHEALTHY, Health.DRAINING, Health.DEGRADED);
    }

    @Test
    void theWeightsOfLocalitiesCountWhereTheClusterSaysSo() {
        Message endpoints = assignment("orders/default",
                locality(0, "idc-a", endpoint("10.0.0.1", 1, HealthStatus.HEALTHY, "workload"))
                        .setLoadBalancingWeight(UInt32Value.of(7)))
                .build();
        put(cluster("orders/default").build(), endpoints);
        assertThat(weight()).isZero();
        put(cluster("orders/default").setCommonLbConfig(Cluster.CommonLbConfig.newBuilder()
                .setLocalityWeightedLbConfig(Cluster.CommonLbConfig.LocalityWeightedLbConfig.getDefaultInstance()))
                .build());
        assertThat(weight()).isEqualTo(7);
    }

    private int weight() {
        return clusterNow("orders/default").priorities().getFirst().localities().getFirst().weight();
    }

    @Test
    void aListenerMayBringItsRoutesItself() {
        put(listener("entrance", HttpConnectionManager.newBuilder()
                .setRouteConfig(routes("inline", route("orders", "/", "orders/default", 1)))).build());
        assertThat(outcome("orders.example")).isEqualTo("no_cluster");
        assertThat(assembler.routeNames()).isEmpty();
    }

    @Test
    void packedResourcesAreReadAndUnreadableOnesRefused() {
        assertThat(assembler.put(Any.pack(cluster("orders/default").build())))
                .isEqualTo(new Validation.Valid("orders/default"));
        assertThat(assembler.put(Any.newBuilder().setTypeUrl("type.googleapis.com/x.Y").build()))
                .isEqualTo(new Validation.Invalid("", "type type.googleapis.com/x.Y is not supported"));
        assertThat(assembler.put(Any.newBuilder().setTypeUrl(XdsNames.TYPE_CLUSTER)
                .setValue(ByteString.copyFrom(new byte[]{10, 99})).build())).isInstanceOfSatisfying(
                        Validation.Invalid.class,
                        invalid -> assertThat(invalid.why()).startsWith("bytes of " + XdsNames.TYPE_CLUSTER));
    }

    @Test
    void anEmptyAssignmentIsAClusterWithoutEndpoints() {
        put(cluster("orders/default").build(), assignment("orders/default").build());
        assertThat(clusterNow("orders/default").priorities()).isEqualTo(List.of());
    }
}
