package io.spillway.drill.run;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;

/** What a drill reads from the gateways' metrics. */
final class GatewayMetrics {

    private static final String LOOPS = "spillway_gateway_loops_refused_total";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private GatewayMetrics() {}

    /** Returns how many loops the gateways that answer have refused since they started. */
    static long loopsRefused(Collection<URI> metrics) {
        long sum = 0;
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            for (URI each : metrics) {
                sum += loopsRefused(client, each);
            }
        }
        return sum;
    }

    private static long loopsRefused(HttpClient client, URI metrics) {
        try {
            String text = client
                    .send(HttpRequest.newBuilder(metrics).timeout(PATIENCE).build(), BodyHandlers.ofString())
                    .body();
            return sum(text);
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    static long sum(String text) {
        return (long) text.lines()
                .filter(line -> line.startsWith(LOOPS))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
