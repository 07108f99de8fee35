package io.spillway.control.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The console's files by name. They are read from the class path for every call; any thread may ask. */
public final class ConsoleFiles {

    /** The page itself: what every address without a file of its own shows. */
    public static final String INDEX = "index.html";

    private static final String FOLDER = "web/";
    /** Names as the build makes them: no segment begins with a dot, so that none leads out of the folder. */
    private static final Pattern NAME = Pattern
            .compile("(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*");
    private static final String HASHED = "assets/";

    private static final Map<String, String> MEDIA_TYPES = Map.of("html", "text/html; charset=utf-8", "js",
            "text/javascript; charset=utf-8", "css", "text/css; charset=utf-8", "svg", "image/svg+xml", "json",
            "application/json", "woff2", "font/woff2", "txt", "text/plain; charset=utf-8");

    private ConsoleFiles() {}

    /**
     * Returns the file of that name; empty when there is none.
     *
     * @param name below {@code /console/}, as in {@code assets/index-B1x2.js}, without a leading slash
     */
    public static Optional<ConsoleFile> find(String name) {
        String mediaType = MEDIA_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (mediaType == null || !NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        try (InputStream in = ConsoleFiles.class.getResourceAsStream(FOLDER + name)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new ConsoleFile(in.readAllBytes(), mediaType, name.startsWith(HASHED)));
        } catch (IOException e) {
            throw new UncheckedIOException("console file " + name, e);
        }
    }

    /**
     * Returns the page itself.
     *
     * @throws IllegalStateException when the console was not built into this class path
     */
    public static ConsoleFile index() {
        return find(INDEX).orElseThrow(() -> new IllegalStateException(
                FOLDER + INDEX + " beside " + ConsoleFiles.class.getName()
                        + ": missing (expected: what the build makes of src/main/web)"));
    }
}
