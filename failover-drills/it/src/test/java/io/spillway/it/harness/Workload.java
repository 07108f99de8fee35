package io.spillway.it.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a service, in the test's own process, so that a test can count and hold requests. {@code /hold} answers
 * when it is released, {@code /stream} gives 40 KiB in ten parts, each when a {@link #nextPart()} allows it or all at
 * once for {@code /stream?all}. Thread-safe.
 */
public final class Workload implements AutoCloseable {

    /** How long the body of {@code /stream} is. */
    public static final int STREAM_BYTES = 40 * 1024;

    private static final int PARTS = 10;
    private static final long PATIENCE_SECONDS = 20;

    private final String name;
    private final String service;
    private final String idc;
    private final Api api;
    private final String cluster;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);
    private final java.util.concurrent.Semaphore parts = new java.util.concurrent.Semaphore(0);
    private final java.util.concurrent.Semaphore never = new java.util.concurrent.Semaphore(0);
    private volatile int status = 200;
    private volatile long delayMillis;
    private int port;
    private @Nullable HttpServer server;
    private @Nullable ExecutorService threads;

    /** Makes one that does not run yet. */
    public Workload(String name, String service, String idc, Api api) {
        this(name, service, idc, api, "primary");
    }

    /** Makes one that does not run yet, in another Cluster of the IDC than the Primary, as in {@code remote}. */
    public Workload(String name, String service, String idc, Api api, String cluster) {
        this.cluster = cluster;
        this.name = name;
        this.service = service;
        this.idc = idc;
        this.api = api;
    }

    /** Listens, on the same port as before if it did. */
    public synchronized Workload live() throws IOException {
        if (server == null) {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
            threads = Executors.newVirtualThreadPerTaskExecutor();
            started.setExecutor(threads);
            started.createContext("/", this::answer);
            started.start();
            port = started.getAddress().getPort();
            server = started;
        }
        return this;
    }

    /** Stops listening and breaks what is open, as a process that is killed; it stays registered. */
    public synchronized void die() {
        if (server != null && threads != null) {
            server.stop(0);
            threads.shutdownNow();
            server = null;
        }
    }

    /** Writes its WorkloadEntry; returns the revision. */
    public long register(String state) throws IOException {
        return register(state, "");
    }

    /** Writes its WorkloadEntry with more fields in its spec; returns the revision. */
    public synchronized long register(String state, String more) throws IOException {
        return api.write("workloads/" + name, """
                {"apiVersion":"spillway.io/v1","kind":"WorkloadEntry","metadata":{"name":"%s"},"spec":{"service":"%s",\
                "group":"default","cluster":"%s-%s","address":"127.0.0.1","port":%d,"state":"%s"%s}}
                """.formatted(name, service, idc, cluster, port, state, more));
    }

    /** Returns its name. */
    public String name() {
        return name;
    }

    /** Answers with this status from now on. */
    public void answerWith(int wanted) {
        status = wanted;
    }

    /** Takes so long for each answer from now on. */
    public void takeMillis(long millis) {
        delayMillis = millis;
    }

    /** Returns how many requests have reached it. */
    public int requests() {
        return requests.get();
    }

    /** Returns how many requests it holds. */
    public int held() {
        return held.get();
    }

    /** Lets the held requests be answered. */
    public void release() {
        release.countDown();
    }

    /** Lets one more tenth of a stream go. */
    public void nextPart() {
        parts.release();
    }

    /** Ends it and takes it out of the registry. */
    @Override
    public void close() throws IOException {
        die();
        api.delete("workloads/" + name);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        exchange.getResponseHeaders().set("x-served-by", name);
        exchange.getResponseHeaders().set("x-served-idc", idc);
        try (exchange; OutputStream out = exchange.getResponseBody()) {
            switch (exchange.getRequestURI().toString()) {
                case "/hold" -> {
                    held.incrementAndGet();
                    await(() -> release.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
                    held.decrementAndGet();
                    text(exchange, out);
                }
                case "/stream" -> stream(exchange, out, true);
                case "/stream?all" -> stream(exchange, out, false);
                default -> text(exchange, out);
            }
        }
    }

    private void text(HttpExchange exchange, OutputStream out) throws IOException {
        byte[] body = name.getBytes(StandardCharsets.UTF_8);
        await(() -> delayMillis == 0 || !never.tryAcquire(delayMillis, TimeUnit.MILLISECONDS));
        exchange.sendResponseHeaders(status, body.length);
        out.write(body);
    }

    private void stream(HttpExchange exchange, OutputStream out, boolean bits) throws IOException {
        exchange.sendResponseHeaders(200, STREAM_BYTES);
        for (int part = 0; part < PARTS; part++) {
            if (bits) {
                await(() -> parts.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
            out.write(new byte[STREAM_BYTES / PARTS]);
            out.flush();
        }
    }

    /** Waits for something. */
    private interface Awaited {
        boolean come() throws InterruptedException;
    }

    private static void await(Awaited awaited) throws IOException {
        try {
            if (!awaited.come()) {
                throw new IOException("not released within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
