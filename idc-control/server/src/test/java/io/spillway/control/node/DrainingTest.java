package io.spillway.control.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.spillway.control.service.HistoryReport.Change;
import io.spillway.control.service.StatusReport;
import io.spillway.control.service.WorkloadRelease;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.state.ResourceKeys;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.WorkloadState;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A workload asks to leave: it is released when nobody sends it requests any more, once, and whoever may die meanwhile. */
@Tag("slow")
class DrainingTest {

    private static final String EDS = "orders/default@local";

    @TempDir
    Path folder;

    private Registry registry;
    private final AtomicInteger released = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();

    @BeforeEach
    void open() {
        registry = TestNode.registry(folder);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private TestNode node(Registry on, String name, Duration deadline) throws Exception {
        TestNode node = TestNode.named(on, name, TestNode.QUICK.withDrainDeadline(deadline), new NodeObserver() {
            @Override
            public void released(String reason) {
                (reason.equals("acked") ? released : late).incrementAndGet();
            }
        }).sharing();
        node.awaitReady();
        return node;
    }

    private TestNode node(String name) throws Exception {
        return node(registry, name, TestNode.QUICK.drainDeadline());
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(10));
    }

    private static void together(TestNode... nodes) {
        for (TestNode node : nodes) {
            await().untilAsserted(() -> assertThat(node.node.liveNodes().names()).hasSize(nodes.length));
        }
    }

    private static DeltaClient client(TestNode node, String name) throws Exception {
        DeltaClient client = DeltaClient.gateway(node, name);
        client.subscribe(ResourceType.ENDPOINT, EDS);
        client.take(ResourceType.ENDPOINT);
        return client;
    }

    private static void workload(TestNode node, String name, WorkloadState state) {
        node.applied(TestNode.workload("orders", name, 9001, state));
    }

    private static CompletableFuture<WorkloadRelease> waiting(TestNode node, String workload) {
        CompletableFuture<WorkloadRelease> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(
                () -> answer.complete(node.service().awaitReleased(workload, Duration.ofSeconds(15))));
        return answer;
    }

    private static boolean there(TestNode node, String workload) {
        return node.service().get(Kind.WORKLOAD_ENTRY, workload).isPresent();
    }

    /** Returns the name of a workload that will be released by that node. */
    private static String owned(TestNode node, String owner) {
        return IntStream.range(0, 1000).mapToObj(i -> "orders-" + i).filter(name -> owner.equals(
                node.node.liveNodes().ownerOf(ResourceKeys.keyOf(Kind.WORKLOAD_ENTRY, name)))).findFirst()
                .orElseThrow();
    }

    private static int endpoints(DeltaDiscoveryResponse response) throws InvalidProtocolBufferException {
        return ClusterLoadAssignment.parseFrom(response.getResources(0).getResource().getValue()).getEndpointsList()
                .stream().mapToInt(locality -> locality.getLbEndpointsCount()).sum();
    }

    @Test
    void theLastInstanceOfAServiceIsReleasedWhenItsClientAcked() throws Exception {
        try (TestNode node = node("control-1").withOrders()) {
            workload(node, "orders-1", WorkloadState.UP);
            try (DeltaClient gateway = client(node, "gw-1")) {
                together(node);
                workload(node, "orders-1", WorkloadState.DRAINING);
                CompletableFuture<WorkloadRelease> answer = waiting(node, "orders-1");
                DeltaDiscoveryResponse without = gateway.next(ResourceType.ENDPOINT);
                assertThat(endpoints(without)).isZero();
                await().untilAsserted(() -> assertThat(node.service().status().drains()).singleElement()
                        .satisfies(drain -> assertThat(drain.clients()).containsExactly("gw-1")));
                assertThat(there(node, "orders-1")).isTrue();
                gateway.ack(without);
                assertThat(answer.get(5, TimeUnit.SECONDS)).isInstanceOf(WorkloadRelease.Released.class);
                assertThat(there(node, "orders-1")).isFalse();
                await().untilAsserted(() -> assertThat(node.service().status().drains()).isEmpty());
                assertThat(released).hasValue(1);
                assertThat(node.service().history(1, null).revisions().getFirst().changes()).singleElement()
                        .satisfies(deletion -> {
                            assertThat(deletion.change()).isEqualTo(Change.DELETED);
                            assertThat(deletion.author()).isEqualTo("drain:control-1");
                        });
            }
        }
    }

