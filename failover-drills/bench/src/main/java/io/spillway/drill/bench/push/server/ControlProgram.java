package io.spillway.drill.bench.push.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.spillway.drill.fleet.Commands;
import io.spillway.drill.fleet.Home;
import io.spillway.drill.fleet.Role;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.Ports;
import io.spillway.gateway.bench.process.Spawned;
import io.spillway.model.time.Ticker;

/** A real {@code idc-control} as a process of its own, on ports of the loopback address. Used by one thread. */
public final class ControlProgram implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Spawned process;
    private final List<Integer> ports;
    private final double readySeconds;
    private final HttpClient client;

    private ControlProgram(Spawned process, List<Integer> ports, double readySeconds, HttpClient client) {
        this.process = process;
        this.ports = ports;
        this.readySeconds = readySeconds;
        this.client = client;
    }

    /**
     * How one is started.
     *
     * @param idc which IDC it serves
     * @param home the installation
     * @param folder of its configuration, data and log
     * @param heapMib its largest heap
     * @param registry what its configuration says of the registry, in YAML
     * @param patience how long it may take until it is ready
     */
    public record Start(String idc, Home home, Path folder, int heapMib, String registry, Duration patience) {}

    /**
     * Starts one and waits until it is ready and listens everywhere.
     *
     * @throws BenchFailure when it is not in time
     */
    public static ControlProgram start(Start how, Ticker ticker) {
        List<Integer> ports = Ports.free(3);
        Path config = SpillwayFiles.writeConfig(how.idc, how.folder, ports, how.registry);
        List<String> command = new Commands(how.home, Map.of(Role.CONTROL, NodeFlags.of(how.heapMib))).java(
                Role.CONTROL, "idc-control", "io.spillway.control.Main", List.of("--config", config.toString()));
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE)
                .build();
        long began = ticker.nanos();
        int seconds = Math.toIntExact(how.patience.toSeconds());
        Spawned process = Spawned.start(SpillwayServer.NAME, how.folder, Map.of(), command);
        try {
            URI ready = URI.create("http://127.0.0.1:" + ports.get(2) + "/readyz");
            if (!Ports.await(() -> answers(client, ready) || !process.alive(), ticker, seconds) || !process.alive()) {
                throw process.failure("is not ready after " + seconds + " s");
            }
            double readySeconds = (ticker.nanos() - began) / 1e9;
            // It says ready before it listens everywhere: what it still does then is no cost of its clients.
            for (int port : ports) {
                Ports.awaitOpen(port, process, ticker, seconds);
            }
            return new ControlProgram(process, ports, readySeconds, client);
        } catch (RuntimeException e) {
            process.close();
            client.shutdownNow();
            throw e;
        }
    }

    private static boolean answers(HttpClient client, URI ready) {
        try {
            return send(client, HttpRequest.newBuilder(ready).timeout(PATIENCE).build()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest request) throws IOException {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }

    /** Returns its process id. */
    public long pid() {
        return process.pid();
    }

    /** Returns the port of ADS, in plain text. */
    public int port() {
        return ports.getFirst();
    }

    /** Returns how long it took from the start of the process until it said that it is ready. */
    public double readySeconds() {
        return readySeconds;
    }

    /** Returns the address of a path of its API. */
    public URI api(String path) {
        return URI.create("http://127.0.0.1:" + ports.get(1) + "/v1/").resolve(path);
    }

    /** Sends a request to it and returns the answer; waits 30 s at most. */
    public HttpResponse<String> ask(HttpRequest.Builder request) throws IOException {
        return send(client, request.timeout(PATIENCE).build());
    }

    /** Returns a failure that quotes the end of its output. */
    public BenchFailure failure(String what) {
        return process.failure(what);
    }

    /** Ends the process. */
    @Override
    public void close() {
        process.close();
        client.shutdownNow();
    }
}
