package io.spillway.drill.bench.growth;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.spillway.drill.bench.push.Shape;
import io.spillway.drill.bench.push.server.Servers;
import io.spillway.drill.fleet.Home;
import io.spillway.gateway.bench.report.BenchReport;
import io.spillway.gateway.bench.report.Row;
import io.spillway.gateway.bench.report.Trend;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The bench in small: shows that every size can be played and has a trend; measures nothing. */
@Tag("slow")
class GrowthRunTest {

    private static BenchReport run(Path folder, Duration limit) throws InterruptedException {
        Servers servers = new Servers(new Home(Path.of("").toAbsolutePath()), folder, 256, 256, "", Ticker.system());
        GrowthPlan plan = new GrowthPlan(new Shape(3, 10, 5), List.of(Over.CLIENTS), List.of(1, 2), 1, 4,
                Duration.ofSeconds(1), limit);
        return new GrowthRun(plan, servers::start, Ticker.system(), System.err).run();
    }

    @Test
    @Tag("full")
    void twiceAsManyClientsAreMeasuredBesideAsManyAsBefore(@TempDir Path folder) throws Exception {
        BenchReport report = run(folder, Duration.ofMinutes(2));
        assertThat(report.rows()).extracting(Row::scenario).containsExactly("10-services-5-workloads-3-clients",
                "10-services-5-workloads-6-clients");
        for (Row row : report.rows()) {
            assertThat(row.failure()).as(row.toString()).isNull();
            assertThat(row.figures().get("heapAloneMiB")).as(row.toString()).isBetween(5.0, 100.0);
            assertThat(row.figures()).containsKeys("cpuMillisPerChange", "warmCpuMillisPerChange", "heapMiB",
                    "residentMiB");
        }
        assertThat(report.trends()).extracting(Trend::metric).contains("heapAloneMiB", "heapMiB", "residentMiB");
    }

    @Test
    void whatThereIsNoTimeForIsSaidAndNotLeftOut(@TempDir Path folder) throws Exception {
        BenchReport report = run(folder, Duration.ZERO);
        assertThat(report.rows()).hasSize(2).allSatisfy(
                row -> assertThat(row.failure()).contains("not measured").contains("--limit"));
        assertThat(report.trends()).isEmpty();
    }
}
