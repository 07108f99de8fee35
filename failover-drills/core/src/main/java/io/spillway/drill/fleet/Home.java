package io.spillway.drill.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where Spillway is installed: {@code lib/} with the jars and one {@code <launch>.classpath} file per kind of process,
 * {@code config/} beside it.
 *
 * @param root
 *            the folder
 */
public record Home(Path root) {

    /** Returns the installation of the system property {@code spillway.home} or the environment's SPILLWAY_HOME. */
    public static Home find() {
        String home = System.getProperty("spillway.home", System.getenv().getOrDefault("SPILLWAY_HOME", "."));
        return new Home(Path.of(home).toAbsolutePath().normalize());
    }

    /** Returns the class path of a kind of process; this process's own where there is no installation (tests). */
    public String classPath(String launch) {
        Path file = root.resolve("lib").resolve(launch + ".classpath");
        if (!Files.isRegularFile(file)) {
            return System.getProperty("java.class.path");
        }
        try {
            List<String> jars = Files.readString(file)
                    .lines()
                    .flatMap(line -> java.util.Arrays.stream(line.split("[:\\s]+", -1)))
                    .filter(jar -> !jar.isBlank())
                    .map(jar -> root.resolve("lib").resolve(jar).toString())
                    .toList();
            return String.join(":", jars);
        } catch (IOException e) {
            throw new FleetException(file + " cannot be read: " + e.getMessage());
        }
    }

    /** Returns the sample configurations. */
    public Path config() {
        return root.resolve("config");
    }
}
