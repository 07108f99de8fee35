package io.spillway.sync.source.file;

import java.nio.file.Path;
import java.time.Duration;

import io.spillway.sync.spi.Source;
import io.spillway.sync.spi.SourceSession;

/**
 * A folder of files.
 *
 * @param folder whose {@code *.yaml}, {@code *.yml} and {@code *.json} are read; not those of folders below it
 * @param settle so long a file must not change before it is believed, and so long what disappears is kept
 * @param poll time between two looks when the system does not say that something changed
 */
record FileSource(Path folder, Duration settle, Duration poll) implements Source {

    @Override
    public String place() {
        return "folder " + folder;
    }

    @Override
    public SourceSession open(Surroundings surroundings) {
        return new FolderSession(this, surroundings, FolderHints.start(folder, surroundings.hint()));
    }
}
