package io.spillway.control.node;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.spillway.control.service.StatusReport;
import io.spillway.control.service.WorkloadRelease;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.WorkloadState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Several control nodes release a workload: once, when the clients of all of them have Acked, and whoever may die meanwhile. */
@Tag("slow")
class SharedDrainingTest extends DrainScene {

    @Test
    void theClientsOfBothNodesMustAckAndBothNodesAnswer() throws Exception {
        try (TestNode one = node("control-1").withOrders(); TestNode two = node("control-2")) {
            for (int i = 0; i < 4; i++) {
                workload(one, "orders-" + i, WorkloadState.UP);
            }
            try (DeltaClient first = client(one, "gw-1", 4); DeltaClient second = client(two, "gw-2", 4)) {
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
                        assertThat(answer.get(20, TimeUnit.SECONDS)).isInstanceOf(WorkloadRelease.Released.class);
                    }
                }
                await().untilAsserted(() -> assertThat(released).hasValue(4));
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
            DeltaClient vanishing = client(two, "gw-2", 1);
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
            await().untilAsserted(() -> assertThat(released).hasValue(1));
        }
    }

    @Test
    void aStragglerIsNamedByEveryNodeAndNotWaitedForPastTheDeadline() throws Exception {
        Duration deadline = Duration.ofSeconds(8); // all of what is looked at meanwhile must fit in
        try (TestNode one = node(registry, "control-1", deadline).withOrders();
                TestNode two = node(registry, "control-2", deadline)) {
            together(one, two);
            String leaving = owned(one, "control-1");
            workload(one, leaving, WorkloadState.UP);
            try (DeltaClient first = client(one, "gw-1", 1); DeltaClient stuck = client(two, "gw-stuck", 1)) {
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
                await().untilAsserted(() -> assertThat(late).hasValue(1));
                assertThat(released).hasValue(0);
                await().untilAsserted(() -> assertThat(one.service().status().nodes())
                        .allSatisfy(node -> assertThat(node.behind()).isEmpty()));
            }
        }
    }

    @Test
    void anOwnerThatDiesWhileItWaitsForAnAckIsSucceededAndNothingIsReleasedTwice() throws Exception {
        FlakyRegistry cut = new FlakyRegistry(registry);
        try (TestNode one = node("control-1").withOrders();
                TestNode owner = node(cut, "control-2", TestNode.QUICK.drainDeadline())) {
            together(one, owner);
            String leaving = owned(one, "control-2");
            workload(one, leaving, WorkloadState.UP);
            try (DeltaClient slow = client(one, "gw-1", 1); DeltaClient quick = client(owner, "gw-2", 1)) {
                workload(one, leaving, WorkloadState.DRAINING);
                DeltaDiscoveryResponse without = slow.next(ResourceType.ENDPOINT);
                quick.take(ResourceType.ENDPOINT);
                await().untilAsserted(() -> assertThat(owner.service().status().drains()).singleElement()
                        .satisfies(drain -> {
                            assertThat(drain.workload()).isEqualTo(leaving);
                            assertThat(drain.nodes()).containsExactly("control-1");
                        }));
                cut.lose();
                await().untilAsserted(
                        () -> assertThat(one.node.liveNodes().names()).containsExactly("control-1"));
                CompletableFuture<WorkloadRelease> answer = waiting(one, leaving);
                await().during(Duration.ofMillis(150)).until(() -> there(one, leaving));
                assertThat(released).hasValue(0);
                slow.ack(without);
                assertThat(answer.get(20, TimeUnit.SECONDS)).isInstanceOf(WorkloadRelease.Released.class);
                cut.find();
                together(one, owner);
                await().until(() -> !there(owner, leaving));
                await().untilAsserted(() -> assertThat(owner.service().status().drains()).isEmpty());
            }
            await().untilAsserted(() -> assertThat(released).hasValue(1));
            assertThat(late).hasValue(0);
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
            try (DeltaClient first = client(one, "gw-1", 8); DeltaClient second = client(dying, "gw-2", 8)) {
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
                await().untilAsserted(() -> assertThat(released).hasValue(8));
                assertThat(one.service().status().nodes()).extracting(StatusReport.NodeView::node)
                        .containsExactly("control-1");
                cut.find();
                together(one, dying);
                await().untilAsserted(
                        () -> assertThat(dying.service().list(Kind.WORKLOAD_ENTRY).resources()).isEmpty());
                assertThat(second).isNotNull();
            }
            await().untilAsserted(() -> assertThat(released).hasValue(8));
            assertThat(late).hasValue(0);
        }
    }
}
