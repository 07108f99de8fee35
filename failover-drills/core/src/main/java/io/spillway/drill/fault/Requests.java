package io.spillway.drill.fault;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Requests that make faults. Thread-safe. */
final class Requests implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE).build();

    /** Sends one; throws with the answer when it is refused. */
    void send(String fault, String method, URI uri, String body) throws FaultException, InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE)
                    .header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body)).build();
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new FaultException("fault " + fault + ": " + method + " " + uri + " answered "
                        + response.statusCode() + ": " + response.body());
            }
        } catch (IOException e) {
            throw new FaultException("fault " + fault + ": " + method + " " + uri + ": " + e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
