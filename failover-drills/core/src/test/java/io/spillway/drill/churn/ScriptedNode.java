package io.spillway.drill.churn;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** The part of a control node's API that churn needs; several share what they store. */
final class ScriptedNode implements AutoCloseable {

    /** How a node answers writes. */
    enum Mood {
        /** As it should. */
        FINE,
        /** It does what it is asked, and breaks the connection before it says so. */
        DOES_AND_DIES,
        /** It breaks the connection and does nothing. */
        DIES,
        /** 503. */
        NOT_READY,
        /** 422. */
        REFUSES
    }

    final AtomicInteger writes = new AtomicInteger();
    volatile Mood mood = Mood.FINE;
    private final Map<String, String> stored;
    private final AtomicInteger revision;
    private final HttpServer server;

    ScriptedNode(Map<String, String> stored, AtomicInteger revision) throws IOException {
        this.stored = stored;
        this.revision = revision;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/", this::handle);
        server.start();
    }

    static Map<String, String> store() {
        return new ConcurrentHashMap<>();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().replace("/v1/", "").replace("workloads/", "");
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (exchange.getRequestMethod().equals("GET")) {
            read(exchange, name);
            return;
        }
        writes.incrementAndGet();
        Mood now = mood;
        if (now == Mood.NOT_READY || now == Mood.REFUSES) {
            answer(exchange, now == Mood.REFUSES ? 422 : 503, "{}");
            return;
        }
        int status = now == Mood.DIES ? 200 : write(exchange.getRequestMethod(), name, body);
        if (now == Mood.FINE) {
            answer(exchange, status, "{\"revision\":" + revision.get() + "}");
        } else {
            exchange.close();
        }
    }

    private int write(String method, String name, String body) {
        if (method.equals("DELETE")) {
            if (stored.remove(name) == null) {
                return 404;
            }
        } else if (method.equals("PUT")) {
            stored.put(name, body);
        } else {
            for (String document : body.split("\n---\n")) {
                Change.Put put = ChurnDocuments.read(ChurnDocuments.mapping(document));
                if (put != null) {
                    stored.put(put.workload(), document);
                }
            }
        }
        revision.incrementAndGet();
        return 200;
    }

    private void read(HttpExchange exchange, String name) throws IOException {
        if (name.equals("workloads")) {
            answer(exchange, 200, stored.values().stream().collect(Collectors.joining(",", "{\"items\":[", "]}")));
        } else {
            String found = stored.get(name);
            answer(exchange, found == null ? 404 : 200, found == null ? "{}" : found);
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        try (exchange; OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
