package io.spillway.it.drills;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.spillway.it.fleet.PlainHttp;
import io.spillway.it.harness.User;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A drill is killed in the middle of all that it can break, on a fleet that goes on without it: everything is whole again
 * within the time to live, by the fault keeper or, when that is killed too, by {@code drill cleanup}.
 */
@Tag("real")
class FaultsEndTest {

    private static final Path TOPOLOGY = Path
            .of(System.getProperty("spillway.root", "../.."), "config/topologies/two-idc.yaml").toAbsolutePath()
            .normalize();
    private static final Duration TTL = Duration.ofSeconds(60);
    private static final Duration START = Duration.ofSeconds(120);
    private static final int BLOCK = 100;
    private static final int TOXIPROXY = 45;
    private static final String DRILL = """
            apiVersion: spillway.io/v1
            kind: Drill
            metadata: {name: everything-breaks}
            spec:
              topology: TOPOLOGY
              ttl: 60s
              steps:
                - phase: broken
                - shift: {idc: idc-a, scope: drgroup/core, weights: {idc-a: 50, idc-b: 50}, reason: this drill dies}
                  event: shift
                - filter: {idc: idc-a, service: orders, abortPercent: 100, status: 418}
                  event: filter
                - link: {line: control, to: idc-a, cut: true}
                  event: cut
                - link: {line: sync, blackHole: true, direction: back}
                  event: black-hole
                - link: {line: crossing, to: idc-b, latency: 200ms, jitter: 50ms}
                  event: latency
                - link: {line: crossing, to: idc-a, bandwidth: 1KiB}
                  event: bandwidth
                - link: {line: entrance, to: idc-b, reset: true}
                  event: reset
                - link: {line: crossing, to: idc-a, slowClose: 2s}
                  event: slow-close
                - grey: {instances: {name: idc-a/orders-idc-a-remote}, errorPercent: 100}
                  event: grey
                - stop: {name: idc-a/gateway-2}
                  event: hang
                - kill: {name: idc-a/orders-idc-a-primary}
                  event: kill
                - phase: all-is-broken
                - sleep: 10m
            """;
    private static final String ERRING = """
            apiVersion: spillway.io/v1
            kind: Drill
            metadata: {name: all-err}
            spec:
              topology: TOPOLOGY
              ttl: 10m
              load:
                users:
                  - {name: users-of-a, home: idc-a, rps: 50, services: [orders]}
              steadyState: {hold: 1s, within: 60s}
              steps:
                - phase: broken
                - grey: {instances: {service: orders}, errorPercent: 100}
                  event: all-err
                - sleep: 10m
              abort:
                - {successBelow: 50, window: 2s}
            """;
    private static final String PATIENT = ERRING.replace("successBelow: 50, window: 2s", "successBelow: 1, window: 1h");
    private static final List<String> EVENTS = List.of("shift", "filter", "cut", "black-hole", "latency", "bandwidth",
            "reset", "slow-close", "grey", "hang", "kill");

    @TempDir
    private static Path folder = Path.of("");
    private static Path fleet = Path.of("");
    private static Verb up;
    private static int base;

