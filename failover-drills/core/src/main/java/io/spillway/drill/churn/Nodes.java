package io.spillway.drill.churn;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The APIs of the control nodes of one IDC; the one that answered last is asked first. Thread-safe. */
public final class Nodes implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int UNAVAILABLE = 503;

    private final List<String> bases;
    private final AtomicInteger first = new AtomicInteger();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT).build();

    /** Knows them by {@code host:port}. */
    public Nodes(List<String> addresses) {
        this.bases = addresses.stream().map(address -> "http://" + address + "/v1/").toList();
    }

    /** What became of a request. */
    sealed interface Reply {

        /** Somebody answered. */
        record Answered(int status, String body) implements Reply {

            boolean ok() {
                return status < 300;
            }
        }

        /** Nobody did anything. */
        record NotDone(String reason) implements Reply {}

        /** Nobody knows whether something was done. */
        record Unknown(String reason) implements Reply {}
    }

    /** Asks one node once; when it does not answer, the next node is asked next time. */
    Reply send(String method, String path, BodyPublisher body) throws InterruptedException {
        int node = first.get();
        HttpRequest request = HttpRequest.newBuilder(URI.create(bases.get(node) + path)).timeout(PATIENCE)
                .header("Content-Type", method.equals("POST") ? "application/yaml" : "application/json").header("X-Spillway-Author", "churn")
                .method(method, body).build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != UNAVAILABLE) {
                return new Reply.Answered(response.statusCode(), response.body());
            }
            next(node);
            return new Reply.NotDone(request.uri() + " answered 503");
        } catch (ConnectException | HttpConnectTimeoutException e) {
            next(node);
            return new Reply.NotDone(request.uri() + ": " + e);
        } catch (IOException e) {
            next(node);
            return new Reply.Unknown(request.uri() + ": " + e);
        }
    }

    private void next(int node) {
        first.compareAndSet(node, (node + 1) % bases.size());
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
