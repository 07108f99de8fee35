package io.spillway.gateway.bench.verb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.report.BenchReport;
import io.spillway.gateway.bench.report.BenchTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that the benches have in common. */
final class BenchOptions {

    @Option(names = "--rounds", defaultValue = "3", description = "How often each system is measured in turn; medians are printed (default: ${DEFAULT-VALUE}).")
    int rounds;

    @Option(names = "--seconds", defaultValue = "2", description = "How long each measurement takes (default: ${DEFAULT-VALUE}).")
    int seconds;

    @Option(names = "--work", paramLabel = "DIR", description = "Where configurations, logs and sockets go; kept. Default: a temporary folder, removed at the end.")
    @Nullable
    Path work;

    @Option(names = {"-o",
            "--output"}, defaultValue = "table", paramLabel = "table|json", description = "What goes to stdout (default: ${DEFAULT-VALUE}).")
    String output = "table";

    /** Refuses values that mean nothing. */
    void check() {
        if (rounds < 1 || rounds > 100 || seconds < 1 || seconds > 600) {
            throw new BenchFailure("--rounds " + rounds + " --seconds " + seconds
                    + " (expected: 1..100 rounds of 1..600 seconds)");
        }
        if (!output.equals("table") && !output.equals("json")) {
            throw new BenchFailure("-o " + output + " (expected: table or json)");
        }
    }

    /** Returns the folder of this run, readable for the workers of an nginx that root starts. */
    Path folder() {
        try {
            if (work != null) {
                return Files.createDirectories(work).toRealPath();
            }
            Path folder = Files.createTempDirectory("spillway-bench");
            return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException("--work " + work + " cannot be made", e);
        }
    }

    /** Removes the folder of this run unless it was asked for. */
    void clean(Path folder) {
        if (work != null) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) throws IOException {
                    Files.deleteIfExists(dir);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            System.err.println("bench: " + folder + " could not be removed: " + e.getMessage());
        }
    }

    /** Prints the report as asked for. */
    void print(BenchReport report) {
        System.out.print(output.equals("json") ? report.json() : BenchTable.of(report));
    }
}
