package io.spillway.it.operator;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A process that cannot understand its file does not start with half of it. */
@Tag("real")
class BadProcessConfigTest {

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"control", "gateway.proxy", "sync"})
    void stopsTheStartWithEveryErrorAndItsLine(String component) throws Exception {
        Path file = folder.resolve("bad.yaml");
        Files.writeString(file, """
                idc: idc-a
                nodes: one
                node: 7
                admin: 127.0.0.1:99999
                dataDir: data
                """);

        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                "io.spillway." + component + ".Main", "--config", file.toString()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isEqualTo(2);
        assertThat(output.lines()).contains(
                file + ":3: node: 7 (expected: name of a-z, 0-9, '-' and '.', beginning and ending with a letter or "
                        + "digit, at most 128 characters)",
                file + ":4: admin: \"127.0.0.1:99999\" (expected: host:port)");
        assertThat(output).contains(file + ":2: nodes: unknown key (expected: one of idc, node, admin, dataDir, ")
                .contains("; did you mean node?)");
        assertThat(output.lines().toList().getLast()).contains(": not started: ").endsWith(" errors in " + file);
    }
}
