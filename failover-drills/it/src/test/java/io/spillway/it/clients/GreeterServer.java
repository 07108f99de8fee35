package io.spillway.it.clients;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.spillway.devca.IdentityFiles;

import static org.assertj.core.api.Assertions.assertThat;

/** An instance of the service {@code greeter}. */
final class GreeterServer implements AutoCloseable {

    private final Server server;
    private final int port;
    private final AtomicInteger answered = new AtomicInteger();

    private GreeterServer(String name, int port, ServerCredentials credentials) throws IOException {
        this.server = NettyServerBuilder
                .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), credentials)
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
        return new GreeterServer(name, 0, InsecureServerCredentials.create());
    }

    /** Starts one where another has died. */
    static GreeterServer startOn(String name, int port) throws IOException {
        return new GreeterServer(name, port, InsecureServerCredentials.create());
    }

    /** Starts one that answers by itself where a gateway of another IDC should be, with a certificate that it was given. */
    static GreeterServer startInsteadOfAGateway(String name, int port, IdentityFiles own, Path trust)
            throws IOException {
        return new GreeterServer(name, port, TlsServerCredentials.newBuilder()
                .keyManager(own.certificate().toFile(), own.key().toFile()).trustManager(trust.toFile())
                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE).build());
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
