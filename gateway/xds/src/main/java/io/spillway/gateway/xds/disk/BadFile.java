package io.spillway.gateway.xds.disk;

import java.nio.file.Path;

/** A file that must not be used; {@code why} completes the sentence that begins with its name. */
public record BadFile(Path file, String why) {

    @Override
    public String toString() {
        return file + " " + why;
    }
}
