package io.spillway.it.loss;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.spillway.it.fleet.Idc;
import io.spillway.it.fleet.Tool;
import io.spillway.it.harness.Api;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A data plane hangs: its machine keeps the connection, but nobody answers on it. The control plane notices by itself, within
 * the time that its keep-alive takes, and forgets it; whoever answers stays.
 */
@Tag("real")
@Tag("full")
class FrozenClientTest {

    private static final Duration NOTICED = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void isForgottenWithinTwentySecondsAndComesBackWhenItThaws() throws Exception {
        Idc.Shape plaintext = new Idc.Shape("{kind: embedded}", true);
        try (Idc idc = Idc.start("idc-a", folder, Map.of("idc-a", "127.0.0.1:" + Tool.freePort()), Tool.freePort(),
                plaintext, "")) {
            idc.control().awaitReady();
            Api api = new Api(idc.control().address("api"));
            Process frozen = client("frozen", idc.ads());
            Process steady = client("steady", idc.ads());
            try {
                await().untilAsserted(() -> assertThat(dataPlanes(api)).containsExactly("frozen-0", "steady-0"));
                signal("STOP", frozen);
                await().atMost(NOTICED).untilAsserted(() -> assertThat(dataPlanes(api)).containsExactly("steady-0"));
                signal("CONT", frozen);
                await().untilAsserted(() -> assertThat(dataPlanes(api)).containsExactly("frozen-0", "steady-0"));
            } finally {
                signal("CONT", frozen);
                Tool.kill(frozen);
                Tool.kill(steady);
            }
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100));
    }

    private static List<String> dataPlanes(Api api) throws IOException {
        return api.read("status").at("dataPlanes").items().stream().map(plane -> plane.at("node").text()).distinct()
                .sorted().toList();
    }

    /** Starts a mock data plane that wants every cluster, in a process of its own. */
    private Process client(String name, String ads) throws IOException {
        Path scenario = Files.writeString(folder.resolve(name + ".yaml"), """
                apiVersion: spillway.io/v1
                kind: MockScenario
                metadata: {name: %1$s}
                spec:
                  addresses: ["%2$s"]
                  hold: 1h
                  groups:
                    - name: %1$s
                      count: 1
                      node: {idc: idc-a, role: gateway}
                      retry: {after: 200ms}
                      steps:
                        - subscribe: {type: CDS}
                        - waitFor: {type: CDS, answered: true}
                """.formatted(name, ads));
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx96m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                "io.spillway.drill.mock.Main", "mock", scenario.toString()).redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile()).start();
    }

    private static void signal(String name, Process process) throws IOException, InterruptedException {
        if (process.isAlive()) {
            assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor()).isZero();
        }
    }
}
