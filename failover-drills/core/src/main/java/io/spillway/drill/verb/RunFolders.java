package io.spillway.drill.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the files of fleets lie: one folder per run. */
final class RunFolders {

    private static final String LAUNCHER = "launcher";

    private RunFolders() {}

    /** Returns a new folder, or the wanted one, which must be empty; notes who uses it. */
    static Path create(Path wanted) throws IOException {
        Path folder = wanted.toString().isEmpty()
                ? root().resolve("run-" + ProcessHandle.current().pid())
                : wanted.toAbsolutePath();
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new IOException(folder + " is not empty");
            }
        }
        Files.writeString(folder.resolve(LAUNCHER), Long.toString(ProcessHandle.current().pid()));
        return folder;
    }

    /** Returns the folders of runs whose launcher is gone. */
    static List<Path> abandoned() throws IOException {
        if (!Files.isDirectory(root())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root())) {
            return folders.filter(Files::isDirectory).filter(RunFolders::isAbandoned).toList();
        }
    }

    /** Removes a folder and everything in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static boolean isAbandoned(Path folder) {
        try {
            long pid = Long.parseLong(Files.readString(folder.resolve(LAUNCHER)).strip());
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
        } catch (IOException | NumberFormatException e) {
            return true;
        }
    }

    private static Path root() {
        return Path.of(System.getProperty("java.io.tmpdir"), "spillway-" + System.getProperty("user.name"));
    }
}
