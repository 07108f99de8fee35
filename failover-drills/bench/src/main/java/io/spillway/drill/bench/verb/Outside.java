package io.spillway.drill.bench.verb;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.spillway.drill.bench.net.Namespaces;
import io.spillway.drill.bench.net.Place;
import io.spillway.drill.verb.Surroundings;

/** Makes the network, runs this program inside it and removes it, however that ends. */
final class Outside {
    private final Surroundings surroundings;
    private final List<String> arguments;

    Outside(Surroundings surroundings, List<String> arguments) {
        this.surroundings = surroundings;
        this.arguments = arguments;
    }

    int run() throws IOException, InterruptedException {
        try (Namespaces namespaces = Namespaces.create(ProcessHandle.current().pid())) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(flag -> !flag.startsWith("-agentlib") && !flag.startsWith("-javaagent"))
                    .filter(flag -> !(flag.startsWith("-XX:+Use") && flag.endsWith("GC"))).toList());
            // A client that collects garbage while it measures measures itself.
            command.addAll(List.of("-XX:+UseSerialGC", "-Xms640m", "-Xmn512m"));
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.spillway.drill.bench.Main"));
            command.addAll(arguments);
            command.addAll(List.of("--inside", namespaces.prefix()));
            // It ends when its input does: so it never outlives this process.
            Process inside = new ProcessBuilder(namespaces.at(Place.CLIENT, command))
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                return inside.waitFor();
            } finally {
                end(inside);
            }
        }
    }

    private void end(Process inside) {
        boolean interrupted = Thread.interrupted();
        try {
            inside.getOutputStream().close();
            int _ = inside.waitFor();
        } catch (IOException | InterruptedException e) {
            surroundings.terminal().err().println("bench failover: ended early: " + e);
            var _ = inside.destroyForcibly();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
