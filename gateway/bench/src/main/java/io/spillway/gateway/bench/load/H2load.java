package io.spillway.gateway.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.spillway.gateway.bench.process.Programs;
import io.spillway.gateway.bench.process.Spawned;
import org.HdrHistogram.Histogram;

/** Closed loop by h2load, one thread: HTTP/2, and HTTP/1.1 where wrk cannot go (Unix domain sockets). */
public final class H2load {
    private static final String LOG = "h2load.tsv";

    private final String program = Programs.required("h2load");
    private final Path folder;

    public H2load(Path folder) {
        this.folder = folder;
    }

    /**
     * How a run goes.
     *
     * @param http1 HTTP/1.1 instead of HTTP/2
     * @param connections how many
     * @param streams at a time in each of them; 1 for HTTP/1.1
     * @param seconds how long
     * @param headers further fields, as in {@code te: trailers}
     * @param body a file with what each request sends, empty for GET
     */
    public record Run(boolean http1, int connections, int streams, double seconds, List<String> headers, String body) {}

    /** Runs. */
    public LoadResult run(Ask ask, Run run) {
        long whole = Math.max(1, Math.round(run.seconds()));
        Path log = folder.resolve(LOG);
        List<String> command = new ArrayList<>(List.of(program, "-t1", "-c" + run.connections(), "-m" + run.streams(),
                "-D" + whole, "--log-file=" + LOG, "-H", ":authority: " + ask.host()));
        run.headers().forEach(header -> command.addAll(List.of("-H", header)));
        if (run.http1()) {
            command.add("--h1");
        }
        if (!run.body().isEmpty()) {
            command.addAll(List.of("-d", run.body()));
        }
        if (ask.unixPath() != null) {
            command.addAll(List.of("--base-uri", "unix:" + ask.unixPath()));
        }
        command.add(ask.url());
        try {
            Files.deleteIfExists(log);
            Spawned.start("h2load", folder, Map.of(), command).finish(whole + 20);
            return read(log, (double) whole);
        } catch (IOException e) {
            throw new UncheckedIOException(log + " cannot be read", e);
        }
    }

    /** One line per request: start and duration in microseconds, status between them. */
    static LoadResult read(Path log, double seconds) throws IOException {
        Histogram latency = new Histogram(TimeUnit.SECONDS.toMicros(60), 3);
        long[] errors = new long[1];
        try (Stream<String> lines = Files.lines(log)) {
            lines.forEach(line -> {
                String[] fields = line.split("\t", -1);
                if (fields[1].startsWith("2")) {
                    latency.recordValue(Math.clamp(Long.parseLong(fields[2]), 0, TimeUnit.SECONDS.toMicros(60)));
                } else {
                    errors[0]++;
                }
            });
        }
        return new LoadResult(latency.getTotalCount(), errors[0], seconds, latency.getMean() / 1e3,
                latency.getValueAtPercentile(50) / 1e3, latency.getValueAtPercentile(99) / 1e3,
                latency.getValueAtPercentile(99.9) / 1e3);
    }
}
