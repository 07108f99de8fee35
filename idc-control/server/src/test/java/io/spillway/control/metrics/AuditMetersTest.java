package io.spillway.control.metrics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.spillway.control.load.LoadSettings;
import io.spillway.control.node.TestNode;
import io.spillway.control.service.DeleteRequest;
import io.spillway.control.service.Finding;
import io.spillway.control.service.WriteResult;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.WorkloadState;
import io.spillway.process.metrics.Metrics;
import io.spillway.registry.Operation;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** An operator writes, and is refused: each of both is counted, and what workloads do is not. */
@Tag("slow")
class AuditMetersTest {

    @TempDir
    Path folder;

    @Test
    void bothFiguresMove() throws Exception {
        try (Metrics metrics = Metrics.ofProcess();
                TestNode node = TestNode.reporting(TestNode.registry(folder),
                        LoadSettings.DEFAULTS.withEvery(Duration.ofSeconds(2)),
                        new ControlMetrics(metrics.registry()))) {
            String records = "spillway_control_audit_records_total ";
            String denied = "spillway_control_audit_denied_total ";
            assertThat(metrics.scrape()).contains("# HELP " + records.strip(), "# HELP " + denied.strip(),
                    records + "0.0", denied + "0.0");
            node.withOrders();
            node.applied(TestNode.workload("orders", "w", 9000, WorkloadState.UP));
            assertThat(metrics.scrape()).contains(records + "1.0", denied + "0.0");
            assertThat(node.service().delete(new DeleteRequest(Kind.DR_GROUP, "core", false, null, "mallory")))
                    .isInstanceOf(WriteResult.Guarded.class);
            assertThat(metrics.scrape()).contains(records + "1.0", denied + "1.0");
        }
    }

    @Test
    void aChainThatDoesNotFitIsAFigure() throws Exception {
        try (Metrics metrics = Metrics.ofProcess(); TestNode node = TestNode.start(folder).withOrders()) {
            new ControlMetrics(metrics.registry()).watch(node.service());
            assertThat(node.service().check().findings()).extracting(Finding::rule)
                    .doesNotContain("audit-chain-broken");
            assertThat(metrics.scrape()).contains("# HELP spillway_control_audit_broken ",
                    "spillway_control_audit_broken 0.0");
            node.registry.commit(new Transaction(List.of(), List.of(Operation.delete(RegistryKeys.audit(1)))));
            assertThat(node.service().check().findings()).extracting(Finding::rule).contains("audit-chain-broken");
            assertThat(metrics.scrape()).contains("spillway_control_audit_broken 1.0");
        }
    }
}