    @Test
    void aNodeAloneWritesNothingButTheDeletion() throws Exception {
        try (TestNode node = node("control-1").withOrders()) {
            together(node);
            long drained = node.applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.DRAINING))
                    .revision();
            await().until(() -> !there(node, "orders-1"));
            assertThat(registry.range(RegistryKeys.ROOT).revision()).isEqualTo(drained + 1);
        }
    }

    @Test
    void whoAsksForAWorkloadThatStaysIsToldSoAndWhoAsksForNobodyIsAnsweredAtOnce() throws Exception {
        try (TestNode node = node("control-1").withOrders()) {
            workload(node, "orders-1", WorkloadState.UP);
            assertThat(node.service().awaitReleased("orders-1", Duration.ofMillis(50)))
                    .isEqualTo(new WorkloadRelease.Waiting(WorkloadState.UP, null));
            assertThat(node.service().awaitReleased("nobody", Duration.ofSeconds(15)))
                    .isInstanceOf(WorkloadRelease.Released.class);
        }
    }

    @Test
    void aWorkloadThatComesBackIsNotReleased() throws Exception {
        try (TestNode node = node("control-1").withOrders()) {
            workload(node, "orders-1", WorkloadState.UP);
            try (DeltaClient gateway = client(node, "gw-1")) {
                together(node);
                workload(node, "orders-1", WorkloadState.DRAINING);
                DeltaDiscoveryResponse without = gateway.next(ResourceType.ENDPOINT);
                workload(node, "orders-1", WorkloadState.UP);
                gateway.ack(without);
                assertThat(endpoints(gateway.take(ResourceType.ENDPOINT))).isEqualTo(1);
                await().untilAsserted(() -> assertThat(node.service().status().drains()).isEmpty());
                assertThat(there(node, "orders-1")).isTrue();
                assertThat(released).hasValue(0);
            }
        }
    }

    @Test
    void aClientThatIsAlwaysAChangeBehindTheNewestIsNotWaitedForLongerThanForThisChange() throws Exception {
        try (TestNode node = node("control-1").withOrders()) {
            workload(node, "orders-1", WorkloadState.UP);
            try (DeltaClient gateway = client(node, "gw-1")) {
                together(node);
                workload(node, "orders-1", WorkloadState.DRAINING);
                DeltaDiscoveryResponse first = gateway.next(ResourceType.ENDPOINT);
                await().until(() -> !node.service().status().drains().isEmpty());
                workload(node, "orders-2", WorkloadState.UP);
                gateway.ack(first);
                DeltaDiscoveryResponse second = gateway.next(ResourceType.ENDPOINT);
                workload(node, "orders-3", WorkloadState.UP);
                gateway.ack(second);
                gateway.next(ResourceType.ENDPOINT);
                await().until(() -> !there(node, "orders-1"));
                assertThat(released).hasValue(1);
            }
        }
    }

    @Test
    void anAckOfWhatWasSentBeforeTheDrainSaysNothingOfIt() throws Exception {
        try (TestNode node = node("control-1").withOrders()) {
            workload(node, "orders-1", WorkloadState.UP);
            try (DeltaClient gateway = DeltaClient.gateway(node, "gw-1")) {
                gateway.subscribe(ResourceType.ENDPOINT, EDS);
                together(node);
                DeltaDiscoveryResponse before = gateway.next(ResourceType.ENDPOINT);
                assertThat(endpoints(before)).isEqualTo(1);
                workload(node, "orders-1", WorkloadState.DRAINING);
                await().untilAsserted(() -> assertThat(node.service().status().drains()).singleElement()
                        .satisfies(drain -> assertThat(drain.clients()).containsExactly("gw-1")));
                gateway.ack(before);
                DeltaDiscoveryResponse without = gateway.next(ResourceType.ENDPOINT);
                await().during(Duration.ofMillis(150)).until(() -> there(node, "orders-1"));
                gateway.ack(without);
                await().until(() -> !there(node, "orders-1"));
                assertThat(released).hasValue(1);
            }
        }
    }

    @Test
    void aClientThatRefusesToDoWithoutItIsAStraggler() throws Exception {
        try (TestNode node = node(registry, "control-1", Duration.ofSeconds(1)).withOrders()) {
            workload(node, "orders-1", WorkloadState.UP);
            try (DeltaClient gateway = client(node, "gw-1")) {
                together(node);
                workload(node, "orders-1", WorkloadState.DRAINING);
                gateway.nack(gateway.next(ResourceType.ENDPOINT), "no");
                await().until(() -> !there(node, "orders-1"));
                assertThat(late).hasValue(1);
            }
        }
    }

    @Test
    void theClientsOfBothNodesMustAckAndBothNodesAnswer() throws Exception {
        try (TestNode one = node("control-1").withOrders(); TestNode two = node("control-2")) {
            for (int i = 0; i < 4; i++) {
                workload(one, "orders-" + i, WorkloadState.UP);
            }
            try (DeltaClient first = client(one, "gw-1"); DeltaClient second = client(two, "gw-2")) {
                together(one, two);
                for (int i = 0; i < 4; i++) {
                    String leaving = "orders-" + i;
                    workload(one, leaving, WorkloadState.DRAINING);
                    List<CompletableFuture<WorkloadRelease>> answers = List.of(waiting(one, leaving),
                            waiting(two, leaving));
                    first.take(ResourceType.ENDPOINT);
                    DeltaDiscoveryResponse without = second.next(ResourceType.ENDPOINT);
                    await().during(Duration.ofMillis(150)).until(() -> there(one, leaving));
                    second.ack(without);
                    for (CompletableFuture<WorkloadRelease> answer : answers) {
                        assertThat(answer.get(5, TimeUnit.SECONDS)).isInstanceOf(WorkloadRelease.Released.class);
                    }
                }
                assertThat(released).hasValue(4);
                assertThat(late).hasValue(0);
            }
        }
    }

    @Test
    void aClientThatVanishesIsNotWaitedForAndOneThatMovesIs() throws Exception {
        try (TestNode one = node("control-1").withOrders(); TestNode two = node("control-2")) {
            workload(one, "orders-1", WorkloadState.UP);
            DeltaClient moving = DeltaClient.gateway(one, "gw-1");
            moving.subscribe(ResourceType.ENDPOINT, EDS);
            String version = moving.take(ResourceType.ENDPOINT).getResources(0).getVersion();
            DeltaClient vanishing = client(two, "gw-2");
            together(one, two);
            workload(one, "orders-1", WorkloadState.DRAINING);
            vanishing.next(ResourceType.ENDPOINT);
            // First on the other node, so that there is no moment without it.
            try (DeltaClient moved = DeltaClient.gateway(two, "gw-1")) {
                moved.resume(ResourceType.ENDPOINT, Map.of(EDS, version), EDS);
                DeltaDiscoveryResponse without = moved.next(ResourceType.ENDPOINT);
                assertThat(endpoints(without)).isZero();
                moving.close();
                vanishing.close();
                await().during(Duration.ofMillis(200)).until(() -> there(one, "orders-1"));
                moved.ack(without);
                await().until(() -> !there(one, "orders-1"));
            }
            assertThat(released).hasValue(1);
        }
    }

    @Test
    void aStragglerIsNamedByEveryNodeAndNotWaitedForPastTheDeadline() throws Exception {
        Duration deadline = Duration.ofMillis(1500);
        try (TestNode one = node(registry, "control-1", deadline).withOrders();
                TestNode two = node(registry, "control-2", deadline)) {
            together(one, two);
            String leaving = owned(one, "control-1");
            workload(one, leaving, WorkloadState.UP);
            try (DeltaClient first = client(one, "gw-1"); DeltaClient stuck = client(two, "gw-stuck")) {
                workload(one, leaving, WorkloadState.DRAINING);
                first.take(ResourceType.ENDPOINT);
                stuck.next(ResourceType.ENDPOINT);
                for (TestNode node : List.of(one, two)) {
                    await().untilAsserted(() -> assertThat(node.service().status().drains()).singleElement()
                            .satisfies(drain -> {
                                assertThat(drain.nodes()).containsExactly("control-2");
                                assertThat(drain.clients()).containsExactly("gw-stuck");
                            }));
                }
                await().until(() -> !there(one, leaving));
                assertThat(late).hasValue(1);
                assertThat(released).hasValue(0);
                await().untilAsserted(() -> assertThat(one.service().status().nodes())
                        .allSatisfy(node -> assertThat(node.behind()).isEmpty()));
            }
        }
    }

    @Test
    void whatANodeThatDiesWasToReleaseIsReleasedByTheOther() throws Exception {
        FlakyRegistry cut = new FlakyRegistry(registry);
        try (TestNode one = node("control-1").withOrders();
                TestNode dying = node(cut, "control-2",
                        TestNode.QUICK.drainDeadline())) {
            for (int i = 0; i < 8; i++) {
                workload(one, "orders-" + i, WorkloadState.UP);
            }
            try (DeltaClient first = client(one, "gw-1"); DeltaClient second = client(dying, "gw-2")) {
                together(one, dying);
                cut.lose();
                for (int i = 0; i < 8; i++) {
                    workload(one, "orders-" + i, WorkloadState.DRAINING);
                }
                await().untilAsserted(() -> {
                    DeltaDiscoveryResponse response = first.poll(20);
                    if (response != null) {
                        first.ack(response);
                    }
                    assertThat(one.service().list(Kind.WORKLOAD_ENTRY).resources()).isEmpty();
                });
                assertThat(released).hasValue(8);
                assertThat(one.service().status().nodes()).extracting(StatusReport.NodeView::node)
                        .containsExactly("control-1");
                cut.find();
                together(one, dying);
                await().untilAsserted(
                        () -> assertThat(dying.service().list(Kind.WORKLOAD_ENTRY).resources()).isEmpty());
                assertThat(second).isNotNull();
            }
            assertThat(released).hasValue(8);
            assertThat(late).hasValue(0);
        }
    }
}
