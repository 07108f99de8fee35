package io.spillway.drill.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.spillway.drill.fleet.Folders;

/** Where the files of fleets lie: one folder per run. */
final class RunFolders {

    private static final String LAUNCHER = "launcher";

    private RunFolders() {}

    /**
     * Returns a fresh folder and notes who uses it: the wanted one, which must be empty, or the usual one, whose earlier
     * content goes when nobody uses it any more, or one beside it.
     */
    static Path create(Path wanted) throws IOException {
        Path folder = wanted.toString().isEmpty() ? usual() : wanted.toAbsolutePath();
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new IOException(folder + " is not empty");
            }
        }
        Files.writeString(folder.resolve(LAUNCHER), Long.toString(ProcessHandle.current().pid()));
        return folder;
    }

    /** Returns the folders of all runs. */
    static List<Path> all() throws IOException {
        if (!Files.isDirectory(root())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root())) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve(LAUNCHER))).toList();
        }
    }

    /** Returns the folders of runs whose launcher is gone. */
    static List<Path> abandoned() throws IOException {
        return all().stream().filter(RunFolders::isAbandoned).toList();
    }

    private static Path usual() throws IOException {
        Path usual = root().resolve("fleet");
        if (Files.isRegularFile(usual.resolve(LAUNCHER))) {
            if (!isAbandoned(usual)) {
                return root().resolve("fleet-" + ProcessHandle.current().pid());
            }
            Leftovers.end(usual);
            Folders.delete(usual);
        }
        return usual;
    }

    /** Returns whether who started what runs in a folder is gone. */
    static boolean isAbandoned(Path folder) {
        try {
            long pid = Long.parseLong(Files.readString(folder.resolve(LAUNCHER)).strip());
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
        } catch (IOException | NumberFormatException e) {
            return true;
        }
    }

    private static Path root() {
        return Path.of("out").toAbsolutePath();
    }
}
