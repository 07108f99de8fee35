package io.spillway.control.metrics;

import java.nio.file.Path;

import io.micrometer.core.instrument.Meter;
import io.spillway.control.node.Sharing;
import io.spillway.control.node.TestNode;
import io.spillway.model.resource.WorkloadState;
import io.spillway.process.metrics.Metrics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What dashboards count on: the names that were promised are there, with a help text each. */
@Tag("slow")
class ControlMetricsTest {

    @TempDir
    Path folder;

    @Test
    void everyPromisedMeterIsThereAndSaysWhatItIs() throws Exception {
        try (Metrics metrics = Metrics.ofProcess()) {
            ControlMetrics control = new ControlMetrics(metrics.registry());
            try (TestNode node = TestNode.named(TestNode.registry(folder), "control-1", Sharing.USUAL, control)) {
                node.awaitReady();
                control.watch(node.service());
                node.withOrders().applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP));
                control.checked("http", "passed", 1);
                control.refused("identity");
                control.loadRefused("CANCELLED");
                control.healthChanged("UNHEALTHY");
                control.delivered(50, 1);
                assertThat(metrics.scrape()).contains("spillway_control_push_latency_seconds_count{type=\"CDS\"}",
                        "spillway_control_send_latency_seconds_count{type=\"EDS\"}",
                        "spillway_control_delivery_ratio{type=\"RDS\"} 1.0",
                        "spillway_control_data_planes{state=\"SYNCED\"} 0.0",
                        "spillway_control_nacks_total{type=\"LDS\"} 0.0", "spillway_control_event_queue ",
                        "spillway_control_index_seconds_count ", "spillway_control_ready 1.0",
                        "spillway_control_registry_connected 1.0",
                        "spillway_control_registry_revision " + (double) node.service().registry().revision(),
                        "spillway_control_health_workloads{state=\"HEALTHY\"} 0.0",
                        "spillway_control_health_check_time_seconds_count{type=\"http\"} 1",
                        "spillway_control_load_age_seconds 0.0",
                        "spillway_control_xds_refused_streams_total{reason=\"identity\"} 1.0");
                assertThat(metrics.registry().getMeters()).extracting(Meter::getId)
                        .filteredOn(id -> id.getName().startsWith("spillway."))
                        .allSatisfy(id -> assertThat(id.getDescription()).as(id.getName()).isNotBlank());
            }
        }
    }
}
