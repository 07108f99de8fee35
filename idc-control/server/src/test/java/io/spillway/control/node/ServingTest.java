package io.spillway.control.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.spillway.control.service.ExplainRequest;
import io.spillway.control.service.ExplainResult;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.gateway.assembly.SnapshotAssembler;
import io.spillway.gateway.assembly.Validation;
import io.spillway.model.resource.WorkloadState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The whole world, from a write to a gateway's subscription, accepted by the gateway's own assembly. */
@Tag("slow")
class ServingTest {

    @TempDir
    Path folder;

    @Test
    void givesAGatewayItsWorldInOrderAndEveryResourceIsAccepted() throws Exception {
        try (TestNode node = TestNode.start(folder).withOrders();
                DeltaClient gateway = DeltaClient.gateway(node, "gw-1")) {
            node.applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP));
            SnapshotAssembler assembler = new SnapshotAssembler("idc-a");
            gateway.subscribe(ResourceType.CLUSTER);
            gateway.subscribe(ResourceType.LISTENER);
            DeltaDiscoveryResponse clusters = gateway.take(ResourceType.CLUSTER);
            assertThat(DeltaClient.names(clusters)).containsExactly(TestNode.clusters("orders"));
            gateway.subscribe(ResourceType.ENDPOINT, TestNode.clusters("orders"));
            DeltaDiscoveryResponse endpoints = gateway.take(ResourceType.ENDPOINT);
            DeltaDiscoveryResponse listeners = gateway.take(ResourceType.LISTENER);
            assertThat(DeltaClient.names(listeners)).containsExactly("crossing", "entrance");
            gateway.subscribe(ResourceType.ROUTE, "entrance", "crossing");
            DeltaDiscoveryResponse routes = gateway.take(ResourceType.ROUTE);
            for (DeltaDiscoveryResponse response : List.of(clusters, endpoints, listeners, routes)) {
                response.getResourcesList().forEach(resource -> assertThat(assembler.put(resource.getResource()))
                        .isInstanceOf(Validation.Valid.class));
            }
            assertThat(assembler.assemble(Map.of()).danglingRoutes()).isEmpty();
            assertThat(node.service().explain(
                    new ExplainRequest("idc-a", "entrance", "GET", "orders.test", "/", Map.of())))
                    .isInstanceOfSatisfying(ExplainResult.Explained.class, explained -> {
                        assertThat(explained.steps().getLast().decision()).isEqualTo("forward");
                        assertThat(String.valueOf(explained.endpoint())).contains("127.0.0.1:9001");
                    });
        }
    }

    @Test
    void explainsWhichShiftMadeADecision() throws Exception {
        try (TestNode node = TestNode.start(folder).withOrders()) {
            node.applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP));
            node.applied(TestNode.shift("core", 40, 60));
            await().untilAsserted(() -> assertThat(node.service().explain(
                    new ExplainRequest("idc-a", "entrance", "GET", "orders.test", "/", Map.of())))
                    .isInstanceOfSatisfying(ExplainResult.Explained.class,
                            explained -> assertThat(explained.steps()).filteredOn(step -> step.step().equals("shift"))
                                    .singleElement().satisfies(step -> {
                                        assertThat(step.decision()).isEqualTo("drgroup/core@1/idc-a");
                                        assertThat(step.reason()).startsWith("orders: idc-a 40 %, idc-b 60 %");
                                    })));
        }
    }

    @Test
    void pushesOnlyTheEndpointsThatAWorkloadTouches() throws Exception {
        try (TestNode node = TestNode.start(folder).withOrders();
                DeltaClient gateway = DeltaClient.gateway(node, "gw-1")) {
            node.applied(TestNode.service("inventory"));
            gateway.subscribe(ResourceType.CLUSTER);
            gateway.take(ResourceType.CLUSTER);
            gateway.subscribe(ResourceType.ENDPOINT, "orders/default", "inventory/default");
            gateway.take(ResourceType.ENDPOINT);
            long revision = node.applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP)).revision();
            assertThat(DeltaClient.names(gateway.take(ResourceType.ENDPOINT))).containsExactly("orders/default");
            gateway.expectSilence();
            await().untilAsserted(
                    () -> assertThat(node.service().delivery(revision - 1).pushes()).singleElement().satisfies(push -> {
                        assertThat(push.revision()).isEqualTo(revision);
                        assertThat(push.type()).isEqualTo("EDS");
                        assertThat(push.ackMillis()).isNotNull().isBetween(0.0, 20_000.0);
                    }));
        }
    }
}
