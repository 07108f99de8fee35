package io.spillway.control.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.spillway.control.load.LoadSettings;
import io.spillway.control.load.LrsClient;
import io.spillway.control.load.Reports;
import io.spillway.control.node.DeltaClient;
import io.spillway.control.node.Sharing;
import io.spillway.control.node.TestNode;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.spill.Worlds;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SpillKind;
import io.spillway.model.resource.WorkloadState;
import io.spillway.process.metrics.Metrics;
import io.spillway.registry.Registry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Users ask for more, an endpoint dies, the other IDC fills up, reports stop: every figure of it moves in a real node. */
@Tag("slow")
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class SpillMetersTest {

    private static final LoadSettings OFTEN = LoadSettings.DEFAULTS.withEvery(Duration.ofMillis(500));
    private static final Sharing QUICK = new Sharing(TestNode.QUICK.pace(), Duration.ofSeconds(20),
            Duration.ofSeconds(2));

    @TempDir
    Path folder;

    private final Metrics metrics = Metrics.ofProcess();
    private Registry registry;
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        registry = TestNode.registry(folder);
        ControlMetrics control = new ControlMetrics(metrics.registry());
        node = TestNode.reporting(registry, "control-1", OFTEN, QUICK, control);
        node.awaitReady();
        control.watch(node.service());
        node.withOrders().applied(
                Resource.of("orders", Worlds.orders(SpillKind.CAPACITY, Worlds.PER_WEIGHT)),
                TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP),
                TestNode.workload("orders", "orders-2", 9002, WorkloadState.UP));
        Worlds.imported(registry, 1700);
    }

    @AfterEach
    void stop() {
        node.close();
        metrics.close();
    }

    /** Waits until the figures are those, while a gateway reports. */
    private void become(LrsClient gateway, long perSecond, String... figures) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            if (perSecond > 0) {
                gateway.report(Reports.reportOf(Reports.cluster("orders/default", 1,
                        Reports.place("idc-a", 0, perSecond, perSecond, 0, 1))));
            }
            assertThat(metrics.scrape()).contains(figures);
        });
    }

    private static String of(String figure, String idc) {
        return "spillway_control_spill_" + figure + "{group=\"default\",service=\"orders\",target_idc=\"" + idc
                + "\"} ";
    }

    @Test
    void everyFigureMoves() throws Exception {
        String demand = "spillway_control_spill_demand{group=\"default\",service=\"orders\"} ";
        String byLoad = "spillway_control_spill_decisions_total{by=\"load\"} ";
        String byNumbers = "spillway_control_spill_decisions_total{by=\"numbers\"} ";
        String silent = "spillway_control_spill_silent ";
        assertThat(metrics.scrape()).contains(byLoad + "0.0", byNumbers + "0.0", silent + "0.0");
        try (DeltaClient ours = DeltaClient.gateway(node, "gw-1");
                LrsClient load = new LrsClient(node, DeltaClient.node("gw-1", "gateway", "idc-a"))) {
            ours.subscribe(ResourceType.ENDPOINT, "orders/default");
            ours.take(ResourceType.ENDPOINT);
            become(load, 1000, demand + "1000.0", of("capacity", "home") + "2000.0", of("part", "home") + "1.0",
                    of("capacity", "idc-b") + "300.0", of("part", "idc-b") + "0.0", silent + "0.0");
            Awaitility.await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(metrics.scrape()).doesNotContain(byLoad + "0.0"));
            assertThat(metrics.scrape()).contains(byNumbers + "0.0");

            try (DeltaClient envoy = DeltaClient.as(node, DeltaClient.node("envoy-1", "envoy", "idc-a"))) {
                envoy.subscribe(ResourceType.ENDPOINT, "orders/default");
                envoy.take(ResourceType.ENDPOINT);
                become(load, 1000, silent + "1.0");
                assertThat(node.service().status().silent().here()).containsExactly("envoy-1");
            }
            become(load, 1000, silent + "0.0");

            node.applied(TestNode.workload("orders", "orders-2", 9002, WorkloadState.DOWN));
            become(load, 1250, demand + "1300.0", of("capacity", "home") + "1000.0", of("part", "home") + "0.769",
                    of("part", "idc-b") + "0.230");
            Worlds.imported(registry, 1900);
            become(load, 1250, of("capacity", "idc-b") + "100.0", of("part", "idc-b") + "0.090");

            become(load, 0, demand + "NaN", of("capacity", "home") + "NaN", of("part", "idc-b") + "NaN",
                    byNumbers + "1.0", silent + "1.0");
        }
        List<String> figures = metrics.registry().getMeters().stream().map(Meter::getId).map(Meter.Id::getName)
                .filter(name -> name.startsWith("spillway.control.spill.")).distinct().sorted().toList();
        assertThat(figures).as("each of them has moved above").containsExactly("spillway.control.spill.capacity",
                "spillway.control.spill.decisions", "spillway.control.spill.demand", "spillway.control.spill.part",
                "spillway.control.spill.silent");
        assertThat(drawn()).as("names that the dashboard draws").hasSize(figures.size())
                .allMatch(name -> metrics.scrape().contains("\n" + name + "{")
                        || metrics.scrape().contains("\n" + name + " "));
    }

    private static Set<String> drawn() throws IOException {
        return Pattern.compile("spillway_control_spill_\\w+")
                .matcher(Files.readString(Path.of("../../grafana/dashboards/overview.json"))).results()
                .map(MatchResult::group).collect(Collectors.toSet());
    }
}
