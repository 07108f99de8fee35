package io.spillway.drill.mock.verb;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spillway.drill.mock.fleet.Inquiry;
import io.spillway.drill.mock.fleet.MockFleet;
import io.spillway.drill.mock.scenario.Scenario;

/**
 * Says over HTTP how the clients fare while they run: {@code /results} what they saw so far, {@code /newest} whether they hold
 * what a new client of each control node is given now. Both answer JSON.
 */
final class Answering implements AutoCloseable {

    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final Scenario scenario;
    private final MockFleet fleet;
    private final Inquiry inquiry;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    private Answering(Scenario scenario, MockFleet fleet, Inquiry inquiry, HttpServer server) {
        this.scenario = scenario;
        this.fleet = fleet;
        this.inquiry = inquiry;
        this.server = server;
    }

    /** Listens. */
    static Answering at(InetSocketAddress address, Scenario scenario, MockFleet fleet, Inquiry inquiry)
            throws IOException {
        Answering answering = new Answering(scenario, fleet, inquiry, HttpServer.create(address, 0));
        answering.server.setExecutor(answering.threads);
        answering.server.createContext("/results", answering::results);
        answering.server.createContext("/newest", answering::newest);
        answering.server.start();
        return answering;
    }

    /** Returns where it listens. */
    InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void results(HttpExchange exchange) throws IOException {
        var results = fleet.results();
        answer(exchange, 200, MockReport.json(scenario, results, Findings.of(results, true)));
    }

    private void newest(HttpExchange exchange) throws IOException {
        try {
            answer(exchange, 200, MockReport.newest(inquiry.standings(WITHIN)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer(exchange, 503, "{}\n");
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        try (exchange; OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
