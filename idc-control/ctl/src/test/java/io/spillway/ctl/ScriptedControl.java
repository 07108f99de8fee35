package io.spillway.ctl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/** Answers as the HTTP API of a control plane does, with what a test has prepared. The last answer to a request stays. */
final class ScriptedControl implements AutoCloseable {

    /** What was asked. */
    record Asked(String line, String body, Map<String, String> headers) {

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private record Reply(int status, String type, String body) {}

    private final HttpServer server;
    private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    ScriptedControl() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    /** Prepares an answer to requests such as {@code GET /v1/status}. */
    ScriptedControl on(String request, int status, String json) {
        String type = status < 300 ? "application/json" : "application/problem+json";
        return on(request, status, type, json);
    }

    ScriptedControl on(String request, int status, String type, String body) {
        replies.computeIfAbsent(request, each -> new ArrayDeque<>()).add(new Reply(status, type, body));
        return this;
    }

    String address() {
        return server.getAddress().getHostString() + ":" + server.getAddress().getPort();
    }

    List<Asked> asked() {
        return asked;
    }

    Asked lastAsked() {
        return asked.getLast();
    }

    /** Runs the command against this control plane. */
    CommandRun run(String... args) {
        return CommandRun.with(Map.of("SPILLWAY_SERVER", address()), "", args);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        Map<String, String> headers = new ConcurrentHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT),
                values.getFirst()));
        asked.add(
                new Asked(line, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8), headers));
        Reply reply = next(line);
        byte[] body = reply.body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.type);
        exchange.sendResponseHeaders(reply.status, 0); // in chunks, as the real one does
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private synchronized Reply next(String line) {
        @Nullable
        Deque<Reply> prepared = replies.get(line);
        if (prepared == null) {
            return new Reply(404, "application/problem+json",
                    "{\"type\":\"about:blank\",\"title\":\"not found\",\"status\":404,\"detail\":\"" + line
                            + " is not prepared\"}");
        }
        return prepared.size() > 1 ? prepared.removeFirst() : Objects.requireNonNull(prepared.peekFirst());
    }
}
