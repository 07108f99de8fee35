package io.spillway.drill.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A shell that ends every recorded process as soon as the launcher is gone, however it went: it reads a pipe that only
 * the launcher holds. A process is ended by its id only while its start time is the recorded one, so that an id which
 * was given to somebody else since is left alone. It reads the record that stood when it began: a later fleet in the same folder
 * has one of its own.
 */
final class Keeper implements AutoCloseable {

    private static final String SCRIPT = """
            trap '' INT TERM HUP QUIT
            exec 3< "$1" 4< "$1"
            while read -r line; do :; done
            end() {
              while read -r pid start name; do
                now=$(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null | cut -d' ' -f20)
                [ -n "$now" ] && [ "$now" = "$start" ] && kill -KILL "$pid" 2>/dev/null
              done
            }
            end <&3
            sleep 1
            end <&4
            """;

    private final Process process;

    Keeper(Path record) {
        try {
            process = new ProcessBuilder("/bin/sh", "-c", SCRIPT, "spillway-keeper", record.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("the keeper of the fleet's processes cannot be started", e);
        }
    }

    /** Lets the keeper end what is left, and itself. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy();
        }
    }
}
