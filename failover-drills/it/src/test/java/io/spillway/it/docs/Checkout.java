package io.spillway.it.docs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The source tree under test, and shells in it. */
public final class Checkout {

    private static final int PATIENCE_SECONDS = 120;

    private Checkout() {}

    public static Path root() {
        return Path.of(System.getProperty("spillway.root", "../..")).toAbsolutePath().normalize();
    }

    /** Returns the commands of the README: the indented lines, without their comments. */
    static List<String> readmeCommands() throws IOException {
        List<String> commands = new ArrayList<>();
        for (String line : Files.readAllLines(root().resolve("README.md"))) {
            if (line.startsWith("    ") && (line.contains("./spillway ") || line.contains("bin/spillway "))) {
                commands.add(line.replaceAll("\\s+#.*", "").strip());
            }
        }
        return commands;
    }

    /** Starts a command line of a shell in the tree; what it prints goes to the file. */
    public static Process start(String command, Path output) throws IOException {
        Files.createDirectories(output.getParent());
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", "exec " + command).directory(root().toFile())
                .redirectInput(new File("/dev/null")).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("SPILLWAY_BUILD", "never");
        return builder.start();
    }

    /** Runs a command line to its end. */
    static Ended run(String command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("spillway-", ".out");
        try {
            Process process = start(command, output);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        command + " still runs after " + PATIENCE_SECONDS + " s:\n" + Files.readString(output));
            }
            return new Ended(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    /** How a command ended, and all that it said. */
    record Ended(int code, String said) {}
}
