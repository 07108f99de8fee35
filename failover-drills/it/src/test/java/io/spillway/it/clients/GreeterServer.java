package io.spillway.it.clients;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;

import static org.assertj.core.api.Assertions.assertThat;

/** An instance of the service {@code greeter}. */
final class GreeterServer implements AutoCloseable {

    private final Server server;
    private final int port;
    private final AtomicInteger answered = new AtomicInteger();

    private GreeterServer(String name, int port) throws IOException {
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .addService(ServerServiceDefinition.builder(Calls.SERVICE)
                        .addMethod(Calls.WHO, ServerCalls.asyncUnaryCall((_, client) -> {
                            answered.incrementAndGet();
                            client.onNext(name);
                            client.onCompleted();
                        })).build())
                .build().start();
        this.port = server.getPort();
    }

    /** Starts one that says this name. */
    static GreeterServer start(String name) throws IOException {
        return new GreeterServer(name, 0);
    }

    /** Starts one where another has died. */
    static GreeterServer startOn(String name, int port) throws IOException {
        return new GreeterServer(name, port);
    }

    int port() {
        return port;
    }

    int answered() {
        return answered.get();
    }

    /** Dies as the process of an instance does: from now on its port refuses. */
    void die() {
        server.shutdownNow();
        try {
            assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).as("the server is gone").isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        die();
    }
}
