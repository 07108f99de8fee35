package io.spillway.control.load;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterStats;
import io.envoyproxy.envoy.service.load_stats.v3.LoadStatsRequest;
import io.envoyproxy.envoy.service.load_stats.v3.LoadStatsResponse;
import io.grpc.Status;
import io.spillway.control.node.DeltaClient;
import io.spillway.control.node.NodeObserver;
import io.spillway.control.node.TestNode;
import io.spillway.control.service.LoadReport;
import io.spillway.control.service.LoadReport.ServiceLoad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.spillway.control.load.Reports.cluster;
import static io.spillway.control.load.Reports.dropped;
import static io.spillway.control.load.Reports.place;
import static io.spillway.control.load.Reports.reportOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Data planes report to a whole node over gRPC, well and badly. */
@Tag("slow")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LoadReportingTest {

    private static final LoadSettings OFTEN = new LoadSettings(Duration.ofMillis(500), 6, 2, 100_000, 10, 256, 64);

    @TempDir
    Path folder;

    private final Seen seen = new Seen();
    private TestNode node;

    /** What metrics would see. */
    private static final class Seen implements NodeObserver {
        private final AtomicInteger reports = new AtomicInteger();
        private final Map<Nonsense, Integer> ignored = new EnumMap<>(Nonsense.class);
        private final List<String> refused = new CopyOnWriteArrayList<>();

        @Override
        public void loadReported() {
            reports.incrementAndGet();
        }

        @Override
        public synchronized void loadIgnored(Nonsense reason, int parts) {
            ignored.merge(reason, parts, Integer::sum);
        }

        @Override
        public void loadRefused(String code) {
            refused.add(code);
        }

        synchronized Map<Nonsense, Integer> ignored() {
            return Map.copyOf(ignored);
        }
    }

    @BeforeEach
    void start() throws Exception {
        node = TestNode.reporting(TestNode.registry(folder), OFTEN, seen).withOrders();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private LrsClient gateway(String name) {
        return new LrsClient(node, DeltaClient.node(name, "gateway", "idc-a"));
    }

    private LoadReport.Rates orders() {
        return node.service().load().of("orders").services().stream().map(ServiceLoad::rates)
                .reduce(LoadReport.Rates.NONE, LoadReport.Rates::and);
    }

    private static ClusterStats.Builder hundredPerSecond() {
        return cluster("orders/default", 0.5, place("idc-a", 0, 40, 38, 2, 3), place("idc-b", 1, 10, 10, 0, 1))
                .addDroppedRequests(dropped("max_requests", 5));
    }

    @Test
    void severalGatewaysReportAndTheSumIsShown() throws Exception {
        try (LrsClient one = gateway("gw-1"); LrsClient two = gateway("gw-2"); LrsClient three = gateway("gw-3")) {
            for (LrsClient gateway : List.of(one, two, three)) {
                LoadStatsResponse asked = gateway.asked();
                assertThat(asked.getSendAllClusters()).isTrue();
                assertThat(asked.getClustersList()).isEmpty();
                assertThat(asked.getLoadReportingInterval())
                        .isEqualTo(com.google.protobuf.Duration.newBuilder().setNanos(500_000_000).build());
            }
            await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> {
                // Again and again: what was reported counts for so long only.
                List.of(one, two, three).forEach(gateway -> gateway.report(reportOf(hundredPerSecond())));
                assertThat(node.service().load().of("orders").services()).singleElement().satisfies(orders -> {
                    assertThat(orders.rates()).isEqualTo(new LoadReport.Rates(300, 288, 12, 12));
                    assertThat(orders.drops()).isEqualTo(Map.of("max_requests", 30.0));
                    assertThat(orders.nodes()).isEqualTo(3);
                    assertThat(orders.targets()).extracting(LoadReport.TargetLoad::idc).containsExactly("idc-a",
                            "idc-b");
                    assertThat(orders.targets().getLast().localities()).singleElement()
                            .satisfies(place -> assertThat(place.priority()).isEqualTo(1));
                });
                assertThat(node.service().load().reporters()).extracting(LoadReport.ReporterView::node)
                        .containsExactly("gw-1", "gw-2", "gw-3");
            });
        }
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(node.service().load().services())
                .as("they are gone").isEmpty());
    }

    @Test
    void aGatewayTellsItsClockAndOneThatIsWrongIsFound() throws Exception {
        try (LrsClient right = gateway("gw-1"); LrsClient wrong = gateway("gw-2"); LrsClient silent = gateway("gw-3")) {
            right.asked();
            wrong.asked();
            silent.asked();
            await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> {
                right.report(told(Instant.now()));
                wrong.report(told(Instant.now().plusSeconds(60)));
                silent.report(reportOf(hundredPerSecond()));
                assertThat(node.service().status().reporters()).hasSize(3).last()
                        .satisfies(last -> assertThat(last.clockAhead()).isNull());
                assertThat(node.service().check().findings())
                        .filteredOn(finding -> finding.rule().equals("clocks-apart")).singleElement()
                        .satisfies(finding -> {
                            assertThat(finding.object()).isEqualTo("gateway gw-2");
                            assertThat(finding.what()).contains("ahead of that of node");
                        });
            });
        }
    }

    private static LoadStatsRequest told(Instant clock) {
        return reportOf(hundredPerSecond()).toBuilder()
                .setNode(Node.newBuilder()
                        .setMetadata(Struct.newBuilder().putFields("clockUnixMillis",
                                Value.newBuilder().setNumberValue((double) clock.toEpochMilli()).build())))
                .build();
    }

    @Test
    void aRestartedGatewayCountsOnce() throws Exception {
        try (LrsClient before = gateway("gw-1")) {
            before.asked();
            before.report(reportOf(hundredPerSecond()));
            await().atMost(20, TimeUnit.SECONDS).until(() -> orders().requests() == 100);
        }
        try (LrsClient after = gateway("gw-1")) {
            after.asked();
            after.report(reportOf(hundredPerSecond()));
            await().atMost(20, TimeUnit.SECONDS).until(() -> orders().inFlight() == 4);
            assertThat(orders().requests()).isEqualTo(100);
            assertThat(node.service().load().reporters()).hasSize(1);
        }
    }

    @Test
    void aStockEnvoyIsToldTheClustersOneByOneAndAgainWhenThereAreOthers() throws Exception {
        Node envoy = Node.newBuilder().setId("envoy-1").build();
        try (LrsClient client = new LrsClient(node, envoy)) {
            assertThat(client.asked().getClustersList()).containsExactly(TestNode.clusters("orders"));
            node.applied(TestNode.service("inventory"));
            assertThat(client.asked().getClustersList()).contains("inventory/default", "orders/default");
        }
        Node modern = envoy.toBuilder().setId("envoy-2")
                .addClientFeatures("envoy.lrs.supports_send_all_clusters").build();
        try (LrsClient client = new LrsClient(node, modern)) {
            assertThat(client.asked().getSendAllClusters()).isTrue();
        }
    }

    @Test
    void nonsenseIsCountedAndTheStreamLives() throws Exception {
        try (LrsClient client = gateway("gw-1")) {
            client.asked();
            client.report(reportOf(cluster("gone/default", 1), hundredPerSecond(),
                    cluster("orders/default", 1, place("idc-x", 0, 1, 1, 0, 0), place("idc-a", 0, -1, 0, 0, 0))));
            await().atMost(20, TimeUnit.SECONDS).until(() -> orders().requests() > 0);
            await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(seen.ignored()).isEqualTo(
                    Map.of(Nonsense.UNKNOWN_CLUSTER, 1, Nonsense.UNKNOWN_IDC, 1, Nonsense.COUNT, 1)));
            assertThat(client.goesOn()).isTrue();
        }
    }

    @Test
    void whoSaysNotWhoItIsOrIsElsewhereIsRefused() throws Exception {
        assertRefused(Node.getDefaultInstance(),
                "node.id: \"\" (expected: the node's name, printable ASCII of at most 256 characters)");
        assertRefused(DeltaClient.node("gw-b", "gateway", "idc-b"),
                "node gw-b: locality.zone: \"idc-b\" (expected: idc-a)");
        assertRefused(DeltaClient.node("sync-b", "sync", "idc-b"), "node sync-b: role sync (expected: a data plane)");
        await().untilAsserted(() -> assertThat(seen.refused).containsOnly("INVALID_ARGUMENT").hasSize(3));
        assertThat(node.service().load().reporters()).isEmpty();
    }

    private void assertRefused(Node who, String why) throws Exception {
        try (LrsClient client = new LrsClient(node, who)) {
            Status end = client.end();
            assertThat(end.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(end.getDescription()).isEqualTo(why);
        }
    }

    @Test
    void whatIsTooMuchIsRefused() throws Exception {
        try (LrsClient client = gateway("gw-1")) {
            client.asked();
            ClusterStats.Builder[] many = new ClusterStats.Builder[11];
            Arrays.fill(many, cluster("orders/default", 1));
            client.report(reportOf(many));
            assertThat(client.end()).satisfies(end -> {
                assertThat(end.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                assertThat(end.getDescription())
                        .isEqualTo("node gw-1: report of 11 clusters (expected: 10 at most)");
            });
        }
        try (LrsClient client = gateway("gw-1")) {
            client.asked();
            client.report(reportOf(cluster("orders/default", 1).addDroppedRequests(dropped("x".repeat(100_000), 1))));
            assertThat(client.end().getDescription()).contains("bytes (expected: 100000 at most)");
        }
    }

    @Test
    void theOldestOfTooManyStreamsOfANodeIsEnded() throws Exception {
        try (LrsClient oldest = gateway("gw-1")) {
            oldest.asked();
            try (LrsClient second = gateway("gw-1")) {
                second.asked();
                try (LrsClient third = gateway("gw-1")) {
                    third.asked();
                    assertThat(oldest.end()).satisfies(end -> {
                        assertThat(end.getCode()).isEqualTo(Status.Code.ABORTED);
                        assertThat(end.getDescription())
                                .isEqualTo("node gw-1 began another stream (expected: 2 at most)");
                    });
                    assertThat(second.goesOn()).isTrue();
                }
            }
        }
    }

    @Test
    void streamsAreLimitedAndThoseThatEndMakeRoom() throws Exception {
        List<LrsClient> all = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(gateway("gw-" + i));
            all.getLast().asked();
        }
        try (LrsClient more = gateway("gw-6")) {
            assertThat(more.end().getDescription()).isEqualTo("6 load report streams (expected: 6 at most)");
        }
        all.getFirst().complete();
        assertThat(all.getFirst().end().isOk()).isTrue();
        try (LrsClient more = gateway("gw-6")) {
            more.asked();
        }
        all.forEach(LrsClient::close);
    }

    @Test
    void aNodeThatShutsDownSaysSo() throws Exception {
        try (LrsClient client = gateway("gw-1")) {
            client.asked();
            node.node.close();
            assertThat(client.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }
}
