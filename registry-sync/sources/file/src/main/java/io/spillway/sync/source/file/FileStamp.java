package io.spillway.sync.source.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * By what a change of a file is seen without reading it.
 *
 * @param modified time of the last change, by the file system's clock
 * @param key which file it is, as the file system says; another one after a rename or the swap of a link
 */
record FileStamp(long size, Instant modified, String key, boolean regular) {

    /** Returns the stamp of what the path leads to. */
    static FileStamp of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileStamp(attributes.size(), attributes.lastModifiedTime().toInstant(),
                String.valueOf(attributes.fileKey()), attributes.isRegularFile());
    }
}
