package io.spillway.drill.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.spillway.drill.fleet.Component;

/** Processes that a run recorded and that outlived it. */
final class Leftovers {

    private Leftovers() {}

    /** Ends them and returns how many there were; an id whose start time is another one belongs to somebody else. */
    static int end(Path folder) throws IOException {
        Path record = folder.resolve("pids");
        if (!Files.isRegularFile(record)) {
            return 0;
        }
        int ended = 0;
        for (String line : Files.readAllLines(record)) {
            String[] fields = line.split(" ", 3);
            if (fields.length == 3 && fields[1].equals(Component.startTime(Long.parseLong(fields[0])))) {
                ended += ProcessHandle.of(Long.parseLong(fields[0])).filter(ProcessHandle::destroyForcibly).isPresent()
                        ? 1
                        : 0;
            }
        }
        return ended;
    }
}
