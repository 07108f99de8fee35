package io.spillway.drill.run;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** The metrics of one process, in the Prometheus text format. Safe for use by any thread. */
record MetricsPage(URI address, HttpClient client) {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int OK = 200;

    /** Reads it; null when the process does not answer, or not well: it is dead, hangs or starts. Blocks for some seconds at most. */
    @Nullable
    String read() throws InterruptedException {
        try {
            HttpResponse<String> answer = client
                    .send(HttpRequest.newBuilder(address).timeout(PATIENCE).build(), BodyHandlers.ofString());
            return answer.statusCode() == OK ? answer.body() : null;
        } catch (IOException _) {
            return null;
        }
    }
}
