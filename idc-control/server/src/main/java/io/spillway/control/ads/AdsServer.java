package io.spillway.control.ads;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;

/**
 * The one gRPC port of a control node. Handlers run on virtual threads and may block; clients may ping as often as each
 * second, and one that is gone without a word is noticed within 15 s.
 */
public final class AdsServer implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int MAX_MESSAGE = 64 * 1024 * 1024;

    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final Server server;

    /** Creates a server that does not listen yet. */
    public AdsServer(InetSocketAddress address, List<? extends BindableService> services) {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(address).executor(handlers)
                .maxInboundMessageSize(MAX_MESSAGE).permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true).keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(5, TimeUnit.SECONDS);
        services.forEach(service -> builder.addService(CheckedRequests.of(service.bindService())));
        this.server = builder.build();
    }

    /** Begins to listen. */
    public void start() throws IOException {
        server.start();
    }

    /** Returns the port that was taken. */
    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        // not shutdownNow: an interrupt in the middle of a registry write would break the registry's file channel
        handlers.shutdown();
    }
}
