package io.spillway.drill.bench.health;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.spillway.drill.bench.health.responder.ResponderMain;
import io.spillway.drill.bench.health.responder.ResponderPorts;
import io.spillway.drill.fleet.Commands;
import io.spillway.drill.fleet.Home;
import io.spillway.drill.fleet.Role;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.Ports;
import io.spillway.gateway.bench.process.Spawned;
import io.spillway.model.time.Ticker;

/** The targets, in a process of their own. Used by one thread. */
final class ResponderProcess implements AutoCloseable {
    private static final int START_SECONDS = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ResponderPorts ports;
    private final Spawned process;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE).build();

    private ResponderProcess(ResponderPorts ports, Spawned process) {
        this.ports = ports;
        this.process = process;
    }

    /** Starts it and waits until all of it listens. */
    static ResponderProcess start(Home home, Path folder, int mortals, Ticker ticker) {
        ResponderPorts ports = ResponderPorts.free(mortals);
        List<String> command = new Commands(home, Map.of(Role.SERVICE, List.of("-Xms64m", "-Xmx256m")))
                .java(Role.SERVICE, "drill-bench", ResponderMain.class.getName(), ports.arguments());
        ResponderProcess responder = new ResponderProcess(ports,
                Spawned.start("responder", folder, Map.of(), command));
        try {
            Ports.awaitOpen(ports.control(), responder.process, ticker, START_SECONDS);
            return responder;
        } catch (RuntimeException e) {
            responder.close();
            throw e;
        }
    }

    ResponderPorts ports() {
        return ports;
    }

    /** Kills the mortals from that number on up to, and without, the other. */
    void kill(int from, int to) {
        URI uri = URI.create("http://127.0.0.1:" + ports.control() + "/kill/" + from + "/" + to);
        try {
            int status = client.send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.discarding())
                    .statusCode();
            if (status != 200) {
                throw process.failure("answered " + uri + " with " + status);
            }
        } catch (IOException e) {
            throw process.failure("did not answer " + uri + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.close();
        client.shutdownNow();
    }
}
