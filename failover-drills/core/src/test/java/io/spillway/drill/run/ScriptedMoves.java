package io.spillway.drill.run;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** The part of a control node's API that is about one switch-over, "to-b": what is said leads where the test says. */
final class ScriptedMoves implements AutoCloseable {

    private final HttpServer server;
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final List<String> history = new ArrayList<>();
    private final Deque<String> coming = new ArrayDeque<>();
    private String state = "NONE";
    private long atSeconds;

    ScriptedMoves() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newSingleThreadExecutor(Thread.ofVirtual().factory()));
        server.createContext("/v1/switchovers", this::handle);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** One after the other at each look, after the next word: "STATE event SIDE PHASE". */
    ScriptedMoves leadingTo(String... transitions) {
        coming.addAll(List.of(transitions));
        return this;
    }

    /** Returns what was said, in order. */
    List<String> said() {
        return List.copyOf(said);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring("/v1/switchovers".length());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (exchange.getRequestMethod().equals("POST")) {
            said.add(path + " " + body);
            next();
            answer(exchange, "{}");
        } else if (path.isEmpty()) {
            answer(exchange,
                    "{\"items\":[" + (state.equals("NONE") ? "" : "{\"metadata\":{\"name\":\"to-b\"}}") + "]}");
        } else if (path.endsWith("/progress")) {
            answer(exchange,
                    "{\"checks\":[{\"item\":\"capacity\",\"outcome\":\"FAILED\",\"how\":\"idc-b would carry 900"
                            + " of 1000\"},{\"item\":\"scope\",\"outcome\":\"PASSED\",\"how\":\"2 Services\"}]}");
        } else {
            answer(exchange,
                    "{\"status\":{\"state\":\"" + state + "\",\"history\":[" + String.join(",", history) + "]}}");
            if (state.equals("SHIFTING") || state.equals("ROLLING_BACK")) {
                next();
            }
        }
    }

    private void next() {
        String transition = coming.poll();
        if (transition != null) {
            String[] words = transition.split(" ");
            history.add("{\"sequence\":" + (history.size() + 1) + ",\"at\":\"1970-01-01T00:00:0" + atSeconds++
                    + "Z\",\"from\":\"" + (state.equals("NONE") ? "DRAFT" : state) + "\",\"to\":\"" + words[0]
                    + "\",\"event\":\"" + words[1] + "\",\"position\":{\"step\":0,\"side\":\"" + words[2]
                    + "\",\"phase\":\"" + words[3] + "\"},\"node\":\"control-1\"}");
            state = words[0];
        }
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        try (exchange; OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
