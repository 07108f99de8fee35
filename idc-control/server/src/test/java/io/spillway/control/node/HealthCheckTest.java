package io.spillway.control.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.spillway.control.health.probe.Workload;
import io.spillway.control.service.HealthView;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.model.resource.HealthCheck;
import io.spillway.model.resource.HealthProbe;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.record.HealthRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** From a workload that dies to its clients' endpoints, and back. */
@Tag("slow")
class HealthCheckTest {

    private static final HealthCheck CHECK = new HealthCheck(
            new HealthProbe.Http("/", null, HealthProbe.Http.SUCCESSES, false), Duration.ofMillis(100),
            Duration.ofMillis(50), 3, 2, 10);

    @TempDir
    Path folder;

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(10));
    }

    private static Resource checked(String service) {
        ServiceSpec plain = ServiceSpec.of(List.of(service + ".test"), "core");
        return Resource.of(service, new ServiceSpec(plain.hosts(), Map.of(), plain.groups(), "core",
                ServicePolicy.DEFAULTS.withHealthCheck(CHECK), plain.exportTo()));
    }

    /** Takes responses until the only endpoint has that health. */
    private static void awaitHealth(DeltaClient client, HealthStatus wanted) throws Exception {
        HealthStatus seen = null;
        while (seen != wanted) {
            DeltaDiscoveryResponse response = client.take(ResourceType.ENDPOINT);
            ClusterLoadAssignment endpoints = response.getResources(0).getResource()
                    .unpack(ClusterLoadAssignment.class);
            assertThat(endpoints.getEndpointsList()).as("nothing is left out for its health").hasSize(1);
            seen = endpoints.getEndpoints(0).getLbEndpoints(0).getHealthStatus();
        }
    }

    @Test
    void aWorkloadThatDiesIsUnhealthyForAllClientsUntilItIsBack() throws Exception {
        Workload workload = Workload.answering(Workload.status(200));
        int port = workload.port();
        try (TestNode node = TestNode.start(folder).withOrders();
                DeltaClient client = DeltaClient.gateway(node, "gw-1")) {
            node.applied(checked("orders"), TestNode.workload("orders", "orders-1", port, WorkloadState.UP));
            client.subscribe(ResourceType.ENDPOINT, "orders/default@local");
            awaitHealth(client, HealthStatus.HEALTHY);
            soon().untilAsserted(() -> assertThat(node.service().health().healthy()).isEqualTo(1));
            workload.close();
            awaitHealth(client, HealthStatus.UNHEALTHY);
            soon().untilAsserted(() -> assertThat(node.service().status().health()).satisfies(view -> {
                assertThat(view.unhealthy()).isEqualTo(1);
                assertThat(view.against()).extracting(HealthView.AgainstView::workload,
                        HealthView.AgainstView::state, HealthView.AgainstView::reason, HealthView.AgainstView::node)
                        .containsExactly(org.assertj.core.groups.Tuple.tuple("orders-1", "UNHEALTHY", "refused",
                                "control-1"));
            }));
            soon().untilAsserted(() -> assertThat(node.registry.get(RegistryKeys.health("orders-1"))).isPresent());
            try (Workload again = Workload.answering(Workload.status(200), port)) {
                awaitHealth(client, HealthStatus.HEALTHY);
                soon().untilAsserted(
                        () -> assertThat(node.registry.get(RegistryKeys.health("orders-1"))).isEmpty());
                assertThat(again.requests).hasPositiveValue();
            }
        }
    }

    @Test
    void whatWasFoundOutlivesItsFinderAndIsServedByNodesThatDoNotCheck() throws Exception {
        Registry registry = TestNode.registry(folder);
        try (TestNode first = TestNode.on(registry, Duration.ofSeconds(30)).sharing()) {
            first.awaitReady();
            first.withOrders();
            first.applied(checked("orders"), TestNode.workload("orders", "orders-1", deadPort(), WorkloadState.UP));
            soon().untilAsserted(() -> assertThat(registry.get(RegistryKeys.health("orders-1"))).isPresent());
        }
        try (TestNode second = TestNode.notChecking(registry); DeltaClient client = DeltaClient.gateway(second, "gw")) {
            client.subscribe(ResourceType.ENDPOINT, "orders/default@local");
            awaitHealth(client, HealthStatus.UNHEALTHY);
            assertThat(second.service().health().checked()).isZero();
            assertThat(second.service().health().against()).hasSize(1);
            client.expectSilence();
        }
    }

    @Test
    void withoutRegistryItCountsHereAtOnceAndIsWrittenLater() throws Exception {
        FlakyRegistry registry = new FlakyRegistry(TestNode.registry(folder));
        Workload workload = Workload.answering(Workload.status(200));
        try (TestNode node = TestNode.on(registry, Duration.ofSeconds(30));
                DeltaClient client = DeltaClient.gateway(startedWith(node, workload.port()), "gw-1")) {
            client.subscribe(ResourceType.ENDPOINT, "orders/default@local");
            awaitHealth(client, HealthStatus.HEALTHY);
            registry.lose();
            workload.close();
            awaitHealth(client, HealthStatus.UNHEALTHY);
            registry.find();
            soon().untilAsserted(() -> assertThat(registry.get(RegistryKeys.health("orders-1"))).isPresent());
            client.expectSilence();
        }
    }

    @Test
    void whatANodeCheckedThatDiesIsCheckedByTheOtherAndSharedAgainWhenItIsBack() throws Exception {
        Registry registry = TestNode.registry(folder);
        FlakyRegistry cut = new FlakyRegistry(registry);
        int gone = deadPort();
        try (Workload alive = Workload.answering(Workload.status(200));
                TestNode one = TestNode.named(registry, "control-1", TestNode.QUICK, NodeObserver.NONE);
                TestNode dying = TestNode.named(cut, "control-2", TestNode.QUICK, NodeObserver.NONE).sharing()) {
            one.awaitReady();
            dying.awaitReady();
            one.withOrders().applied(checked("orders"));
            soon().untilAsserted(() -> assertThat(one.node.liveNodes().names()).hasSize(2));
            for (int i = 0; i < 8; i++) {
                boolean theirs = "control-2".equals(one.node.liveNodes().ownerOf("orders-" + i));
                one.applied(TestNode.workload("orders", "orders-" + i, theirs ? gone : alive.port(),
                        WorkloadState.UP));
            }
            soon().untilAsserted(() -> assertThat(checks(one) + checks(dying)).isEqualTo(8));
            int theirs = checks(dying);
            assertThat(theirs).as("both have some").isBetween(1, 7);
            soon().untilAsserted(() -> assertThat(one.service().health().against()).hasSize(theirs)
                    .allSatisfy(against -> assertThat(against.node()).isEqualTo("control-2")));

            cut.lose();
            soon().untilAsserted(() -> assertThat(checks(one)).isEqualTo(8));
            assertThat(one.service().health().against()).as("what was found stays until it is found otherwise")
                    .hasSize(theirs);
            try (Workload back = Workload.answering(Workload.status(200), gone)) {
                soon().untilAsserted(() -> assertThat(one.service().health().against()).isEmpty());
                assertThat(back.requests).hasPositiveValue();
                cut.find();
                soon().untilAsserted(() -> {
                    assertThat(checks(dying)).isEqualTo(theirs);
                    assertThat(checks(one)).isEqualTo(8 - theirs);
                });
            }
        }
    }

    private static int checks(TestNode node) {
        return node.service().health().checked();
    }

    private static TestNode startedWith(TestNode node, int port) {
        node.awaitReady();
        node.withOrders().applied(checked("orders"),
                TestNode.workload("orders", "orders-1", port, WorkloadState.UP));
        return node;
    }

    @Test
    void nothingIsHeldAgainstOneThatIsGoneOrNotCheckedAnyMore() throws Exception {
        try (TestNode node = startedWith(TestNode.start(folder), deadPort())) {
            soon().untilAsserted(() -> assertThat(node.registry.get(RegistryKeys.health("orders-1"))).isPresent());
            node.applied(TestNode.service("orders"));
            soon().untilAsserted(() -> assertThat(node.registry.get(RegistryKeys.health("orders-1"))).isEmpty());
            assertThat(node.registry.commit(io.spillway.registry.Transaction.put(RegistryKeys.health("orders-9"), 0,
                    new HealthRecord(HealthRecord.State.UNHEALTHY, "", java.time.Instant.EPOCH, "x").encode())))
                    .isInstanceOf(io.spillway.registry.CommitResult.Committed.class);
            assertThat(node.service().health().against()).as("of workloads that are there").isEmpty();
        }
    }

    private static int deadPort() throws Exception {
        try (Workload gone = Workload.answering("")) {
            return gone.port();
        }
    }
}