    @BeforeAll
    static void startAFleetApart() throws Exception {
        fleet = folder.resolve("fleet");
        up = Verb.start(folder.resolve("up"), "up", TOPOLOGY.toString(), "--run-dir", fleet.toString(), "--lines",
                "control,sync,crossing,entrance");
        Awaitility.await("the fleet runs").atMost(START).until(() -> up.said().contains("entrance"));
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(fleet.resolve("fleet.properties"))) {
            properties.load(in);
        }
        base = Integer.parseInt(properties.getProperty("base"));
        Files.writeString(folder.resolve("drill.yaml"), DRILL.replace("TOPOLOGY", TOPOLOGY.toString()));
        Files.writeString(folder.resolve("erring.yaml"), ERRING.replace("TOPOLOGY", TOPOLOGY.toString()));
        Files.writeString(folder.resolve("patient.yaml"), PATIENT.replace("TOPOLOGY", TOPOLOGY.toString()));
        awaitWhole(START);
    }

    @AfterAll
    static void endIt() {
        up.close();
    }

    @Test
    void theKeeperEndsAllThatAKilledDrillHasBroken() throws Exception {
        try (Verb drill = breakEverything("one")) {
            kill(drill.handle());

            awaitWhole(TTL);
            Awaitility.await("no journal is left").atMost(TTL).until(() -> journals().isEmpty());
        }
        assertThat(cleanup()).as("nothing is left to end").doesNotContain("faults ended");
    }

    @Test
    void cleanupEndsAllWhenTheKeeperIsKilledToo() throws Exception {
        try (Verb drill = breakEverything("two")) {
            List<ProcessHandle> both = Stream.concat(drill.handle().descendants(), Stream.of(drill.handle()))
                    .filter(each -> each.info().commandLine().orElse("").contains("FaultKeeperMain")
                            || each.equals(drill.handle()))
                    .toList();
            assertThat(both).hasSize(2);
            both.forEach(FaultsEndTest::kill);
        }
        assertThat(journals()).hasSize(1);
        assertThat(cleanup()).contains(EVENTS.size() + " faults ended");
        awaitWhole(TTL);
        assertThat(journals()).isEmpty();
    }

    /** Two seconds until the guard can know, and five to act. */
    @Test
    void anAbortGuardEndsAllFaultsWithinFiveSeconds() throws Exception {
        try (Verb drill = err("erring")) {
            Awaitility.await("instances are well").atMost(Duration.ofSeconds(7)).pollInterval(Duration.ofMillis(100))
                    .until(() -> PlainHttp.get("127.0.0.1:" + (base + 52), "x", "/").status() == 200);
            assertThat(drill.exit()).isEqualTo(1);
            assertThat(drill.said()).contains("ABORTED", "abort guard: ");
        }
        awaitWhole(TTL);
    }

    @Test
    void anInterruptEndsAllFaults() throws Exception {
        try (Verb drill = err("patient")) {
            assertThat(new ProcessBuilder("/bin/sh", "-c", "kill -INT " + drill.handle().pid()).start().waitFor())
                    .isZero();
            assertThat(drill.exit()).isEqualTo(130);
        }
        awaitWhole(TTL);
        assertThat(journals()).isEmpty();
    }

    private static Verb err(String name) throws IOException {
        Verb drill = Verb.start(folder.resolve(name), "drill", "run", folder.resolve(name + ".yaml").toString(),
                "--fleet", fleet.toString(), "--report", folder.resolve("report-" + name).toString());
        Awaitility.await("all err").atMost(START).pollInterval(Duration.ofMillis(50)).until(
                () -> PlainHttp.get("127.0.0.1:" + (base + 52), "x", "/").status() == 500);
        return drill;
    }

    private static Verb breakEverything(String name) throws IOException {
        Verb drill = Verb.start(folder.resolve(name), "drill", "run", folder.resolve("drill.yaml").toString(),
                "--fleet", fleet.toString(), "--report", folder.resolve("report-" + name).toString());
        Awaitility.await("all is broken").atMost(START).until(() -> {
            assertThat(drill.handle().isAlive()).as(drill.said()).isTrue();
            return drill.said().contains("all-is-broken");
        });
        assertThat(user(0, 60 + 2).get("/").status()).as("users of idc-a").isNotEqualTo(200);
        assertThat(user(1, 60 + 2).get("/").status()).as("users of idc-b").isNotEqualTo(200);
        assertThat(toxiproxy()).contains("\"type\":\"latency\"", "\"enabled\":false");
        return drill;
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** All four gateways serve their users at home, and no trace of a fault is left. */
    private static void awaitWhole(Duration within) {
        Awaitility.await("all is whole").atMost(within).pollInterval(Duration.ofMillis(250)).untilAsserted(() -> {
            for (int idc = 0; idc < 2; idc++) {
                String home = idc == 0 ? "idc-a" : "idc-b";
                for (int gateway = 0; gateway < 2; gateway++) {
                    User user = user(idc, 60 + 2 + gateway);
                    assertThat(IntStream.range(0, 8).mapToObj(_ -> user.get("/")).toList())
                            .allMatch(seen -> seen.status() == 200 && seen.by(home), "200 by " + home);
                }
            }
            assertThat(toxiproxy()).doesNotContain("\"type\"", "\"enabled\":false");
            assertThat(PlainHttp.get("127.0.0.1:" + base, "x", "/v1/routes").body()).doesNotContain("drill-filter");
            assertThat(PlainHttp.get("127.0.0.1:" + (base + 52), "x", "/").status()).as("the killed one").isPositive();
        });
    }

    private static String toxiproxy() {
        return PlainHttp.get("127.0.0.1:" + (base + TOXIPROXY), "x", "/proxies").body();
    }

    private static User user(int idc, int place) {
        return new User(new InetSocketAddress(InetAddress.getLoopbackAddress(), base + idc * BLOCK + place),
                "orders.example");
    }

    private static List<Path> journals() throws IOException {
        try (Stream<Path> files = Files.list(fleet)) {
            return files.filter(file -> file.toString().endsWith(".journal")).toList();
        }
    }

    private static String cleanup() throws IOException, InterruptedException {
        try (Verb verb = Verb.start(folder.resolve("cleanup"), "drill", "cleanup", "--run-dir", fleet.toString())) {
            assertThat(verb.exit()).as(verb.said()).isZero();
            return verb.said();
        }
    }
}
