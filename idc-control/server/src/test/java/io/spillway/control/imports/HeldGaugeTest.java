package io.spillway.control.imports;

import io.spillway.control.metrics.ControlMetrics;
import io.spillway.control.service.ReleaseResult;
import io.spillway.process.metrics.Metrics;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.spillway.control.imports.SyncClient.entry;
import static org.assertj.core.api.Assertions.assertThat;

/** Who looks at a figure sees that something is held while it is, and no longer. */
@Tag("slow")
class HeldGaugeTest extends ImportScene {

    private static final String EMPTIES = "spillway_control_imports_held{peer=\"idc-b\",reason=\"empties_service\"} ";
    private static final String MAJORITY = "spillway_control_imports_held{peer=\"idc-b\",reason=\"removes_majority_of_endpoints\"} ";

    @Test
    void itRisesWithEachHoldAndFallsToNothingWhenTheyEnd() throws Exception {
        try (Metrics metrics = Metrics.empty()) {
            new ControlMetrics(metrics.registry()).watch(node.service());
            sync.all(entry("orders", 1, 10), entry("users", 1, 4), entry("stock", 1, 4));
            shows(metrics, 0, 0);
            sync.all(entry("orders", 2, 1), entry("users", 2, 0), entry("stock", 2, 0));
            shows(metrics, 2, 1);
            sync.news(entry("users", 3, 4));
            shows(metrics, 1, 1);
            assertThat(node.service().releaseHeld("idc-b", "orders", "ann")).isInstanceOf(ReleaseResult.Released.class);
            shows(metrics, 1, 0);
            assertThat(node.service().releaseHeld("idc-b", "stock", "ann")).isInstanceOf(ReleaseResult.Released.class);
            shows(metrics, 0, 0);
        }
    }

    /** Every guard has its line from the start: an alert on a series that does not exist never fires. */
    @Test
    void aLineIsThereForEachGuard() {
        try (Metrics metrics = Metrics.empty()) {
            new ControlMetrics(metrics.registry()).watch(node.service());
            for (String guard : new String[]{ImportGuard.EMPTIES_SERVICE, ImportGuard.EMPTIES_GROUP,
                    ImportGuard.MAJORITY_OF_ENDPOINTS, ImportGuard.MAJORITY_OF_SERVICES, ImportGuard.FLAPPING}) {
                assertThat(metrics.scrape())
                        .contains("spillway_control_imports_held{peer=\"idc-b\",reason=\"" + guard + "\"} 0.0");
            }
        }
    }

    private static void shows(Metrics metrics, double empties, double majority) {
        Awaitility.await().untilAsserted(
                () -> assertThat(metrics.scrape()).contains(EMPTIES + empties, MAJORITY + majority));
    }
}
