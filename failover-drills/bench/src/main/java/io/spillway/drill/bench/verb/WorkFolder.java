package io.spillway.drill.bench.verb;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where a bench works: in a folder that somebody named and keeps, or in one of its own, which is removed at the end. */
public final class WorkFolder implements AutoCloseable {
    private final String bench;
    private final Path path;
    private final boolean kept;
    private final PrintStream err;

    private WorkFolder(String bench, Path path, boolean kept, PrintStream err) {
        this.bench = bench;
        this.path = path;
        this.kept = kept;
        this.err = err;
    }

    /**
     * Makes it.
     *
     * @param bench the bench's name
     * @param named the folder to keep; empty for one of its own
     * @param err where it is said when the folder cannot be removed
     * @throws UncheckedIOException when it cannot be made
     */
    public static WorkFolder of(String bench, Path named, PrintStream err) {
        boolean kept = !named.toString().isEmpty();
        try {
            return new WorkFolder(bench, kept
                    ? Files.createDirectories(named).toRealPath()
                    : Files.createTempDirectory("spillway-bench-" + bench), kept, err);
        } catch (IOException e) {
            throw new UncheckedIOException("--work " + named + " cannot be made", e);
        }
    }

    /** Returns the folder. */
    public Path path() {
        return path;
    }

    @Override
    public void close() {
        if (kept) {
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
