package io.spillway.it.console;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Users who come in at each entrance, 40 requests a second at each. */
final class Users implements AutoCloseable {

    private static final long EVERY_MILLIS = 25;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong served = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final List<HttpRequest> requests;

    Users(List<InetSocketAddress> entrances) {
        this.requests = entrances.stream().map(entrance -> HttpRequest
                .newBuilder(URI.create("http://" + entrance.getHostString() + ":" + entrance.getPort() + "/"))
                .header("Host", "orders.example").timeout(Duration.ofSeconds(5)).build()).toList();
    }

    void start() {
        for (HttpRequest request : requests) {
            var _ = clock.scheduleAtFixedRate(() -> ask(request), 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void ask(HttpRequest request) {
        var _ = client.sendAsync(request, BodyHandlers.discarding()).handle((answer, error) -> {
            (error == null && answer.statusCode() == 200 ? served : failed).incrementAndGet();
            return null;
        });
    }

    /** Returns how many requests were answered well. */
    long served() {
        return served.get();
    }

    /** Returns how many were not. */
    long failed() {
        return failed.get();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        client.shutdownNow();
    }
}
