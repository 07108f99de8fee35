package io.spillway.drill.bench.push.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.spillway.drill.bench.push.Population;
import io.spillway.drill.bench.push.PushServer;
import io.spillway.drill.fleet.Commands;
import io.spillway.drill.fleet.Home;
import io.spillway.drill.fleet.Role;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.Ports;
import io.spillway.gateway.bench.process.Spawned;
import io.spillway.model.time.Ticker;

/** The real {@code idc-control} with the embedded registry; a change is a PUT of a WorkloadEntry through its HTTP API. */
final class SpillwayServer implements PushServer {
    static final String NAME = "spillway";

    private static final int START_SECONDS = 180;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Population population;
    private final Spawned process;
    private final List<Integer> ports;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE).build();

    private SpillwayServer(Population population, Spawned process, List<Integer> ports) {
        this.population = population;
        this.process = process;
        this.ports = ports;
    }

    /** Starts it on what is in its folder and waits until it is ready. */
    static SpillwayServer start(Home home, Path folder, int heapMib, Population population, Ticker ticker) {
        List<Integer> ports = Ports.free(3);
        Path config = SpillwayFiles.writeConfig(folder, ports);
        List<String> command = new Commands(home, Map.of(Role.CONTROL, List.of("-Xms96m", "-Xmx" + heapMib + "m")))
                .java(Role.CONTROL, "idc-control", "io.spillway.control.Main", List.of("--config", config.toString()));
        SpillwayServer server = new SpillwayServer(population, Spawned.start(NAME, folder, Map.of(), command), ports);
        try {
            if (!Ports.await(() -> server.ready() || !server.process.alive(), ticker, START_SECONDS)
                    || !server.process.alive()) {
                throw server.process.failure("is not ready after " + START_SECONDS + " s");
            }
            // It says ready before it listens everywhere: what it still does then is no cost of its clients.
            for (int port : ports) {
                Ports.awaitOpen(port, server.process, ticker, START_SECONDS);
            }
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private boolean ready() {
        try {
            return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get(2) + "/readyz"))
                    .timeout(PATIENCE).build()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public int port() {
        return ports.getFirst();
    }

    @Override
    public void change(List<Integer> services, int change) {
        String documents = services.stream().map(one -> SpillwayFiles.workload(population, one, 0, change))
                .collect(Collectors.joining());
        URI api = URI.create("http://127.0.0.1:" + ports.get(1) + "/v1/");
        HttpRequest.Builder request = services.size() == 1
                ? HttpRequest.newBuilder(api.resolve("workloads/" + population.workload(services.getFirst(), 0)))
                        .PUT(BodyPublishers.ofString(documents))
                : HttpRequest.newBuilder(api.resolve("apply")).POST(BodyPublishers.ofString(documents));
        try {
            HttpResponse<String> answer = send(request.timeout(PATIENCE).build());
            if (answer.statusCode() / 100 != 2) {
                throw process.failure("answered a change with " + answer.statusCode() + ": " + answer.body());
            }
        } catch (IOException e) {
            throw process.failure("did not answer a change: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        process.close();
        client.shutdownNow();
    }
}
