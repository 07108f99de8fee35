package io.spillway.it.harness;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** The HTTP API of one control plane, as an operator uses it. Thread-safe. */
public final class Api {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private final String address;

    /** Makes one for {@code host:port}. */
    public Api(String address) {
        this.address = address;
    }

    /** What was answered. */
    public record Reply(int status, String contentType, String text) {

        /** Returns the body, which must be JSON. */
        public Json json() {
            return Json.parse(text);
        }
    }

    /** Returns {@code host:port}. */
    public String address() {
        return address;
    }

    /** Gets {@code /v1/<path>}. */
    public Reply get(String path) throws IOException {
        return send("GET", path, BodyPublishers.noBody(), "test");
    }

    /** Puts a document. */
    public Reply put(String path, String json) throws IOException {
        return put(path, json, "test");
    }

    /** Puts a document in somebody's name. */
    public Reply put(String path, String json, String author) throws IOException {
        return send("PUT", path, BodyPublishers.ofString(json), author);
    }

    /** Posts a document. */
    public Reply post(String path, String json) throws IOException {
        return send("POST", path, BodyPublishers.ofString(json), "test");
    }

    /** Deletes {@code /v1/<path>}. */
    public Reply delete(String path) throws IOException {
        return send("DELETE", path, BodyPublishers.noBody(), "test");
    }

    /** Gets what must be there. */
    public Json read(String path) throws IOException {
        return done(get(path)).json();
    }

    /** Puts what must be taken; returns its revision. */
    public long write(String path, String json) throws IOException {
        return done(put(path, json)).json().at("revision").number();
    }

    /** Returns what the control plane says of a peer. */
    public Json peer(String idc) throws IOException {
        return read("status").at("peers").item("idc", idc);
    }

    /** Returns the names of the resources of a kind. */
    public List<String> names(String plural) throws IOException {
        return read(plural).at("items").items().stream().map(item -> item.at("metadata", "name").text()).toList();
    }

    /** Returns whether every client that is connected has Acked everything up to a revision. */
    public boolean delivered(long revision) throws IOException {
        Json delivery = read("delivery?after=" + (revision - 1));
        return delivery.at("revision").number() >= revision && delivery.at("pushes").items().stream()
                .noneMatch(push -> push.at("state").text().equals("PENDING"));
    }

    private static Reply done(Reply reply) {
        if (reply.status >= 300) {
            throw new AssertionError("answered " + reply.status + ": " + reply.text);
        }
        return reply;
    }

    private Reply send(String method, String path, BodyPublisher body, String author)
            throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + "/v1/" + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("X-Spillway-Author", author)
                .method(method, body)
                .build();
        try {
            HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.headers().firstValue("content-type").orElse(""),
                    response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(method + " " + path);
        }
    }
}
