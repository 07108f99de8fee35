package io.spillway.drill.bench.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.spillway.drill.bench.net.Place;
import io.spillway.drill.bench.system.Contestant.Surroundings;
import io.spillway.drill.fleet.ComponentPlan;
import io.spillway.drill.fleet.Role;
import org.jspecify.annotations.Nullable;

/** Makes process plans and their files. */
final class Processes {
    private final Surroundings surroundings;

    Processes(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Returns a process at a place that is ready when the address answers 200. */
    ComponentPlan at(Place place, Role role, String name, List<String> command, URI ready) {
        String full = place.idc() + "/" + name;
        return new ComponentPlan(full, place.idc(), role, null, surroundings.namespaces().at(place, command),
                surroundings.folder().resolve("logs").resolve(full.replace('/', '-') + ".log"), ready);
    }

    /** Writes a file into the folder. */
    Path write(String name, String text) {
        Path file = surroundings.folder().resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
        return file;
    }

    /** Copies a configuration that comes with the bench into the folder. */
    Path resource(String name) {
        try (InputStream in = Processes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing");
            }
            return write(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a program of tools/provision or of the path, null when there is none. */
    static @Nullable Path program(String name) {
        Stream<Path> ours = Stream.of(System.getProperty("spillway.home", "."), ".")
                .flatMap(start -> Stream.iterate(Path.of(start).toAbsolutePath(), java.util.Objects::nonNull,
                        Path::getParent))
                .map(folder -> folder.resolve(".tools/bin"));
        Stream<Path> tools = Stream.ofNullable(System.getenv("SPILLWAY_TOOLS_DIR")).map(dir -> Path.of(dir, "bin"));
        Stream<Path> path = Stream.of((System.getenv().getOrDefault("PATH", "") + ":/usr/sbin").split(":", -1))
                .filter(folder -> !folder.isBlank()).map(Path::of);
        return Stream.of(tools, ours, path).flatMap(one -> one).map(folder -> folder.resolve(name))
                .filter(Files::isExecutable).findFirst().orElse(null);
    }
}
