package io.spillway.drill.bench.push;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.spillway.drill.bench.push.server.Servers;
import io.spillway.drill.fleet.Home;
import io.spillway.gateway.bench.report.BenchReport;
import io.spillway.gateway.bench.report.Row;
import io.spillway.model.time.Ticker;

import static org.assertj.core.api.Assertions.assertThat;

/** Ten clients and twenty Services: shows that every case can be played, and measures nothing. */
final class SmallRun {
    private static final Shape SHAPE = new Shape(10, 20);
    private static final int BURST = 100;

    private SmallRun() {}

    static void check(Path folder, List<String> systems) throws InterruptedException {
        Servers servers = new Servers(new Home(Path.of("").toAbsolutePath()), folder, 256, 256,
                System.getProperty("java.class.path"), Ticker.system());
        Plan plan = new Plan(systems, List.of(SHAPE), Arrays.asList(PushCase.values()), 1, 3, BURST,
                Duration.ofSeconds(1), Duration.ofSeconds(60));
        BenchReport report = new PushRun(plan, servers::start, Ticker.system(), System.err).run();

        assertThat(report.rows()).allSatisfy(row -> assertThat(row.failure()).as(row.toString()).isNull());
        assertThat(report.rows()).extracting(Row::scenario).hasSize(systems.size() * PushCase.values().length);
        for (Row row : report.rows()) {
            assertThat(row.figures()).containsKeys("cpuMillisPerChange", "p50Ms", "p99Ms", "lastClientMs",
                    "residentMiB", "otherPercent");
            assertThat(row.figures().get("residentMiB")).as(row.toString()).isGreaterThan(5);
            assertThat(row.figures().get("lastClientMs")).as(row.toString()).isPositive();
        }
        assertThat(figure(report, PushCase.CHANGE, "octetsPerClient")).allSatisfy(
                octets -> assertThat(octets).as("octets of one change").isBetween(100.0, 1000.0));
        assertThat(figure(report, PushCase.APART, "othersResponses")).containsOnly(0.0);
        assertThat(figure(report, PushCase.BURST, "mostResponsesPerClient")).allSatisfy(
                most -> assertThat(most).isBetween(1.0, (double) BURST));
    }

    private static List<Double> figure(BenchReport report, PushCase what, String name) {
        return report.rows().stream().filter(row -> row.scenario().equals(what.of(SHAPE)))
                .map(row -> row.figures().getOrDefault(name, Double.NaN)).toList();
    }
}
