package io.spillway.gateway.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.gateway.bench.process.Programs;
import io.spillway.gateway.bench.process.Spawned;

/** Closed loop over HTTP/1.1 by wrk, one thread. */
public final class Wrk {
    private static final String SCRIPT = "load.lua";
    private static final String ROUTES = "routes.lua";
    private static final String MARK = "spillway-bench ";

    private final String program = Programs.required("wrk");
    private final Path folder;

    /** Creates it; the script is written to that folder. */
    public Wrk(Path folder) {
        this.folder = folder;
        write(SCRIPT);
        write(ROUTES);
    }

    private void write(String name) {
        try (InputStream script = Wrk.class.getResourceAsStream("/io/spillway/gateway/bench/" + name)) {
            if (script == null) {
                throw new IllegalStateException(name + " is missing in the jar");
            }
            Files.write(folder.resolve(name), script.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
    }

    /** Asks for so many hosts and paths in turn ({@code host-N.bench/routed/M/item}). */
    public LoadResult routes(Ask ask, int connections, int hosts, int paths, double seconds) {
        return run(ask, connections, seconds, List.of(ROUTES, Integer.toString(hosts), Integer.toString(paths)));
    }

    /** Runs so many connections for so many seconds; {@code closing} asks for a new connection per request. */
    public LoadResult run(Ask ask, int connections, boolean closing, double seconds) {
        return run(ask, connections, seconds,
                List.of(SCRIPT, ask.host(), Integer.toString(ask.bodyBytes()), closing ? "close" : "keep"));
    }

    private LoadResult run(Ask ask, int connections, double seconds, List<String> script) {
        long whole = Math.max(1, Math.round(seconds));
        List<String> command = new ArrayList<>(List.of(program, "-t1", "-c" + connections, "-d" + whole + "s",
                "--timeout", "10s", "--latency", "-s", script.getFirst(), ask.url(), "--"));
        command.addAll(script.subList(1, script.size()));
        Spawned wrk = Spawned.start("wrk", folder, Map.of(), command);
        String output = wrk.finish(whole + 20);
        int at = output.lastIndexOf(MARK);
        if (at < 0) {
            throw wrk.failure("printed no result");
        }
        String[] f = output.substring(at + MARK.length()).strip().split(" ", -1);
        long errors = Long.parseLong(f[2]);
        return new LoadResult(Math.max(0, Long.parseLong(f[0]) - Long.parseLong(f[7])), errors,
                Long.parseLong(f[1]) / 1e6,
                Long.parseLong(f[3]) / 1e3, Long.parseLong(f[4]) / 1e3, Long.parseLong(f[5]) / 1e3,
                Long.parseLong(f[6]) / 1e3);
    }
}
