package io.spillway.control.spill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import io.spillway.control.load.LoadSettings;
import io.spillway.control.load.LrsClient;
import io.spillway.control.load.Reports;
import io.spillway.control.node.DeltaClient;
import io.spillway.control.node.Sharing;
import io.spillway.control.node.TestNode;
import io.spillway.control.nodes.NodeKeeper;
import io.spillway.control.service.SpillView;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SpillKind;
import io.spillway.model.resource.WorkloadState;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two control nodes of one IDC, each with half of the gateways: what is decided is of all of them, the same on both, and
 * survives the death of either.
 */
@Tag("slow")
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class TwoNodesTest {

    private static final LoadSettings OFTEN = LoadSettings.DEFAULTS.withEvery(Duration.ofMillis(500));
    private static final Sharing QUICK = new Sharing(new NodeKeeper.Pace(Duration.ofSeconds(1),
            Duration.ofMillis(100), Duration.ofMillis(50), Duration.ofSeconds(30)), Duration.ofSeconds(20),
            Duration.ofSeconds(2));

    @TempDir
    Path folder;

    private Registry registry;
    private TestNode one;
    private TestNode two;

    @BeforeEach
    void start() throws Exception {
        registry = TestNode.registry(folder);
        one = node("control-1").withOrders();
        two = node("control-2");
        one.applied(Resource.of("orders", Worlds.orders(SpillKind.CAPACITY, Worlds.PER_WEIGHT)),
                TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP),
                TestNode.workload("orders", "orders-2", 9002, WorkloadState.DOWN));
        Worlds.imported(registry, 1700);
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        registry.close();
    }

    private TestNode node(String name) throws Exception {
        TestNode node = TestNode.reporting(registry, name, OFTEN, QUICK).sharing();
        node.awaitReady();
        return node;
    }

    /** A gateway: a client of a node that reports so many requests per second to it. */
    private record Gateway(DeltaClient ads, LrsClient load, long perSecond) implements AutoCloseable {

        static Gateway of(TestNode node, String name, long perSecond) throws Exception {
            DeltaClient ads = DeltaClient.gateway(node, name);
            ads.subscribe(ResourceType.ENDPOINT, "orders/default");
            ads.take(ResourceType.ENDPOINT);
            return new Gateway(ads, new LrsClient(node, DeltaClient.node(name, "gateway", "idc-a")), perSecond);
        }

        void report() {
            reportRetries(1);
        }

        void reportRetries(int attempts) {
            long requests = perSecond / 2;
            load.report(Reports.reportOf(Reports.cluster("orders/default", 0.5,
                    Reports.place("idc-a", 0, attempts * requests, requests, (attempts - 1) * requests, 1)
                            .addLoadMetricStats(Reports.requests(requests)))));
        }

        @Override
        public void close() {
            ads.close();
            load.close();
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(100));
    }

    private static SpillView seen(TestNode node) {
        return node.service().load().spills().getFirst();
    }

    private static void demandBecomes(double demand, List<Gateway> reporting, TestNode... nodes) {
        await().untilAsserted(() -> {
            reporting.forEach(Gateway::report);
            for (TestNode node : nodes) {
                assertThat(seen(node).byLoad()).as(seen(node).reason()).isTrue();
                assertThat(seen(node).demand()).isEqualTo(demand);
            }
        });
    }

    /** Whoever stops to report is soon not known to want anything, so everything is awaited under reports. */
    private static void whileReporting(List<Gateway> reporting, ThrowingRunnable seen) {
        await().untilAsserted(() -> {
            reporting.forEach(Gateway::report);
            seen.run();
        });
    }

    /** The assignment's version, which is made of its content. */
    private static Set<String> versions(TestNode... nodes) {
        Set<String> versions = new TreeSet<>();
        for (TestNode node : nodes) {
            node.service().check().catalog().stream().filter(type -> type.type().equals("EDS"))
                    .forEach(type -> versions.add(type.digest()));
        }
        return versions;
    }

    @Test
    void halvesAddUpAndBothNodesSendTheSame() throws Exception {
        try (Gateway first = Gateway.of(one, "gw-1", 400); Gateway second = Gateway.of(two, "gw-2", 800)) {
            demandBecomes(1200, List.of(first, second), one, two);
            whileReporting(List.of(first, second), () -> {
                for (TestNode node : List.of(one, two)) {
                    SpillView view = seen(node);
                    assertThat(view.capacity()).isEqualTo(1000);
                    assertThat(view.targets()).containsExactly(new SpillView.TargetView("idc-b", 300, 200.0 / 1200));
                    assertThat(view.reason()).contains("1200/s wanted in this IDC, 1000/s can be carried here");
                }
                assertThat(versions(one, two)).hasSize(1);
            });

            Worlds.imported(registry, 1900);
            whileReporting(List.of(first, second), () -> {
                SpillView view = seen(one);
                assertThat(view.targets().getFirst().capacity()).as("idc-b is nearly full").isEqualTo(100);
                assertThat(view.excess()).isEqualTo(100);
            });
        }
    }

    /** Each request is tried three times while idc-a fails: what users ask for is the same, and so is where it goes. */
    @Test
    void retriesOfAnIdcThatFailsAreNoDemand() throws Exception {
        try (Gateway first = Gateway.of(one, "gw-1", 900)) {
            demandBecomes(900, List.of(first), one, two);
            whileReporting(List.of(first), () -> assertThat(versions(one, two)).hasSize(1));
            Set<String> before = versions(one);
            await().untilAsserted(() -> {
                first.reportRetries(3);
                assertThat(one.service().load().of("orders").services().getFirst().rates().requests()).as("attempts")
                        .isEqualTo(2700);
                // Here and not after it: whoever stops to report is soon not known to want anything.
                assertThat(seen(one).demand()).isEqualTo(900);
                assertThat(versions(one, two)).as("what is sent").isEqualTo(before);
            });
        }
    }

    @Test
    void aNodeDiesAndWhatItsGatewaysAskedForIsNotForgotten() throws Exception {
        try (Gateway first = Gateway.of(one, "gw-1", 400); Gateway second = Gateway.of(two, "gw-2", 800)) {
            demandBecomes(1200, List.of(first, second), one, two);
            two.close();
            try (Gateway again = Gateway.of(one, "gw-2", 800)) {
                List<Double> demands = new ArrayList<>();
                await().untilAsserted(() -> {
                    first.report();
                    again.report();
                    demands.add(seen(one).demand());
                    assertThat(one.node.liveNodes().names()).containsExactly("control-1");
                });
                assertThat(demands).as("half of it would have kept all of it at home")
                        .allMatch(demand -> demand >= 1200);
                demandBecomes(1200, List.of(first, again), one);
            }
        }
    }

    @Test
    void reportsStopAndNumbersDecideAgain() throws Exception {
        try (Gateway first = Gateway.of(one, "gw-1", 400); Gateway second = Gateway.of(two, "gw-2", 800)) {
            demandBecomes(1200, List.of(first, second), one, two);
            await().untilAsserted(() -> {
                first.report();
                assertThat(seen(two).byLoad()).isFalse();
                assertThat(seen(one).byLoad()).isFalse();
                assertThat(seen(one).reason()).isEqualTo("load is not known (1 of 2 gateways report load): as many as "
                        + "are healthy decide");
            });
            await().untilAsserted(() -> assertThat(registry.get(RegistryKeys.spill("orders"))).isEmpty());
            demandBecomes(1200, List.of(first, second), one, two);
        }
    }

    @Test
    void withoutACapacityNothingIsSaidAndNothingWritten() throws Exception {
        one.applied(Resource.of("orders", Worlds.orders(SpillKind.CAPACITY, 0)));
        try (Gateway first = Gateway.of(one, "gw-1", 400)) {
            await().untilAsserted(() -> {
                first.report();
                assertThat(one.service().load().of("orders").services()).isNotEmpty();
            });
            assertThat(one.service().load().spills()).isEmpty();
            assertThat(registry.get(RegistryKeys.spill("orders"))).isEmpty();
        }
    }

    @Test
    void whatIsNotToBeDividedByLoadAnyMoreIsForgotten() throws Exception {
        try (Gateway first = Gateway.of(one, "gw-1", 400)) {
            demandBecomes(400, List.of(first), one);
            one.applied(Resource.of("orders", Worlds.orders(SpillKind.ENVOY, Worlds.PER_WEIGHT)));
            await().untilAsserted(() -> assertThat(registry.get(RegistryKeys.spill("orders"))).isEmpty());
            await().untilAsserted(() -> assertThat(one.service().load().spills()).isEmpty());
        }
    }
}
