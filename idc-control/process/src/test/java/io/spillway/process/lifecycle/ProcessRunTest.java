package io.spillway.process.lifecycle;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.spillway.process.config.CommonConfig;
import io.spillway.process.config.HostPort;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
class ProcessRunTest {

    @TempDir
    Path folder;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> ended = new ArrayList<>();

    @Test
    void endsWhatItStartedInReverseOrderAlsoWhenOnePartFails() throws Exception {
        ExitCode code = run((config, tree, lifecycle) -> {
            lifecycle.add("first", () -> ended.add("first"));
            lifecycle.add("second", () -> {
                throw new IllegalStateException("second does not end");
            });
            lifecycle.add("third", () -> ended.add("third"));
            lifecycle.stop();
        }, "idc: a\nnode: n\ndataDir: d\n");
        assertThat(code).isEqualTo(ExitCode.DONE);
        assertThat(ended).containsExactly("third", "first");
    }

    @Test
    void aBadConfigurationEndsWithTwoAndStartsNothing() throws Exception {
        ExitCode code = run((config, tree, lifecycle) -> ended.add("started"), "idc: a\nnod: n\ndataDir: d\n");
        assertThat(code.number()).isEqualTo(2);
        assertThat(ended).isEmpty();
        assertThat(errors()).contains("node: missing", "nod: unknown key",
                "test: not started: 2 errors in " + folder.resolve("c.yaml"));
    }

    @Test
    void aRefusedStartEndsWhatRanAndSaysWhy() throws Exception {
        ExitCode code = run((config, tree, lifecycle) -> {
            lifecycle.add("first", () -> ended.add("first"));
            throw new StartRefused(ExitCode.UNREACHABLE, "control: 10.0.0.1:1 (expected: an answer)");
        }, "idc: a\nnode: n\ndataDir: d\n");
        assertThat(code.number()).isEqualTo(3);
        assertThat(ended).containsExactly("first");
        assertThat(errors()).isEqualTo("test: not started: control: 10.0.0.1:1 (expected: an answer)\n");
    }

    @Test
    void needsAConfigurationFile() {
        ProcessRun<CommonConfig> run = new ProcessRun<>("test", CommonConfig::read, (config, tree, lifecycle) -> {});
        assertThat(run.run(List.of(), name -> null, stream())).isEqualTo(ExitCode.USAGE);
        assertThat(errors()).startsWith("test: usage: test --config FILE [--check]\n");
    }

    @Test
    void checksAConfigurationWithoutStarting() throws Exception {
        Path config = Files.writeString(folder.resolve("c.yaml"), "idc: a\nnode: n\ndataDir: d\n");
        ProcessRun<CommonConfig> run = new ProcessRun<>("test", CommonConfig::read,
                (read, tree, lifecycle) -> ended.add("started"));
        assertThat(run.run(List.of("--config", config.toString(), "--check"), name -> null, stream()))
                .isEqualTo(ExitCode.DONE);
        assertThat(errors()).isEqualTo("test: " + config + " is right\n");
        assertThat(ended).isEmpty();
    }

    @Test
    void aSignalEndsTheProcessInOrder() throws Exception {
        Path config = Files.writeString(folder.resolve("c.yaml"), "idc: a\nnode: n\ndataDir: d\n");
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), SignalledMain.class.getName(), "--config", config.toString())
                .redirectErrorStream(true).start();
        try (var reader = process.inputReader()) {
            assertThat(said(reader)).isEqualTo("started");
            process.toHandle().destroy();
            assertThat(said(reader)).isEqualTo("second ended");
            assertThat(said(reader)).isEqualTo("first ended");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Returns the next line that is not of the log, which has one more where tests run under nohup. */
    private static @Nullable String said(BufferedReader reader) throws IOException {
        String line = reader.readLine();
        while (line != null && line.contains("SIGHUP")) {
            line = reader.readLine();
        }
        return line;
    }

    @Test
    void addressesAreWrittenWhole() throws Exception {
        Path dataDir = folder.resolve("data");
        AddressesFile.write(dataDir, Map.of("admin", new HostPort("127.0.0.1", 41_233)));
        assertThat(dataDir.resolve("addresses.json")).hasContent("{\n  \"admin\": \"127.0.0.1:41233\"\n}");
        AddressesFile.remove(dataDir);
        assertThat(dataDir).isEmptyDirectory();
    }

    /** A process of its own for {@link #aSignalEndsTheProcessInOrder}. */
    static final class SignalledMain {

        public static void main(String[] args) {
            var run = new ProcessRun<>("test", CommonConfig::read, (config, tree, lifecycle) -> {
                lifecycle.add("first", () -> System.out.println("first ended"));
                lifecycle.add("second", () -> System.out.println("second ended"));
                System.out.println("started");
            });
            System.exit(run.run(List.of(args), System::getenv, System.err).number());
        }
    }

    private ExitCode run(ProcessRun.Starter<CommonConfig> starter, String config) throws Exception {
        Path file = Files.writeString(folder.resolve("c.yaml"), config);
        return new ProcessRun<>("test", CommonConfig::read, starter)
                .run(List.of("--config", file.toString()), name -> null, stream());
    }

    private PrintStream stream() {
        return new PrintStream(err, true, StandardCharsets.UTF_8);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8).replace("\r", "");
    }
}
