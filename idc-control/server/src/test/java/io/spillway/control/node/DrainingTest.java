package io.spillway.control.node;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.spillway.control.service.HistoryReport.Change;
import io.spillway.control.service.WorkloadRelease;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.model.resource.WorkloadState;
import io.spillway.registry.RegistryKeys;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A workload asks to leave: it is released when nobody sends it requests any more, and no sooner. */
@Tag("slow")
class DrainingTest extends DrainScene {

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
                assertThat(answer.get(20, TimeUnit.SECONDS)).isInstanceOf(WorkloadRelease.Released.class);
                assertThat(there(node, "orders-1")).isFalse();
                await().untilAsserted(() -> assertThat(node.service().status().drains()).isEmpty());
                await().untilAsserted(() -> assertThat(released).hasValue(1));
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
                await().untilAsserted(() -> assertThat(released).hasValue(1));
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
                await().untilAsserted(() -> assertThat(released).hasValue(1));
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
                await().untilAsserted(() -> assertThat(late).hasValue(1));
            }
        }
    }
}
