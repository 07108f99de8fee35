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

/** The APIs of the control nodes of one IDC. Thread-safe. */
public final class Nodes implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int UNAVAILABLE = 503;

    private final List<String> bases;
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

            /** Returns the registry's revision that it speaks of, 0 when it speaks of none. */
            long revision() {
                return ChurnDocuments.mapping(body).get("revision") instanceof Number number ? number.longValue() : 0;
            }
        }

        /** Nobody did anything. */
        record NotDone(String reason) implements Reply {}

        /** Nobody knows whether something was done. */
        record Unknown(String reason) implements Reply {}
    }

    /** Returns how many there are. */
    int count() {
        return bases.size();
    }

    /** Asks the node of a number once; that is the remainder, so that one more is always another one. */
    Reply send(int number, String method, String path, BodyPublisher body) throws InterruptedException {
        int node = Math.floorMod(number, bases.size());
        HttpRequest request = HttpRequest.newBuilder(URI.create(bases.get(node) + path)).timeout(PATIENCE)
                .header("Content-Type", method.equals("POST") ? "application/yaml" : "application/json")
                .header("X-Spillway-Author", "churn")
                .method(method, body).build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != UNAVAILABLE) {
                return new Reply.Answered(response.statusCode(), response.body());
            }
            return new Reply.NotDone(request.uri() + " answered 503");
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return new Reply.NotDone(request.uri() + ": " + e);
        } catch (IOException e) {
            return new Reply.Unknown(request.uri() + ": " + e);
        }
    }

    /** Gives up what is under way and does not wait for it. */
    @Override
    public void close() {
        client.shutdownNow();
    }
}
