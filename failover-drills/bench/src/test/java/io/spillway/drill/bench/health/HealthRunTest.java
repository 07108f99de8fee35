package io.spillway.drill.bench.health;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

import io.spillway.control.state.StateKeeper;
import io.spillway.drill.fleet.Home;
import io.spillway.gateway.bench.process.MachineLoad;
import io.spillway.model.resource.HealthProbe;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The bench of the health checks, in small: who is dead is found, who is fine stays so, and deaths are noticed. */
@Tag("slow")
class HealthRunTest {
    private static final Ticker TICKER = Ticker.system();

    private static Map<String, Double> run(HealthProbe probe, int dead, Path folder) throws InterruptedException {
        HealthPlan plan = new HealthPlan(100, 6, 30, probe, Duration.ofSeconds(1), Duration.ofSeconds(3),
                Duration.ZERO);
        try (ResponderProcess responder = ResponderProcess.start(new Home(Path.of("").toAbsolutePath()), folder, 6,
                TICKER)) {
            return new HealthRun(plan, dead, responder, new MachineLoad(),
                    new StateKeeper.Times(TICKER, InstantSource.system())).measure().figures();
        }
    }

    @Test
    void everyTargetIsCheckedOncePerIntervalThoughAThirdIsDead(@TempDir Path folder) throws Exception {
        Map<String, Double> figures = run(new HealthProbe.Http("/", null, HealthProbe.Http.SUCCESSES, false), 30,
                folder);
        assertThat(figures.get("checksPerSecond")).isBetween(60.0, 140.0);
        assertThat(figures.get("timedOutPerSecond")).as("frozen and silent ones").isBetween(10.0, 30.0);
        assertThat(figures.get("wronglyUnhealthy")).isZero();
        assertThat(figures.get("noticedMaxSeconds")).isBetween(1.0, 5.0);
        assertThat(figures.get("noticedInTrafficMaxSeconds")).isPositive();
    }

    @Test
    @Tag("full")
    void deathsAreNoticedByTcpToo(@TempDir Path folder) throws Exception {
        Map<String, Double> figures = run(new HealthProbe.Tcp(), 0, folder);
        assertThat(figures.get("timedOutPerSecond")).isZero();
        assertThat(figures.get("wronglyUnhealthy")).isZero();
        assertThat(figures.get("noticedMaxSeconds")).isPositive();
    }
}
