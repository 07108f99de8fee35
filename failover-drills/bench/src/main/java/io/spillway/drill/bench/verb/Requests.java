package io.spillway.drill.bench.verb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.spillway.drill.measure.Recording;
import io.spillway.drill.measure.Window;

/** Keeps every request of a run in a file, one a line, for those who want to know what a figure is made of. */
final class Requests {
    private static final String HEADER = "sent_us,latency_us,outcome,served_by\n";

    private Requests() {}

    /** Writes those of the window; times count from its begin, in microseconds. */
    static void write(Path file, Recording recording, Window window) {
        StringBuilder lines = new StringBuilder(HEADER);
        recording.forEach(window, _ -> true,
                request -> lines.append(request.sentMicros() - window.fromMicros()).append(',')
                        .append(request.latencyMicros()).append(',').append(request.ok() ? "ok" : request.outcome())
                        .append(',').append(request.servedBy() == null ? "" : request.servedBy()).append('\n'));
        try {
            Files.writeString(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }
}
