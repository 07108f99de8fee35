package io.spillway.control.ads;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.spillway.control.node.DeltaClient;
import io.spillway.control.node.TestNode;
import io.spillway.control.service.DeleteRequest;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceProtocol;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** Make before break, one response per type in flight, and nobody waits for ever (rules O1 to O4). */
@Tag("slow")
class SendingOrderTest {

    @TempDir
    Path folder;

    /** Brings a client to the state in which it holds everything. */
    private static void settle(DeltaClient client) throws InterruptedException {
        client.subscribe(ResourceType.CLUSTER);
        DeltaDiscoveryResponse clusters = client.take(ResourceType.CLUSTER);
        client.subscribe(ResourceType.ENDPOINT, DeltaClient.names(clusters).toArray(String[]::new));
        client.take(ResourceType.ENDPOINT);
        client.subscribe(ResourceType.ROUTE, "entrance");
        client.take(ResourceType.ROUTE);
    }

    @Test
    void aServiceBringsItsClustersAndTheirEndpointsBeforeTheRouteThatUsesThem() throws Exception {
        try (TestNode node = TestNode.start(folder).withOrders();
                DeltaClient client = DeltaClient.gateway(node, "gw-1")) {
            settle(client);
            node.applied(TestNode.service("stock"));
            DeltaDiscoveryResponse clusters = client.next(ResourceType.CLUSTER);
            assertThat(DeltaClient.names(clusters)).containsExactly(TestNode.clusters("stock"));
            client.expectSilence();
            client.ack(clusters);
            client.expectSilence();
            client.subscribe(ResourceType.ENDPOINT, TestNode.clusters("stock"));
            client.take(ResourceType.ENDPOINT);
            assertThat(DeltaClient.names(client.take(ResourceType.ROUTE))).containsExactly("entrance");
        }
    }

    @Test
    void clustersAreTakenAwayOnlyAfterTheRouteThatUsedThemIsGone() throws Exception {
        try (TestNode node = TestNode.start(folder).withOrders();
                DeltaClient client = DeltaClient.gateway(node, "gw-1")) {
            node.applied(TestNode.service("stock"));
            settle(client);
            node.service().delete(new DeleteRequest(Kind.SERVICE, "stock", false, null, "test"));
            DeltaDiscoveryResponse routes = client.next(ResourceType.ROUTE);
            client.expectSilence();
            client.ack(routes);
            assertThat(client.take(ResourceType.CLUSTER).getRemovedResourcesList())
                    .containsExactlyInAnyOrder(TestNode.clusters("stock"));
        }
    }

    @Test
    void anAckOfRoutesThatCameTooLateCostsTheNextRemovalNothingOfItsOrder() throws Exception {
        try (TestNode node = TestNode.start(folder).withOrders();
                DeltaClient client = DeltaClient.gateway(node, "gw-1")) {
            node.applied(TestNode.service("stock"));
            node.applied(TestNode.service("more"));
            settle(client);
            node.service().delete(new DeleteRequest(Kind.SERVICE, "stock", false, null, "test"));
            DeltaDiscoveryResponse routes = client.next(ResourceType.ROUTE);
            client.take(ResourceType.CLUSTER);
            client.take(ResourceType.ENDPOINT);
            client.ack(routes);
            client.expectSilence();
            node.service().delete(new DeleteRequest(Kind.SERVICE, "more", false, null, "test"));
            DeltaDiscoveryResponse next = client.next(ResourceType.ROUTE);
            client.expectSilence();
            client.ack(next);
            assertThat(client.take(ResourceType.CLUSTER).getRemovedResourcesList())
                    .containsExactlyInAnyOrder(TestNode.clusters("more"));
        }
    }

