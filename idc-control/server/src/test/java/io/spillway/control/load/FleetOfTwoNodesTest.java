package io.spillway.control.load;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.spillway.control.node.DeltaClient;
import io.spillway.control.node.Sharing;
import io.spillway.control.node.TestNode;
import io.spillway.control.nodes.NodeKeeper;
import io.spillway.control.service.StatusReport.PathView;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.state.StoredRecords;
import io.spillway.control.switchover.run.WatchedScopesTest;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.spillway.control.load.Reports.cluster;
import static io.spillway.control.load.Reports.figure;
import static io.spillway.control.load.Reports.place;
import static io.spillway.control.load.Reports.reportOf;
import static org.assertj.core.api.Assertions.assertThat;

/** Two control nodes of one IDC, each with half of the gateways, while traffic is moved. */
@Tag("slow")
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class FleetOfTwoNodesTest {

    private static final LoadSettings USUAL = LoadSettings.DEFAULTS.withEvery(Duration.ofSeconds(2));
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
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        registry.close();
    }

    private TestNode node(String name) throws Exception {
        TestNode node = TestNode.reporting(registry, name, USUAL, QUICK).sharing();
        node.awaitReady();
        return node;
    }

    private void stands(SwitchOverState state) {
        Resource record = WatchedScopesTest.switchOver("move", new ShiftScope.ServiceScope("orders"), state);
        assertThat(registry.commit(new Transaction(List.of(), List.of(Operation.put(
                RegistryKeys.resource("switchovers", "move"),
                new StoredRecords().write(record, null, "test", Instant.now()))))))
                .isInstanceOf(CommitResult.Committed.class);
    }

    private static com.google.protobuf.Duration millis(int millis) {
        return com.google.protobuf.Duration.newBuilder().setSeconds(millis / 1000)
                .setNanos(millis % 1000 * 1_000_000).build();
    }

    private static void await(ThrowingRunnable seen) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(100)).untilAsserted(seen);
    }

    private static void report(LrsClient gateway, int requests, double usable) {
        gateway.report(reportOf(cluster("orders/default", 0.25,
                place("idc-a", 0, 2L * requests, requests, requests, 0)
                        .addLoadMetricStats(figure("spillway.unserved", 0))
                        .addLoadMetricStats(figure("spillway.latency.6", requests))))
                .toBuilder()
                .setNode(Reports.paths(usable, 0, 1000)).build());
    }

    @Test
    void whileTrafficMovesGatewaysReportFourTimesASecondAndBothNodesKnowTheSum() throws Exception {
        try (DeltaClient first = DeltaClient.gateway(one, "gw-1");
                DeltaClient second = DeltaClient.gateway(two, "gw-2");
                LrsClient here = new LrsClient(one, DeltaClient.node("gw-1", "gateway", "idc-a"));
                LrsClient there = new LrsClient(two, DeltaClient.node("gw-2", "gateway", "idc-a"))) {
            for (DeltaClient gateway : List.of(first, second)) {
                gateway.subscribe(ResourceType.ENDPOINT, "orders/default");
                gateway.take(ResourceType.ENDPOINT);
            }
            assertThat(here.asked().getLoadReportingInterval()).isEqualTo(millis(2000));
            assertThat(there.asked().getLoadReportingInterval()).isEqualTo(millis(2000));
            stands(SwitchOverState.SHIFTING);
            assertThat(here.asked().getLoadReportingInterval()).isEqualTo(millis(250));
            assertThat(there.asked().getLoadReportingInterval()).isEqualTo(millis(250));
            await(() -> {
                report(here, 10, 1);
                report(there, 30, 0);
                for (TestNode node : List.of(one, two)) {
                    MeasuredTraffic orders = node.node.measured().of(Set.of("orders"));
                    assertThat(orders.requestsPerSecond()).isEqualTo(160);
                    assertThat(orders.failedPerSecond()).as("attempts that were made good").isZero();
                    assertThat(orders.servedBy()).isEqualTo(Map.of("idc-a", 160.0));
                    assertThat(orders.p99Millis()).isBetween(2.8, 4.1);
                }
                assertThat(one.node.measured().of(Set.of("orders")).latency().get(6)).isBetween(40L, 120L);
                for (TestNode node : List.of(one, two)) {
                    assertThat(node.service().peers()).filteredOn(peer -> peer.idc().equals("idc-b")).singleElement()
                            .satisfies(peer -> assertThat(peer.path()).isEqualTo(
                                    new PathView(1, 1, 0, Instant.ofEpochMilli(1000), List.of("gw-2"))));
                }
            });
            stands(SwitchOverState.ROLLED_BACK);
            assertThat(here.asked().getLoadReportingInterval()).isEqualTo(millis(2000));
            assertThat(there.asked().getLoadReportingInterval()).isEqualTo(millis(2000));
        }
    }

    /** Nothing moves, and somebody looks at the overview of one node: the other one tells what its gateways measure. */
    @Test
    void whoLooksAtOneNodeSeesTheTrafficOfTheWholeIdc() throws Exception {
        try (DeltaClient first = DeltaClient.gateway(one, "gw-1");
                DeltaClient second = DeltaClient.gateway(two, "gw-2");
                LrsClient here = new LrsClient(one, DeltaClient.node("gw-1", "gateway", "idc-a"));
                LrsClient there = new LrsClient(two, DeltaClient.node("gw-2", "gateway", "idc-a"))) {
            for (DeltaClient gateway : List.of(first, second)) {
                gateway.subscribe(ResourceType.ENDPOINT, "orders/default");
                gateway.take(ResourceType.ENDPOINT);
            }
            here.asked();
            there.asked();
            report(here, 10, 1);
            report(there, 30, 1);
            assertThat(one.service().users()).as("the other node has not told yet").isEmpty();
            await(() -> {
                report(here, 10, 1);
                report(there, 30, 1);
                assertThat(one.service().users()).hasValueSatisfying(users -> {
                    assertThat(users.requestsPerSecond()).isEqualTo(160);
                    assertThat(users.servedBy()).isEqualTo(Map.of("idc-a", 160.0));
                });
            });
        }
    }
}
