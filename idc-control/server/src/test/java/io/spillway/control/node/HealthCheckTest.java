package io.spillway.control.node;

import java.net.Socket;
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
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.record.HealthRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** From a workload that dies to its clients' endpoints, and back. */
@Tag("slow")
class HealthCheckTest {

    private static final HealthCheck CHECK = new HealthCheck(
            new HealthProbe.Http("/", null, HealthProbe.Http.SUCCESSES, false), Duration.ofMillis(200),
            Duration.ofMillis(200), 3, 2, 10);

    @TempDir
    Path folder;
    private Socket deaf = new Socket();

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
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

    /** It names a service that has no check, and none that selects it had one until now. */
    @Test
    void aWorkloadThatAServiceOnlySelectsIsCheckedByThatServicesPolicy() throws Exception {
        try (TestNode node = TestNode.start(folder).withOrders();
                DeltaClient client = DeltaClient.gateway(node, "gw-1")) {
            node.applied(selecting("shop", false), Resource.of("orders-1", new WorkloadEntrySpec("orders", "default",
                    "primary-a", "127.0.0.1", deadPort(), 100, WorkloadState.UP, Map.of("app", "shop"), null)));
            client.subscribe(ResourceType.ENDPOINT, "shop/default@local");
            awaitHealth(client, HealthStatus.HEALTHY);
            node.applied(selecting("shop", true));
            awaitHealth(client, HealthStatus.UNHEALTHY);
            soon().untilAsserted(() -> assertThat(node.registry.get(RegistryKeys.health("orders-1"))).isPresent());
            node.applied(TestNode.service("shop"));
            soon().untilAsserted(() -> assertThat(node.registry.get(RegistryKeys.health("orders-1"))).isEmpty());
        }
    }

    private static Resource selecting(String service, boolean checked) {
        ServiceSpec plain = ServiceSpec.of(List.of(service + ".test"), "core");
        return Resource.of(service, new ServiceSpec(plain.hosts(), Map.of("app", service), plain.groups(), "core",
                checked ? ServicePolicy.DEFAULTS.withHealthCheck(CHECK) : ServicePolicy.DEFAULTS, plain.exportTo()));
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

    /** A client of the node that stays sees nothing of the other's end, and nothing of its return. */
    @Test
    void whatANodeCheckedThatDiesIsCheckedByTheOtherAndSharedAgainWhenItIsBack() throws Exception {
        Registry registry = TestNode.registry(folder);
        FlakyRegistry cut = new FlakyRegistry(registry);
        int gone = deadPort();
        try (Workload alive = Workload.answering(Workload.status(200));
                TestNode one = TestNode.named(registry, "control-1", TestNode.QUICK, NodeObserver.NONE);
                TestNode dying = TestNode.named(cut, "control-2", TestNode.QUICK, NodeObserver.NONE).sharing();
                DeltaClient watching = DeltaClient.gateway(one, "gw-1")) {
            one.awaitReady();
            dying.awaitReady();
            one.withOrders().applied(checked("orders"));
            for (TestNode node : List.of(one, dying)) {
                soon().untilAsserted(() -> assertThat(node.node.liveNodes().names()).hasSize(2));
            }
            for (int i = 0; i < 8; i++) {
                boolean theirs = "control-2".equals(one.node.liveNodes().ownerOf("orders-" + i));
                one.applied(Resource.of("orders-" + i, new WorkloadEntrySpec("orders", "default", "primary-a",
                        "127.0.0.1", 9001 + i, 100, WorkloadState.UP, Map.of(), null, theirs ? gone : alive.port())));
            }
            soon().untilAsserted(() -> assertThat(checks(one) + checks(dying)).isEqualTo(8));
            int theirs = checks(dying);
            assertThat(theirs).as("both have some").isBetween(1, 7);
            soon().untilAsserted(() -> assertThat(one.service().health().against()).hasSize(theirs)
                    .allSatisfy(against -> assertThat(against.node()).isEqualTo("control-2")));

            watching.subscribe(ResourceType.ENDPOINT, "orders/default@local");
            assertThat(unhealthy(watching.take(ResourceType.ENDPOINT))).isEqualTo(theirs);
            cut.lose();
            soon().untilAsserted(() -> assertThat(checks(one)).isEqualTo(8));
            awaitRounds(alive, 8 - theirs);
            watching.expectSilence();
            assertThat(one.service().health().against()).as("what was found stays until it is found otherwise")
                    .hasSize(theirs);
            deaf.close();
            try (Workload back = Workload.answering(Workload.status(200), gone)) {
                soon().untilAsserted(() -> assertThat(one.service().health().against()).isEmpty());
                assertThat(back.requests).hasPositiveValue();
                awaitUnhealthy(watching, 0);
                cut.find();
                soon().untilAsserted(() -> {
                    assertThat(checks(dying)).isEqualTo(theirs);
                    assertThat(checks(one)).isEqualTo(8 - theirs);
                });
                awaitRounds(back, theirs);
                watching.expectSilence();
            }
        }
    }

    /** Every one of so many workloads behind a port has been checked often enough to fall, had it failed. */
    private static void awaitRounds(Workload port, int workloads) {
        int before = port.requests.get();
        soon().untilAsserted(() -> assertThat(port.requests).hasValueGreaterThan(before + 5 * workloads));
    }

    private static long unhealthy(DeltaDiscoveryResponse response) throws Exception {
        return response.getResources(0).getResource().unpack(ClusterLoadAssignment.class).getEndpointsList().stream()
                .flatMap(locality -> locality.getLbEndpointsList().stream())
                .filter(endpoint -> endpoint.getHealthStatus() == HealthStatus.UNHEALTHY).count();
    }

    /** Takes responses until so many are unhealthy; on the way it only gets better. */
    private static void awaitUnhealthy(DeltaClient client, long wanted) throws Exception {
        long seen = Long.MAX_VALUE;
        while (seen != wanted) {
            long now = unhealthy(client.take(ResourceType.ENDPOINT));
            assertThat(now).isLessThan(seen);
            seen = now;
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

    /** Returns a port where nobody listens while the test runs. */
    private int deadPort() throws Exception {
        deaf = Workload.deaf();
        return deaf.getLocalPort();
    }

    @AfterEach
    void letGo() throws Exception {
        deaf.close();
    }
}
