package io.spillway.drill.bench.coldstart;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

import io.spillway.control.state.StateKeeper;
import io.spillway.drill.bench.index.Size;
import io.spillway.drill.fleet.Home;
import io.spillway.gateway.bench.report.BenchReport;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The bench of the cold start in small: a real etcd, a real control node, some gateways. */
@Tag("real")
class ColdStartRunTest {

    /** The target is 600 at 100,000 workloads; here a service has 40 and not 20, and everything else weighs more. */
    private static final double MOST_BYTES_PER_WORKLOAD = 700;

    @TempDir
    Path folder;

    @Test
    void aWorkloadCostsNoMoreHeapThanItMayAndGatewaysGetWhatTheySubscribe() throws Exception {
        ColdStartPlan plan = new ColdStartPlan(new Size(500, 20_000), 1000, 20, 100, Duration.ZERO, 512,
                Duration.ofMinutes(1));
        BenchReport report = new ColdStartRun(plan, new Home(Path.of("").toAbsolutePath()), folder,
                new StateKeeper.Times(Ticker.system(), InstantSource.system()),
                System.err).run();

        assertThat(report.rows()).hasSize(2);
        var started = report.rows().getFirst().figures();
        assertThat(started.get("readySeconds")).isPositive();
        assertThat(started.get("heapBytesPerWorkload")).isBetween(100.0, MOST_BYTES_PER_WORKLOAD);
        var connected = report.rows().getLast().figures();
        // Each workload of the 100 services is in it, with its address and labels.
        assertThat(connected.get("octetsPerClient")).isGreaterThan(100 * 40 * 60.0);
        assertThat(report.targets()).hasSize(2);
    }
}
