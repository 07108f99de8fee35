package io.spillway.control.admin;

import io.spillway.control.console.ConsoleFiles;
import org.jspecify.annotations.Nullable;

/** What the console is made of, by names as {@code index.html} and {@code assets/main-4f2a.js}. Safe for use by any thread. */
@FunctionalInterface
public interface WebFiles {

    /** Returns a file; null when there is none of that name. */
    @Nullable
    WebFile find(String name);

    /** Returns the files of the jar spillway-console. */
    static WebFiles ofJar() {
        return name -> ConsoleFiles.find(name)
                .map(file -> new WebFile(file.content(), file.mediaType(), file.immutable())).orElse(null);
    }

    /**
     * A file.
     *
     * @param octets    its content, shared, which nobody changes
     * @param mediaType as in {@code text/html; charset=utf-8}
     * @param forEver   whether its name changes with its content, so that nobody needs to ask for it again
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares files
    record WebFile(byte[] octets, String mediaType, boolean forEver) {}
}
