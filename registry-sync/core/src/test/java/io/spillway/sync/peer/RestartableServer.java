package io.spillway.sync.peer;

import java.io.IOException;
import java.io.UncheckedIOException;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.SslContext;
import io.spillway.process.config.HostPort;
import org.jspecify.annotations.Nullable;

/** A process with one gRPC service that dies and comes back on the same port. Guarded by itself. */
abstract class RestartableServer implements AutoCloseable {

    private @Nullable Server server;
    private int port;
    private final @Nullable SslContext tls;

    RestartableServer(@Nullable SslContext tls) {
        this.tls = tls;
    }

    /** Returns what a process that starts serves. */
    abstract BindableService service();

    HostPort address() {
        return new HostPort("127.0.0.1", port);
    }

    final synchronized void start() {
        try {
            NettyServerBuilder builder = NettyServerBuilder.forPort(port).addService(service());
            Server started = (tls == null ? builder : builder.sslContext(tls)).build().start();
            port = started.getPort();
            server = started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forgets what a process forgets when it dies; called with the lock held. */
    abstract void forget();

    /** The process dies. */
    final void stop() {
        Server running;
        synchronized (this) {
            running = server;
            server = null;
            forget();
        }
        if (running != null) {
            running.shutdownNow();
            try {
                running.awaitTermination();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public final void close() {
        stop();
    }
}
