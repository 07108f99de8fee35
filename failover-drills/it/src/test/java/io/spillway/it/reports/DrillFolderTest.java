package io.spillway.it.reports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.spillway.drill.report.ReportFolder;
import io.spillway.it.docs.Checkout;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A folder with two drills, of which one cannot pass: the other is played all the same, on a fleet of its own, with users who
 * speak HTTP/2, a log that is sent again and a control group that calls by gRPC; and there is one summary.
 */
@Tag("real")
class DrillFolderTest {

    private static final long PATIENCE_SECONDS = 280;
    private static final String LOG = """
            {"time":"2026-11-21T08:00:00.100Z","listener":"entrance","client":"127.0.0.1:1","method":"GET","host":"orders.example",\
            "path":"/items/%d","status":200,"bytesIn":0,"bytesOut":9,"micros":1000,"service":"orders","idc":"idc-a","targetIdc":"idc-a",\
            "priority":0,"reason":"ok","endpoint":"127.0.0.1:9","attempts":1}
            """;

    @TempDir
    private Path folder = Path.of("");

    private void drill(String name, String topology, String load, String invariant) throws IOException {
        Files.createDirectories(folder.resolve("drills"));
        Files.writeString(folder.resolve("drills").resolve(name + ".yaml"), """
                apiVersion: spillway.io/v1
                kind: Drill
                metadata: {name: %s}
                spec:
                  topology: %s
                  load:
                    latest: 3s
                    patience: 10s
                %s
                  steadyState: {hold: 1s, within: 60s, percent: 95}
                  steps:
                    - phase: steady
                    - sleep: 2s
                    - phase: orders-down
                    - kill: {idc: idc-a, role: service, service: orders}
                      event: orders-dies-in-a
                      expect: {service: orders, home: idc-a, servedBy: idc-b}
                    - sleep: 3s
                  invariants:
                    - name: that it is so
                      %s
                  rollback:
                    - start: {all: true}
                      event: everything-runs
                """.formatted(name, topology, load.indent(4).stripTrailing(), invariant));
    }

    @Test
    void playsAllAndSaysWhichDidNotPass() throws Exception {
        Path log = folder.resolve("access.log");
        Files.writeString(log, LOG.formatted(1) + LOG.replace("00.100Z", "00.150Z").formatted(2));
        drill("a-impossible", "two-idc", "users: [{name: users-of-a, home: idc-a, rps: 40, services: [orders]}]",
                "latency: {percentile: 100, most: 1ms}");
        drill("b-possible", "two-idc-grpc", """
                users:
                  - {name: users-of-a, home: idc-a, rps: 40, services: [orders], protocol: http2}
                  - {name: bystanders, home: idc-b, rps: 40, services: [items], protocol: grpc, control: true}
                control: {successAtLeast: 99}
                replay: {file: %s, speed: 0.5}
                """.formatted(log), "successRate: {percent: 80}");
        Files.createDirectories(folder.resolve("before/a-impossible"));
        Files.writeString(folder.resolve("before/a-impossible/report.json"),
                "{\"drill\":\"a-impossible\",\"clocks\":[{\"event\":\"what-never-was\"}]}");

        Path said = folder.resolve("said/drill.out");
        Path out = folder.resolve("out");
        Process drills = Checkout.start("./spillway drill run " + folder.resolve("drills") + " --report " + out
                + " --run-dir " + folder.resolve("fleets") + " --baseline " + folder.resolve("before"), said);
        boolean ended = drills.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            drills.destroy();
        }
        String words = Files.readString(said);
        assertThat(ended).as(words).isTrue();
        assertThat(drills.exitValue()).as(words).isEqualTo(1);
        assertThat(words).contains("[1/2] a-impossible: FAIL after", "[2/2] b-possible: PASS after",
                "slower than the baseline: clocks of what-never-was: there before, not there now");
        assertThat(Files.readString(out.resolve("summary.md"))).startsWith("# 1 of 2 drills passed");
        assertThat(out.resolve("summary.html")).exists();
        assertThat(out.resolve("junit.xml")).exists();
        for (String drill : List.of("a-impossible", "b-possible")) {
            assertThat(faults(out.resolve(drill).resolve("report.json"))).as(drill).isEmpty();
        }
        assertFigures(new ReportFolder(out.resolve("b-possible")).read());
    }

    private static void assertFigures(Map<?, ?> report) {
        assertThat(map(report, "load").get("byUsers")).asString().contains("users=users-of-a", "users=bystanders",
                "users=replay");
        assertThat(map(report, "control").get("effects")).asString().contains("part=orders-dies-in-a");
        Map<?, ?> gateways = map(report, "gateways");
        assertThat(gateways.get("gateways")).isEqualTo(4L);
        assertThat(map(gateways, "reasons")).asString().contains("ok=", "failover=");
        assertThat(map(gateways, "failovers")).as("attempts went on in the other IDC, or endpoints were gone before")
                .isNotNull();
        assertThat(map(report, "machine").get("otherCpuPercent")).isInstanceOf(Double.class);
        assertThat(report.get("clocks")).asString().contains("how={detect=first complete answer of idc-b");
    }

    private static Map<?, ?> map(Map<?, ?> report, String field) {
        return (Map<?, ?>) Objects.requireNonNull(report.get(field), field);
    }

    private static List<String> faults(Path report) throws IOException {
        try (InputStream schema = Objects
                .requireNonNull(ReportFolder.class.getResourceAsStream("report.schema.json"))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(schema.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON)
                    .validate(Files.readString(report), InputFormat.JSON).stream().map(Object::toString).toList();
        }
    }
}
