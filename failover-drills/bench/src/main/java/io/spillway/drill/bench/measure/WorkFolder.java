package io.spillway.drill.bench.measure;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where a bench keeps configurations and logs: a folder that somebody named and that stays, or one of this run that is removed.
 */
public final class WorkFolder implements AutoCloseable {
    private final String bench;
    private final Path path;
    private final boolean stays;
    private final PrintStream err;

    private WorkFolder(String bench, Path path, boolean stays, PrintStream err) {
        this.bench = bench;
        this.path = path;
        this.stays = stays;
        this.err = err;
    }

    /**
     * Returns a folder that exists.
     *
     * @param bench its name, for messages
     * @param named what somebody asked for; empty for a folder of this run
     * @throws UncheckedIOException when it cannot be made
     */
    public static WorkFolder of(String bench, Path named, PrintStream err) {
        boolean stays = !named.toString().isEmpty();
        try {
            Path path = stays
                    ? Files.createDirectories(named).toRealPath()
                    : Files.createTempDirectory("spillway-bench-" + bench);
            return new WorkFolder(bench, path, stays, err);
        } catch (IOException e) {
            throw new UncheckedIOException("--work " + named + " cannot be made", e);
        }
    }

    /** Returns where it is. */
    public Path path() {
        return path;
    }

    /** Removes a folder of this run; says it when that cannot be done. */
    @Override
    public void close() {
        if (stays) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            err.println("bench " + bench + ": " + path + " could not be removed: " + e.getMessage());
        }
    }
}
