package io.spillway.control.metrics;

import java.nio.file.Path;
import java.time.Duration;

import io.spillway.control.load.LoadSettings;
import io.spillway.control.node.TestNode;
import io.spillway.control.service.DeleteRequest;
import io.spillway.control.service.WriteResult;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.WorkloadState;
import io.spillway.process.metrics.Metrics;
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
}
