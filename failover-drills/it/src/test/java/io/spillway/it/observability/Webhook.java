package io.spillway.it.observability;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spillway.it.harness.Json;

/** Who is told by Alertmanager. Thread-safe. */
final class Webhook implements AutoCloseable {

    private final HttpServer server;
    private final List<Told> told = new CopyOnWriteArrayList<>();

    private Webhook(HttpServer server) {
        this.server = server;
    }

    static Webhook start() throws IOException {
        Webhook webhook = new Webhook(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50));
        webhook.server.createContext("/", webhook::take);
        webhook.server.start();
        return webhook;
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Returns what was told from then on, the oldest first. */
    List<Told> since(long nanos) {
        return told.stream().filter(one -> one.atNanos() - nanos >= 0).toList();
    }

    private void take(HttpExchange exchange) throws IOException {
        long now = System.nanoTime();
        try (exchange) {
            String receiver = exchange.getRequestURI().getPath().substring(1);
            Json said = Json.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            said.at("alerts").items().forEach(alert -> told.add(Told.of(receiver, alert, now)));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