    @Test
    void endpointsThatChangeAllTheTimeDelayNoShift() throws Exception {
        try (TestNode node = TestNode.start(folder).withOrders();
                DeltaClient client = DeltaClient.gateway(node, "gw-1")) {
            settle(client);
            node.applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP));
            client.next(ResourceType.ENDPOINT);
            node.applied(TestNode.shift("core", 100, 0));
            DeltaDiscoveryResponse routes = client.poll(700);
            assertThat(routes).as("routes, before the patience with an endpoint's Ack is over").isNotNull();
            assertThat(requireNonNull(routes).getTypeUrl()).isEqualTo(ResourceType.ROUTE.typeUrl());
        }
    }

    @Test
    void aShiftChangesNothingButRoutes() throws Exception {
        try (TestNode node = TestNode.start(folder).withOrders();
                DeltaClient client = DeltaClient.gateway(node, "gw-1")) {
            node.applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP));
            settle(client);
            node.applied(TestNode.shift("core", 100, 0));
            assertThat(DeltaClient.names(client.take(ResourceType.ROUTE))).containsExactly("entrance");
            client.expectSilence();
        }
    }

    /** Nobody asks for the endpoints of an aggregate: routes must not wait for that. */
    @Test
    void aClusterThatIsMadeOfOthersHoldsNoRouteBack() throws Exception {
        Node.Builder grpc = DeltaClient.node("shop-1", "grpc", "idc-a").toBuilder();
        grpc.getMetadataBuilder().putFields("certificateProvider",
                Value.newBuilder().setStringValue("spillway").build());
        try (TestNode node = TestNode.start(folder).withOrders();
                DeltaClient client = DeltaClient.on(node.channel(), grpc.build())) {
            node.applied(Resource.of("calls", new ServiceSpec(List.of("calls.test"), Map.of(),
                    ServiceSpec.DEFAULT_GROUPS, ServiceProtocol.HTTP2, "core", ServicePolicy.DEFAULTS,
                    List.of("*"))));
            String[] members = {"calls/default@local", "calls/default>idc-b"};
            client.subscribe(ResourceType.CLUSTER, "calls/default", members[0], members[1]);
            assertThat(DeltaClient.names(client.take(ResourceType.CLUSTER))).contains(members)
                    .contains("calls/default");
            client.subscribe(ResourceType.ENDPOINT, members);
            assertThat(DeltaClient.names(client.take(ResourceType.ENDPOINT))).containsExactlyInAnyOrder(members);
            long before = System.nanoTime();
            client.subscribe(ResourceType.ROUTE, "calls.test");
            assertThat(DeltaClient.names(client.take(ResourceType.ROUTE))).containsExactly("calls.test");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).as("well below the patience of a second")
                    .isLessThan(Duration.ofMillis(700));
        }
    }

    @Test
    void aClientThatNeverAsksForEndpointsGetsItsRoutesAfterASecond() throws Exception {
        try (TestNode node = TestNode.start(folder).withOrders();
                DeltaClient client = DeltaClient.gateway(node, "gw-1")) {
            client.subscribe(ResourceType.CLUSTER);
            client.subscribe(ResourceType.ROUTE, "entrance");
            client.next(ResourceType.CLUSTER);
            client.expectSilence();
            client.take(ResourceType.ROUTE);
        }
    }

    /** So does one that refused the cluster: else one bad cluster would keep all routes from it, for ever. */
    @Test
    void aClientThatHasListenersAndNeverAsksForANewClustersEndpointsGetsItsRoutesAfterASecond() throws Exception {
        try (TestNode node = TestNode.start(folder).withOrders();
                DeltaClient client = DeltaClient.gateway(node, "gw-1")) {
            settle(client);
            client.subscribe(ResourceType.LISTENER);
            client.take(ResourceType.LISTENER);
            for (String service : List.of("stock", "bills")) {
                node.applied(TestNode.service(service));
                client.take(ResourceType.CLUSTER);
                client.expectSilence();
                assertThat(DeltaClient.names(client.take(ResourceType.ROUTE))).containsExactly("entrance");
            }
        }
    }

    @Test
    void whatChangesWhileAResponseIsInFlightComesAsOneResponseAfterTheAck() throws Exception {
        try (TestNode node = TestNode.start(folder).withOrders();
                DeltaClient client = DeltaClient.gateway(node, "gw-1")) {
            settle(client);
            node.applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP));
            DeltaDiscoveryResponse first = client.next(ResourceType.ENDPOINT);
            long last = 0;
            for (int i = 2; i <= 6; i++) {
                last = node.applied(TestNode.workload("orders", "orders-" + i, 9000 + i, WorkloadState.UP)).revision();
            }
            client.expectSilence();
            client.ack(first);
            client.take(ResourceType.ENDPOINT);
            client.expectSilence();
            assertThat(node.service().delivery(last - 5).pushes()).hasSize(5)
                    .allSatisfy(push -> assertThat(push.ackMillis()).isNotNull());
        }
    }

    @Test
    void aClientThatNeverAnswersIsCutAndDoesNotDelayOthers() throws Exception {
        try (TestNode node = TestNode.start(folder, Duration.ofMillis(500)).withOrders();
                DeltaClient stuck = DeltaClient.gateway(node, "gw-stuck");
                DeltaClient good = DeltaClient.gateway(node, "gw-good")) {
            settle(good);
            stuck.subscribe(ResourceType.CLUSTER);
            stuck.next(ResourceType.CLUSTER);
            node.applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP));
            good.take(ResourceType.ENDPOINT);
            assertThat(stuck.error()).hasMessageContaining("no answer to CDS for 500 ms");
        }
    }
}
