package io.spillway.it.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The operator's command as a process of its own. */
public final class Command {

    private Command() {}

    /** How it ended and what it said, on both streams. */
    public record Done(int exitCode, String output) {}

    /** Runs {@code spillway VERB ARG...} to its end. */
    public static Done spillway(String... arguments) throws IOException, InterruptedException {
        return spillwayAs(System.getProperty("user.name", "nobody"), arguments);
    }

    /** Runs it as somebody else, who is believed where nobody is told from anybody. */
    public static Done spillwayAs(String person, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1", "-Duser.name=" + person, "-cp",
                        System.getProperty("java.class.path"),
                        "io.spillway.ctl.Main"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Done(process.waitFor(), output);
    }
}
