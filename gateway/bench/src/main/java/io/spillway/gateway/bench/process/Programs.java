package io.spillway.gateway.bench.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds programs in {@code .tools/bin}, on the path and where Debian puts daemons. */
public final class Programs {
    private Programs() {}

    /** Returns the program, or fails and says how to install it. */
    public static String required(String name) {
        return find(name).orElseThrow(() -> new BenchFailure(
                name + " is not installed (looked in " + folders() + "): run tools/provision " + name));
    }

    /** Returns the program, if it is there. */
    public static Optional<String> find(String name) {
        return folders().stream().map(folder -> folder.resolve(name)).filter(Files::isExecutable).map(Path::toString)
                .findFirst();
    }

    private static List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        String tools = System.getenv("SPILLWAY_TOOLS_DIR");
        if (tools != null) {
            folders.add(Path.of(tools, "bin"));
        }
        for (Path at = home(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(".tools/bin"))) {
                folders.add(at.resolve(".tools/bin"));
            }
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (!folder.isBlank()) {
                folders.add(Path.of(folder));
            }
        }
        folders.addAll(List.of(Path.of("/usr/local/sbin"), Path.of("/usr/sbin"), Path.of("/sbin")));
        return folders;
    }

    /** Returns the installation: the folder with {@code bin/spillway} and {@code lib/}. */
    public static Path home() {
        String home = System.getProperty("spillway.home", System.getenv().getOrDefault("SPILLWAY_HOME", "."));
        return Path.of(home).toAbsolutePath().normalize();
    }
}
