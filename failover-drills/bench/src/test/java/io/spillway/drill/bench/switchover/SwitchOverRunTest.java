package io.spillway.drill.bench.switchover;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

import io.spillway.drill.fleet.Home;
import io.spillway.drill.verb.Interruption;
import io.spillway.drill.verb.Surroundings;
import io.spillway.drill.verb.Terminal;
import io.spillway.gateway.bench.report.BenchReport;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The bench of switch-overs in small: real processes, a real Toxiproxy; once there and back over each kind of link. */
@Tag("real")
@Timeout(240)
class SwitchOverRunTest {

    private static final int DELAY_MILLIS = 200;

    @TempDir
    Path folder;

    @Test
    void trafficGoesThereAndBackAndNobodyFails() throws Exception {
        SwitchOverPlan plan = new SwitchOverPlan(6, 50, 1, 1, Duration.ofMillis(DELAY_MILLIS), Duration.ofSeconds(1));
        Interruption none = Interruption.ofThisThread();
        none.finished();
        Home home = new Home(Path.of(System.getProperty("spillway.root", "../..")).toAbsolutePath().normalize());
        BenchReport report = new SwitchOverRun(plan,
                new Surroundings(Terminal.system(), none, home, Ticker.system(), InstantSource.system()), folder).run();

        assertThat(report.rows()).extracting("scenario").containsExactly("loopback", "delay200ms");
        assertThat(report.rows()).allSatisfy(row -> {
            assertThat(row.figures()).containsKeys("trafficMs", "ackMs", "sent", "p99DuringMs", "p99AfterMs",
                    "backTrafficMs").containsEntry("failed", 0.0);
            assertThat(row.figures().get("sent")).isPositive();
        });
        assertThat(report.rows().get(1).figures().get("ackMs")).as("the other IDC is told, and says so, over the link")
                .isGreaterThan(2 * DELAY_MILLIS);
        assertThat(report.targets()).hasSize(6);
    }
}
