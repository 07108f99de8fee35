package io.spillway.it.drills;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A verb of {@code spillway} for drills as a process of its own, with the class path of the test. */
final class Verb implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 150;

    private final Process process;
    private final Path output;

    private Verb(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts one; what it says on both streams goes to a file. */
    static Verb start(Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1", "-Xmx256m", "--enable-native-access=ALL-UNNAMED",
                        "-Dspillway.home=" + Path.of("target").toAbsolutePath(), "-cp",
                        System.getProperty("java.class.path"), "io.spillway.drill.Main"));
        command.addAll(List.of(arguments));
        return new Verb(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start(),
                output);
    }

    /** Returns the process. */
    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Returns what it has said so far. */
    String said() throws IOException {
        return Files.exists(output) ? Files.readString(output, StandardCharsets.UTF_8) : "";
    }

    /** Waits for its end and returns how it ended. */
    int exit() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it goes on after " + PATIENCE_SECONDS + " s");
        }
        return process.exitValue();
    }

    /** Ends it in an orderly way, and otherwise when that takes too long. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                var _ = process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            var _ = process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
