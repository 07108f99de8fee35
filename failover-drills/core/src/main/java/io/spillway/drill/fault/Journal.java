package io.spillway.drill.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The file in which a keeper notes each fault before it is made and each that has ended. Used by one thread. */
public final class Journal {

    private static final String PREFIX = "faults-";
    private static final String SUFFIX = ".journal";
    private static final String GONE = "gone ";

    private final Path file;

    private Journal(Path file) {
        this.file = file;
    }

    /** Returns the journal of a drill in a run folder. */
    public static Journal of(Path folder, long drill) {
        return new Journal(folder.resolve(PREFIX + drill + SUFFIX));
    }

    static Journal at(Path file) {
        return new Journal(file);
    }

    /** Returns the journals that were left in a run folder by drills that are gone. */
    public static List<Journal> abandoned(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Journal::isAbandoned).map(Journal::new).toList();
        }
    }

    private static boolean isAbandoned(Path file) {
        String name = file.getFileName().toString();
        if (!name.startsWith(PREFIX) || !name.endsWith(SUFFIX)) {
            return false;
        }
        String drill = name.substring(PREFIX.length(), name.length() - SUFFIX.length());
        return drill.matches("[0-9]{1,18}")
                && ProcessHandle.of(Long.parseLong(drill)).filter(ProcessHandle::isAlive).isEmpty();
    }

    Path file() {
        return file;
    }

    void begun(Kept kept) throws IOException {
        append(kept.line());
    }

    void gone(String name) throws IOException {
        append(GONE + Kept.word(name));
    }

    /** Removes the file: nothing is left. */
    void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    /** Returns what was begun and has not ended. */
    List<Kept> left() throws IOException {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        Map<String, Kept> left = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(GONE)) {
                left.remove(Kept.name(line.substring(GONE.length())));
            } else {
                Kept kept = Kept.parse(line);
                left.put(kept.name(), kept);
            }
        }
        return List.copyOf(left.values());
    }

    /**
     * Ends what is left and removes the file when nothing is left then.
     *
     * @return how many faults were ended
     * @throws IOException
     *             when one could not be ended; names it
     */
    public int end() throws IOException, InterruptedException {
        List<Kept> left = left();
        for (Kept kept : left) {
            for (Undo undo : kept.undos()) {
                String failure = Undoing.attempt(undo);
                if (!failure.isEmpty()) {
                    throw new IOException(kept.name() + ": " + failure);
                }
            }
            gone(kept.name());
        }
        remove();
        return left.size();
    }

    private void append(String line) throws IOException {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
