package io.spillway.drill.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one instance registered: writes its WorkloadEntry to its IDC's control plane and repeats that three times per
 * lease, up to 3 s earlier so that instances which started together do not write together, and sooner while it fails. A
 * process that is killed simply stops doing so.
 */
final class Registration implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final long RETRY_MILLIS = 500;
    private static final long RENEW_MILLIS = 10_000;
    private static final long JITTER_MILLIS = 3_000;
    private static final String LEASE = "30s";

    private final URI uri;
    private final RandomGenerator random;
    private final SampleOptions options;
    private final int port;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("registration").factory());
    /** Owned by the timer's thread. */
    private boolean registered;

    Registration(SampleOptions options, int port, RandomGenerator random) {
        this.options = options;
        this.random = random;
        this.port = port;
        this.uri = URI.create("http://" + options.control() + "/v1/workloads/" + options.instance());
    }

    void start() {
        timer.execute(this::renew);
    }

    /** Takes the instance out of the traffic and out of the registry. */
    @Override
    public void close() {
        timer.shutdownNow();
        try {
            send("DELETE", "");
        } catch (IOException e) {
            LOG.warn("{} stays registered: {}", options.instance(), e.toString());
        }
    }

    private void renew() {
        boolean before = registered;
        try {
            int status = send("PUT", document());
            registered = status < 300;
            if (registered != before || !registered) {
                LOG.info("{} registered: {} -> {} (status {})", options.instance(), before, registered, status);
            }
        } catch (IOException e) {
            registered = false;
            if (before) {
                LOG.info("{} registered: true -> false ({})", options.instance(), e.toString());
            }
        }
        long renew = RENEW_MILLIS - random.nextLong(JITTER_MILLIS);
        var _ = timer.schedule(this::renew, registered ? renew : RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private int send(String method, String body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
        }
        int status = connection.getResponseCode();
        connection.disconnect();
        return status;
    }

    private String document() {
        return """
                {"apiVersion":"spillway.io/v1","kind":"WorkloadEntry","metadata":{"name":"%s"},"spec":{"service":"%s",\
                "group":"default","cluster":"%s","address":"%s","port":%d,"weight":100,"state":"UP","lease":"%s"}}
                """
                .formatted(options.instance(), options.service(), options.cluster(), options.address(), port,
                        LEASE);
    }
}
