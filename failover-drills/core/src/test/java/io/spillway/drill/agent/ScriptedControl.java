package io.spillway.drill.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spillway.ctl.client.Connector;
import io.spillway.ctl.client.ServerAddress;
import io.spillway.model.time.Ticker;

/**
 * A control plane with the Drill "nightly" and its run "r1", which waits for an agent, and with switch-overs that do at once what
 * is said. Remembers every word.
 */
public final class ScriptedControl implements AutoCloseable {

    private final HttpServer server;
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final String spec;
    private volatile String run = "SCHEDULED";
    private volatile String abort = "";
    private volatile String move = "NONE";
    private volatile String stuck = "";
    private volatile double errors;

    /** Starts one; {@code spec}: that of the Drill, as JSON. */
    public ScriptedControl(String spec) throws IOException {
        this.spec = spec;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newSingleThreadExecutor(Thread.ofVirtual().factory()));
        server.createContext("/v1/drills", this::drills);
        server.createContext("/v1/switchovers", this::switchOvers);
        server.createContext("/v1/load", exchange -> answer(exchange, 200, "{\"services\":[{\"service\":\"orders\","
                + "\"requestsPerSecond\":100,\"errorsPerSecond\":" + errors + "},{\"service\":\"other\","
                + "\"requestsPerSecond\":100,\"errorsPerSecond\":100}]}"));
        server.createContext("/v1/services", exchange -> answer(exchange, 200, "{\"items\":[{\"metadata\":{\"name\":"
                + "\"orders\"},\"spec\":{\"drGroup\":\"core\"}},{\"metadata\":{\"name\":\"other\"},\"spec\":{}}]}"));
        server.start();
    }

    /** Returns who talks to it. */
    public ControlPlane control() {
        return new ControlPlane(List.of(new ServerAddress("127.0.0.1", server.getAddress().getPort(), false)),
                Connector.plain(), () -> "secret", Ticker.system());
    }

    /** Returns what was said, in order, beats once. */
    public List<String> said() {
        return said.stream().distinct().toList();
    }

    /** From the next beat on the run is to end. */
    public void abort(String why) {
        abort = why;
    }

    /** The run is not this agent's any more. */
    public void giveUp() {
        run = "ABORTED";
    }

    /** Switch-overs come to this state and no further. */
    public void stuckAt(String state) {
        stuck = state;
    }

    /** So many of 100 requests a second to orders fail from now on. */
    public void failing(double perSecond) {
        errors = perSecond;
    }

    /** Returns how the switch-over stands. */
    public String move() {
        return move;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void drills(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring("/v1/drills".length());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!"Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{\"title\":\"who are you\"}");
        } else if (path.isEmpty()) {
            answer(exchange, 200, "{\"items\":[" + drill() + "]}");
        } else {
            said.add(path + " " + body);
            boolean beat = path.endsWith("/beat");
            if (beat && !run.equals("RUNNING")) {
                answer(exchange, 409, "{\"title\":\"conflict\",\"detail\":\"run r1 is " + run + "\"}");
                return;
            }
            boolean fault = path.endsWith("/fault") || path.endsWith("/heal");
            run = path.endsWith("/take") ? "RUNNING" : beat || fault ? run : "OVER";
            answer(exchange, 200, drill());
        }
    }

    private String drill() {
        return "{\"metadata\":{\"name\":\"nightly\"},\"spec\":" + spec
                + ",\"status\":{\"runs\":[{\"id\":\"r1\",\"state\":\""
                + run + "\",\"agent\":\"agent-1\",\"abort\":\"" + abort + "\"}]}}";
    }

    private void switchOvers(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring("/v1/switchovers".length());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (exchange.getRequestMethod().equals("POST")) {
            said.add("switchovers" + path + " " + body);
            String next = path.isEmpty()
                    ? "READY"
                    : path.endsWith("/start") ? "COMPLETED" : path.endsWith("/abort") ? "ABORTED" : "ROLLED_BACK";
            move = next.equals("COMPLETED") && !stuck.isEmpty() ? stuck : next;
        }
        answer(exchange, move.equals("NONE") ? 404 : 200,
                "{\"status\":{\"state\":\"" + move
                        + "\",\"history\":[{\"event\":\"step-failed\",\"detail\":\"p99\"}]}}");
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        try (exchange; OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
