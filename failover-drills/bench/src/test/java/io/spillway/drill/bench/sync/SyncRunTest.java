package io.spillway.drill.bench.sync;

import java.nio.file.Path;
import java.time.Duration;

import io.spillway.drill.bench.push.Population;
import io.spillway.drill.fleet.Home;
import io.spillway.gateway.bench.report.BenchReport;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The bench of registry-sync in small: two real control nodes, a real registry-sync, a real Toxiproxy between them. */
@Tag("real")
class SyncRunTest {

    private static final int DELAY_MILLIS = 50;

    @TempDir
    Path folder;

    @Test
    void changesArriveAlsoOverASlowLinkAndAfterACutAndWhatComesIsWhatChanged() throws Exception {
        SyncPlan plan = new SyncPlan(new Population(40, 80), 3, 5, 2, Duration.ofMillis(DELAY_MILLIS),
                Duration.ofSeconds(1),
                10, Duration.ofSeconds(10));
        BenchReport report = new SyncRun(plan, new Home(Path.of("").toAbsolutePath()), folder, Ticker.system(),
                System.err)
                .run();

        assertThat(report.rows()).extracting("scenario").containsExactly("change", "change-delay50ms", "cut-1s");
        assertThat(report.rows().get(0).figures().get("linkOctetsPerChange")).isPositive();
        assertThat(report.rows().get(1).figures().get("p50Ms")).isGreaterThan(DELAY_MILLIS);
        assertThat(report.rows().get(2).figures().get("changedServices")).isEqualTo(4);
        assertThat(report.rows().get(2).figures().get("octetsPerOctetOfChange"))
                .as("all 40 services would be ten times as much").isBetween(0.1, 5.0);
        assertThat(report.targets()).hasSize(4);
    }
}
