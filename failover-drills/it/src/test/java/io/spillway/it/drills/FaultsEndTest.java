package io.spillway.it.drills;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A drill is killed in the middle of all that it can break at once, and of each of it by itself, on a fleet that goes on without it: everything is whole again
 * within the time to live, by the fault keeper or, when that is killed too, by {@code drill cleanup}.
 */
@Tag("real")
class FaultsEndTest {

    private static final Duration TTL = Duration.ofMinutes(1);
    /** Gateways trust an instance again that has erred a while ago. */
    private static final Duration TRUST = Duration.ofMinutes(2);
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
                # Gateways have heard of the shift and of the filter by now.
                - sleep: 1s
                - link: {line: control, to: idc-a, cut: true}
                  event: cut
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
              steadyState: {hold: 1s, within: 110s}
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
    private static @Nullable ApartFleet apart;

    @BeforeAll
    static void startAFleetApart() throws IOException {
        apart = ApartFleet.start(folder, "control,sync,crossing,entrance");
    }

    @AfterAll
    static void endIt() {
        ApartFleet started = apart;
        if (started != null) {
            started.close();
        }
    }

    private static ApartFleet fleet() {
        return Objects.requireNonNull(apart);
    }

    @Test
    void theKeeperEndsAllThatAKilledDrillHasBroken() throws Exception {
        try (Verb drill = breakEverything("one")) {
            kill(drill.handle());

            fleet().awaitWhole(TTL);
            Awaitility.await("no journal is left").atMost(TTL).until(() -> fleet().journals().isEmpty());
        }
        assertThat(fleet().cleanup()).as("nothing is left to end").doesNotContain("faults ended");
    }

    /** Each by itself: none hides behind another one. */
    @TestFactory
    @Tag("full")
    Stream<DynamicTest> theKeeperEndsEachOfThem() {
        return EVENTS.stream().map(event -> DynamicTest.dynamicTest(event, () -> {
            try (Verb drill = begin("only-" + event, only(event))) {
                kill(drill.handle());

                fleet().awaitWhole(TTL);
                Awaitility.await("no journal is left").atMost(TTL).until(() -> fleet().journals().isEmpty());
            }
            assertThat(fleet().cleanup()).as("nothing is left to end").doesNotContain("faults ended");
        }));
    }

    /** Returns the drill with no other fault than that. */
    private static String only(String event) {
        List<String> lines = DRILL.lines().toList();
        int named = lines.indexOf("      event: " + event);
        int steps = lines.indexOf("    - phase: broken");
        return String.join("\n", Stream.of(lines.subList(0, steps + 1), lines.subList(named - 1, named + 1),
                List.of("    - sleep: 1s", "    - phase: all-is-broken", "    - sleep: 10m", "")).flatMap(List::stream)
                .toList());
    }

    @Test
    void cleanupEndsAllWhenTheKeeperIsKilledToo() throws Exception {
        try (Verb drill = breakEverything("two")) {
            List<ProcessHandle> both = Stream.concat(drill.handle().descendants(), Stream.of(drill.handle()))
                    .filter(each -> each.equals(drill.handle()) || isKeeper(each)).toList();
            assertThat(both).hasSize(2);
            both.forEach(FaultsEndTest::kill);
        }
        assertThat(fleet().journals()).hasSize(1);
        assertThat(fleet().cleanup()).contains(EVENTS.size() + " faults ended");
        fleet().awaitWhole(TTL);
        assertThat(fleet().journals()).isEmpty();
    }

    /** Two seconds until the guard can know, and five to act. */
    @Test
    void anAbortGuardEndsAllFaultsWithinFiveSeconds() throws Exception {
        try (Verb drill = err("erring", ERRING)) {
            Awaitility.await("instances are well").atMost(Duration.ofSeconds(7)).pollInterval(Duration.ofMillis(100))
                    .until(() -> fleet().instance() == 200);
            assertThat(drill.exit()).isEqualTo(1);
            assertThat(drill.said()).contains("ABORTED", "abort guard: ");
        }
        fleet().awaitWhole(TRUST);
    }

    @Test
    void anInterruptEndsAllFaults() throws Exception {
        try (Verb drill = err("patient", PATIENT)) {
            // Not SIGINT: a test run in the background, as some CI has it, hands down that it is ignored.
            assertThat(drill.handle().destroy()).isTrue();
            assertThat(drill.exit()).isEqualTo(130);
        }
        fleet().awaitWhole(TRUST);
        assertThat(fleet().journals()).isEmpty();
    }

    private static Verb err(String name, String text) throws IOException {
        Verb drill = fleet().play(name, text);
        Awaitility.await("all err").atMost(ApartFleet.START).pollInterval(Duration.ofMillis(50))
                .until(() -> fleet().instance() == 500);
        return drill;
    }

    private static Verb begin(String name, String text) throws IOException {
        Verb drill = fleet().play(name, text);
        Awaitility.await("all is broken").atMost(ApartFleet.START).until(() -> {
            assertThat(drill.handle().isAlive()).as(drill.said()).isTrue();
            return drill.said().contains("all-is-broken");
        });
        return drill;
    }

    private static Verb breakEverything(String name) throws IOException {
        Verb drill = begin(name, DRILL);
        assertThat(fleet().user(0, 0).get("/").status()).as("users of idc-a").isNotEqualTo(200);
        assertThat(fleet().user(1, 0).get("/").status()).as("users of idc-b").isNotEqualTo(200);
        assertThat(fleet().toxiproxy()).contains("\"type\":\"latency\"", "\"enabled\":false");
        return drill;
    }

    /** By all of its command line, of which ProcessHandle tells the beginning only. */
    private static boolean isKeeper(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .contains("FaultKeeperMain");
        } catch (IOException e) {
            return false;
        }
    }

    private static void kill(ProcessHandle process) {
        var _ = process.destroyForcibly();
        var _ = process.onExit().join();
    }
}
