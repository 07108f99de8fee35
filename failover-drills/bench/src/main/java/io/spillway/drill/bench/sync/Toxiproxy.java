package io.spillway.drill.bench.sync;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.drill.fleet.Priority;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.Ports;
import io.spillway.gateway.bench.process.Programs;
import io.spillway.gateway.bench.process.Spawned;
import io.spillway.model.time.Ticker;

/** A real Toxiproxy with one proxy in it: the link between two IDCs. Used by one thread. */
public final class Toxiproxy implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String NAME = "link";

    private final Spawned process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final int admin;
    private final int port;

    private Toxiproxy(Spawned process, int admin, int port) {
        this.process = process;
        this.admin = admin;
        this.port = port;
    }

    /**
     * Starts one that leads to a port of the loopback address.
     *
     * @throws BenchFailure when it is not installed or does not start; says how to install it
     */
    public static Toxiproxy start(Path folder, int to, Ticker ticker) {
        return start(folder, to, ticker, Priority.NONE);
    }

    /**
     * Starts one that gives way to other processes.
     *
     * @throws BenchFailure when it is not installed or does not start; says how to install it
     */
    public static Toxiproxy start(Path folder, int to, Ticker ticker, Priority priority) {
        List<Integer> ports = Ports.free(2);
        List<String> command = new ArrayList<>(priority.command());
        command.addAll(List.of(Programs.required("toxiproxy-server"), "-host", "127.0.0.1", "-port",
                ports.get(0).toString()));
        Spawned process = Spawned.start("toxiproxy", folder, Map.of(), command);
        Toxiproxy proxy = new Toxiproxy(process, ports.get(0), ports.get(1));
        try {
            Ports.awaitOpen(ports.get(0), process, ticker, Math.toIntExact(PATIENCE.toSeconds()));
            proxy.post("/proxies", "{\"name\":\"" + NAME + "\",\"listen\":\"127.0.0.1:" + ports.get(1)
                    + "\",\"upstream\":\"127.0.0.1:" + to + "\",\"enabled\":true}");
            return proxy;
        } catch (RuntimeException e) {
            proxy.close();
            throw e;
        }
    }

    /** Returns the port on which the link begins. */
    public int port() {
        return port;
    }

    /** Lets everything take that much longer, in each direction. */
    public void delay(Duration each) {
        for (String direction : List.of("upstream", "downstream")) {
            post("/proxies/" + NAME + "/toxics", "{\"name\":\"" + direction + "\",\"type\":\"latency\",\"stream\":\""
                    + direction + "\",\"attributes\":{\"latency\":" + each.toMillis() + "}}");
        }
    }

    /** Ends the delay. */
    public void hurry() {
        post("/reset", "");
    }

    /** Ends all connections and takes no new ones. */
    public void cut() {
        post("/proxies/" + NAME, "{\"enabled\":false}");
    }

    /** Lets connections through again. */
    public void mend() {
        post("/proxies/" + NAME, "{\"enabled\":true}");
    }

    private void post(String path, String body) {
        String _ = send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body)));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + admin + path);
    }

    private String send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw process.failure("answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw process.failure("does not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }

    /** Ends it, and the connections with it. */
    @Override
    public void close() {
        process.close();
        client.shutdownNow();
    }
}
