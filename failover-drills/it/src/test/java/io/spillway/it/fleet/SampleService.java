package io.spillway.it.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;

/** A service that says who answered; stopping it is the death of the process: its port refuses. */
public final class SampleService implements AutoCloseable {

    private final HttpServer server;
    private final AtomicInteger answered = new AtomicInteger();

    private SampleService(String idc, int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            answered.incrementAndGet();
            byte[] body = ("{\"service\":\"orders\",\"idc\":\"" + idc + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("x-served-idc", idc);
            String cluster = exchange.getRequestHeaders().getFirst("x-spillway-cluster");
            exchange.getResponseHeaders().set("x-seen-cluster", cluster == null ? "" : cluster);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** Starts an instance in an IDC on a free port. */
    public static SampleService start(String idc) throws IOException {
        return new SampleService(idc, 0);
    }

    /** Starts an instance on this port. */
    public static SampleService startOn(String idc, int port) throws IOException {
        return new SampleService(idc, port);
    }

    /** Returns the port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Returns how many requests it answered. */
    public int answered() {
        return answered.get();
    }

    /** Dies as the process of an instance does: from now on its port refuses. */
    public void die() {
        server.stop(0);
    }

    @Override
    public void close() {
        die();
    }
}
