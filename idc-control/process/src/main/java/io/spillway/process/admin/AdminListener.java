package io.spillway.process.admin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spillway.model.document.Tree;
import io.spillway.process.config.HostPort;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code /livez /readyz /metrics /config /log-level} and what a process adds. Every request has a virtual thread of
 * its own, so that a slow page does not hold up the others.
 */
public final class AdminListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AdminListener.class);

    private final HttpServer server;
    private final ExecutorService threads;
    private final AdminPages pages;
    private final HostPort address;

    private AdminListener(HttpServer server, HostPort asked, AdminPages pages) {
        this.server = server;
        this.pages = pages;
        this.address = asked.withPort(server.getAddress().getPort());
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    /**
     * Returns a listener that answers.
     *
     * @throws IOException when the address cannot be had; the message names it
     */
    public static AdminListener start(HostPort address, AdminPages pages) throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(address.socketAddress(), 64);
        } catch (IOException | IllegalArgumentException taken) {
            throw new IOException("admin: " + address + ": cannot listen: " + taken.getMessage(), taken);
        }
        AdminListener listener = new AdminListener(server, address, pages);
        server.setExecutor(listener.threads);
        server.createContext("/", listener::handle);
        server.start();
        if (!address.loopback()) {
            LOG.warn("admin listener on {} can be reached from other machines and asks nobody who they are",
                    listener.address);
        }
        return listener;
    }

    /** Returns where it listens, with the port that was chosen. */
    public HostPort address() {
        return address;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath(),
                    exchange.getRequestURI().getRawQuery());
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", answer.contentType());
            exchange.getResponseHeaders().set("cache-control", "no-store");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
            if (!head) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
        }
    }

    private Answer answer(String method, @Nullable String path, @Nullable String query) {
        try {
            if (path != null && path.equals("/log-level")) {
                return LogLevelPage.answer(method, query);
            }
            boolean reading = method.equals("GET") || method.equals("HEAD");
            return reading ? page(path == null ? "" : path) : Answer.methodNotAllowed();
        } catch (RuntimeException failed) {
            LOG.warn("admin page {} failed", path, failed);
            return Answer.text(500, path + ": " + failed + "\n");
        }
    }

    private Answer page(String path) {
        return switch (path) {
            case "/livez" -> Answer.text(200, "live\n");
            case "/readyz" -> readyz();
            case "/metrics" -> new Answer(200, "text/plain; version=0.0.4; charset=utf-8", pages.metrics().get());
            case "/config" -> Answer.json(200, Redacted.of(pages.config().get()));
            default -> {
                Supplier<Tree> extra = pages.extra().get(path);
                yield extra == null
                        ? Answer.text(404, path + ": no such page (there are: " + String.join(", ", paths()) + ")\n")
                        : Answer.json(200, extra.get());
            }
        };
    }

    private Answer readyz() {
        List<String> reasons = pages.readiness().reasons();
        Map<String, Tree> body = new LinkedHashMap<>();
        body.put("ready", Tree.bool(reasons.isEmpty()));
        body.put("reasons", Tree.sequence(reasons.stream().map(Tree::text).toList()));
        return Answer.json(reasons.isEmpty() ? 200 : 503, Tree.mapping(body));
    }

    private List<String> paths() {
        List<String> own = List.of("/livez", "/readyz", "/metrics", "/config", "/log-level");
        return Stream.concat(own.stream(), pages.extra().keySet().stream().sorted()).toList();
    }
}
