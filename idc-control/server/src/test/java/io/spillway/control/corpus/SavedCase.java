package io.spillway.control.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One file of the corpus. Lines are {@code key: value}; a line that begins with blanks goes on with the one before, {@code #}
 * begins a remark. Keys: {@code on} (the stream, or method and path of HTTP), "header", {@code send} (a {@link Recipe} of
 * a message or of the body) and {@code expect}: a status, and words that must be in what is said about it.
 */
record SavedCase(String name, String on, List<String> headers, List<byte[]> messages, String status, String words) {

    private static final Path FOLDER = Path.of("src/test/resources/corpus");

    static Stream<SavedCase> in(String folder) {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            List<Path> sorted = files.sorted().toList();
            return sorted.stream().map(SavedCase::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SavedCase read(Path file) {
        List<String> lines = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("#") || line.isBlank()) {
                    continue;
                }
                if (line.startsWith(" ")) {
                    lines.add(lines.removeLast() + " " + line.strip());
                } else {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String[] expected = (values(lines, "expect").getFirst() + " ").split(" ", 2);
        return new SavedCase(file.getFileName().toString(), values(lines, "on").getFirst(), values(lines, "header"),
                values(lines, "send").stream().map(Recipe::cook).toList(), expected[0], expected[1].strip());
    }

    private static List<String> values(List<String> lines, String key) {
        return lines.stream().filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).strip()).toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
