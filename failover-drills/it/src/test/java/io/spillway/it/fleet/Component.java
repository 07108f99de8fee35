package io.spillway.it.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One process of Spillway in a JVM of its own, on the class path of the test. Its data, its configuration and its log
 * are in one folder, so that starting it again on the same folder is a restart.
 */
public final class Component implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name;
    private final Path folder;
    private final Process process;

    private Component(String name, Path folder, Process process) {
        this.name = name;
        this.folder = folder;
        this.process = process;
    }

    /** Starts the main class with this configuration; {@code @data} in it stands for the data folder. */
    public static Component start(String name, String mainClass, Path folder, String yaml) throws IOException {
        return start(name, mainClass, folder, yaml, List.of());
    }

    /** Starts it with more options of the JVM, which win over the usual ones. */
    public static Component start(String name, String mainClass, Path folder, String yaml, List<String> options)
            throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.deleteIfExists(data.resolve("addresses.json"));
        Path config = Files.writeString(folder.resolve(name + ".yaml"), yaml.replace("@data", data.toString()));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx160m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass, "--config", config.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        return new Component(name, folder, process);
    }

    /** Returns where it listens under this name, waiting for it to say so. */
    public String address(String listener) {
        Path file = folder.resolve("data").resolve("addresses.json");
        Pattern pattern = Pattern.compile('"' + listener + "\"\\s*:\\s*\"([^\"]+)\"");
        await(name + " says where it listens for " + listener).atMost(PATIENCE)
                .until(() -> !process.isAlive() || Files.exists(file));
        try {
            assertThat(file).as("log of %s: %s", name, log()).exists();
            Matcher matcher = pattern.matcher(Files.readString(file));
            assertThat(matcher.find()).as("%s in %s of %s", listener, Files.readString(file), name).isTrue();
            return matcher.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it calls itself ready. */
    public Component awaitReady() {
        String admin = address("admin");
        await(name + " is ready").atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            assertThat(process.isAlive()).as("log of %s: %s", name, log()).isTrue();
            return PlainHttp.get(admin, "localhost", "/readyz").status() == 200;
        });
        return this;
    }

    /** Waits until it ended by itself and returns its exit code. */
    public int awaitExit(Duration atMost) throws InterruptedException {
        assertThat(process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS))
                .as("%s ends by itself; log: %s", name, log()).isTrue();
        return process.exitValue();
    }

    /** Ends it as a power cut does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Stops it in the middle of whatever it does; its connections stay open and nobody answers on them. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets it go on where it was stopped. */
    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Returns the number of its process. */
    public long pid() {
        return process.pid();
    }

    /** Returns everything that it wrote. */
    public String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    @Override
    public void close() {
        Tool.kill(process);
    }
}
