package io.spillway.sync.source.file;

import java.nio.file.Path;
import java.time.Duration;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.sync.spi.Source;
import io.spillway.sync.spi.SourceKind;

/** {@code kind: file}. */
public final class FileSourceKind implements SourceKind {

    static final Duration SETTLE = Duration.ofSeconds(1);
    static final Duration POLL = Duration.ofSeconds(5);

    private static final Duration LONGEST_SETTLE = Duration.ofMinutes(1);
    private static final Duration SHORTEST_POLL = Duration.ofMillis(200);
    private static final Duration LONGEST_POLL = Duration.ofMinutes(10);

    /** For the service loader. */
    public FileSourceKind() {}

    @Override
    public String kind() {
        return "file";
    }

    @Override
    public Source read(Decoder settings) {
        Path folder = Path.of(settings.required("folder", ScalarType.SOME_TEXT));
        Duration settle = settings.optional("settle", ScalarType.DURATION, SETTLE);
        if (settle.compareTo(LONGEST_SETTLE) > 0) {
            settings.violation("settle", "duration of 0s to 1m");
        }
        Duration poll = settings.optional("poll", ScalarType.DURATION, POLL);
        if (poll.compareTo(SHORTEST_POLL) < 0 || poll.compareTo(LONGEST_POLL) > 0) {
            settings.violation("poll", "duration of 200ms to 10m");
        }
        return new FileSource(folder, settle, poll);
    }
}
