package io.spillway.gateway.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.spillway.gateway.bench.process.Programs;
import io.spillway.gateway.bench.process.Spawned;

/** Closed loop over HTTP/1.1 by wrk, one thread. */
public final class Wrk {
    private static final String SCRIPT = "load.lua";
    private static final String MARK = "spillway-bench ";

    private final String program = Programs.required("wrk");
    private final Path folder;

    /** Creates it; the script is written to that folder. */
    public Wrk(Path folder) {
        this.folder = folder;
        try (InputStream script = Wrk.class.getResourceAsStream("/io/spillway/gateway/bench/" + SCRIPT)) {
            if (script == null) {
                throw new IllegalStateException(SCRIPT + " is missing in the jar");
            }
            Files.write(folder.resolve(SCRIPT), script.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
    }

    /** Runs so many connections for so many seconds; {@code closing} asks for a new connection per request. */
    public LoadResult run(Ask ask, int connections, boolean closing, double seconds) {
        long whole = Math.max(1, Math.round(seconds));
        Spawned wrk = Spawned.start("wrk", folder, Map.of(),
                List.of(program, "-t1", "-c" + connections, "-d" + whole + "s", "--timeout", "10s", "--latency", "-s",
                        SCRIPT, ask.url(), "--", ask.host(), Integer.toString(ask.bodyBytes()),
                        closing ? "close" : "keep"));
        String output = wrk.finish(whole + 20);
        int at = output.lastIndexOf(MARK);
        if (at < 0) {
            throw wrk.failure("printed no result");
        }
        String[] f = output.substring(at + MARK.length()).strip().split(" ", -1);
        long errors = Long.parseLong(f[2]);
        return new LoadResult(Long.parseLong(f[0]), errors, Long.parseLong(f[1]) / 1e6, Long.parseLong(f[3]) / 1e3,
                Long.parseLong(f[4]) / 1e3, Long.parseLong(f[5]) / 1e3);
    }
}
