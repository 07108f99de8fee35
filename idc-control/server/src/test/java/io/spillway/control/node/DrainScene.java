package io.spillway.control.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.spillway.control.service.WorkloadRelease;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.state.ResourceKeys;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.WorkloadState;
import io.spillway.registry.Registry;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** One registry, control nodes on it that notice a death soon, and what happens to workloads that drain. */
abstract class DrainScene {

    static final String EDS = "orders/default@local";

    @TempDir
    Path folder;

    Registry registry;
    final AtomicInteger released = new AtomicInteger();
    final AtomicInteger late = new AtomicInteger();

    @BeforeEach
    void open() {
        registry = TestNode.registry(folder);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    TestNode node(Registry on, String name, Duration deadline) throws Exception {
        TestNode node = TestNode.named(on, name, TestNode.QUICK.withDrainDeadline(deadline), new NodeObserver() {
            @Override
            public void released(String reason) {
                (reason.equals("acked") ? released : late).incrementAndGet();
            }
        }).sharing();
        node.awaitReady();
        return node;
    }

    TestNode node(String name) throws Exception {
        return node(registry, name, TestNode.QUICK.drainDeadline());
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
    }

    static void together(TestNode... nodes) {
        for (TestNode node : nodes) {
            await().untilAsserted(() -> assertThat(node.node.liveNodes().names()).hasSize(nodes.length));
        }
    }

    static DeltaClient client(TestNode node, String name) throws Exception {
        DeltaClient client = DeltaClient.gateway(node, name);
        client.subscribe(ResourceType.ENDPOINT, EDS);
        client.take(ResourceType.ENDPOINT);
        return client;
    }

    /** Returns a client that has so many endpoints: its node may hear a moment later of what another one wrote. */
    static DeltaClient client(TestNode node, String name, int endpoints) throws Exception {
        DeltaClient client = DeltaClient.gateway(node, name);
        client.subscribe(ResourceType.ENDPOINT, EDS);
        DeltaDiscoveryResponse response = client.take(ResourceType.ENDPOINT);
        while (endpoints(response) != endpoints) {
            response = client.take(ResourceType.ENDPOINT);
        }
        return client;
    }

    static void workload(TestNode node, String name, WorkloadState state) {
        // Each at a place of its own: of two at one only one would be served.
        int port = 9000 + Integer.parseInt(name.substring("orders-".length()));
        node.applied(TestNode.workload("orders", name, port, state));
    }

    static CompletableFuture<WorkloadRelease> waiting(TestNode node, String workload) {
        CompletableFuture<WorkloadRelease> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(
                () -> answer.complete(node.service().awaitReleased(workload, Duration.ofSeconds(15))));
        return answer;
    }

    static boolean there(TestNode node, String workload) {
        return node.service().get(Kind.WORKLOAD_ENTRY, workload).isPresent();
    }

    /** Returns the name of a workload that will be released by that node. */
    static String owned(TestNode node, String owner) {
        return IntStream.range(0, 1000).mapToObj(i -> "orders-" + i).filter(name -> owner.equals(
                node.node.liveNodes().ownerOf(ResourceKeys.keyOf(Kind.WORKLOAD_ENTRY, name)))).findFirst()
                .orElseThrow();
    }

    static int endpoints(DeltaDiscoveryResponse response) throws InvalidProtocolBufferException {
        if (response.getResourcesCount() == 0) {
            return 0;
        }
        return ClusterLoadAssignment.parseFrom(response.getResources(0).getResource().getValue()).getEndpointsList()
                .stream().mapToInt(locality -> locality.getLbEndpointsCount()).sum();
    }
}
