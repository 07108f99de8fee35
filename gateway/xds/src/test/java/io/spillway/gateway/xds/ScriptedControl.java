package io.spillway.gateway.xds;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.spillway.gateway.xds.stream.ControlAddress;
import io.spillway.gateway.xds.world.ResourceType;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A control plane that says exactly what the test tells it to say, over a real connection. */
final class ScriptedControl implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 10;

    private final BlockingQueue<Session> sessions = new LinkedBlockingQueue<>();
    private final Server server;

    private ScriptedControl(int port) throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .permitKeepAliveTime(10, TimeUnit.MILLISECONDS)
                .addService(new AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase() {
                    @Override
                    public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
                            StreamObserver<DeltaDiscoveryResponse> responses) {
                        Session session = new Session(responses);
                        sessions.add(session);
                        return session;
                    }
                })
                .build()
                .start();
    }

    static ScriptedControl start() throws IOException {
        return new ScriptedControl(0);
    }

    /**
     * Comes back on a port. A gateway that knocks on a port of the ephemeral range while nobody listens can be given that
     * very port for its own end and so talk to itself until it gives up: this waits for that.
     */
    static ScriptedControl startOn(int port) {
        AtomicReference<ScriptedControl> started = new AtomicReference<>();
        await("port " + port + " is free again").until(() -> {
            try {
                started.set(new ScriptedControl(port));
                return true;
            } catch (IOException e) {
                return false;
            }
        });
        return requireNonNull(started.get());
    }

    ControlAddress address() {
        return new ControlAddress("127.0.0.1", server.getPort());
    }

    Session awaitSession() throws InterruptedException {
        Session session = sessions.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(session).as("a stream to the control plane").isNotNull();
        return session;
    }

    boolean hasSession() {
        return !sessions.isEmpty();
    }

    /** Dies as a killed process does: every connection is cut. */
    @Override
    public void close() {
        try {
            server.shutdownNow().awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One stream. */
    static final class Session implements StreamObserver<DeltaDiscoveryRequest> {

        private final StreamObserver<DeltaDiscoveryResponse> responses;
        private final Map<String, BlockingQueue<DeltaDiscoveryRequest>> byType = new ConcurrentHashMap<>();
        private final List<DeltaDiscoveryRequest> all = new CopyOnWriteArrayList<>();
        private final AtomicInteger nonces = new AtomicInteger();

        private Session(StreamObserver<DeltaDiscoveryResponse> responses) {
            this.responses = responses;
        }

        /** Returns the next request of this type that was not awaited yet. */
        DeltaDiscoveryRequest await(ResourceType type) throws InterruptedException {
            return await(type.typeUrl());
        }

        DeltaDiscoveryRequest await(String typeUrl) throws InterruptedException {
            DeltaDiscoveryRequest request = queue(typeUrl).poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(request).as("a request for %s; all so far: %s", typeUrl, all).isNotNull();
            return request;
        }

        /** Returns all requests so far, in the order in which they came. */
        List<DeltaDiscoveryRequest> requests() {
            return all;
        }

        /** Sends resources and returns the nonce. */
        String give(ResourceType type, Resource... resources) {
            return send(DeltaDiscoveryResponse.newBuilder().setTypeUrl(type.typeUrl())
                    .addAllResources(List.of(resources)));
        }

        String remove(ResourceType type, String... names) {
            return send(DeltaDiscoveryResponse.newBuilder().setTypeUrl(type.typeUrl())
                    .addAllRemovedResources(List.of(names)));
        }

        String send(DeltaDiscoveryResponse.Builder response) {
            String nonce = "n" + nonces.incrementAndGet();
            responses.onNext(response.setNonce(nonce).build());
            return nonce;
        }

        /** Sends resources and checks that they are Acked. */
        void giveAcked(ResourceType type, Resource... resources) throws InterruptedException {
            assertAck(await(type, give(type, resources)));
        }

        /** Returns the answer to the response with this nonce; requests before it are passed over. */
        DeltaDiscoveryRequest await(ResourceType type, String nonce) throws InterruptedException {
            DeltaDiscoveryRequest request = await(type);
            while (!request.getResponseNonce().equals(nonce)) {
                request = await(type);
            }
            return request;
        }

        void end() {
            responses.onCompleted();
        }

        void fail(Status status) {
            responses.onError(status.asException());
        }

        /** Refuses the stream with that word on when to come back, as it stands in the trailers. */
        void refuse(String pushback) {
            Metadata trailers = new Metadata();
            trailers.put(Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER), pushback);
            responses.onError(Status.UNAVAILABLE.withDescription("too many at once").asException(trailers));
        }

        @Override
        public void onNext(DeltaDiscoveryRequest request) {
            all.add(request);
            queue(request.getTypeUrl()).add(request);
        }

        @Override
        public void onError(Throwable cause) {
            // The gateway went away; tests see that where they look for it.
        }

        @Override
        public void onCompleted() {
            responses.onCompleted();
        }

        private BlockingQueue<DeltaDiscoveryRequest> queue(String typeUrl) {
            return byType.computeIfAbsent(typeUrl, url -> new LinkedBlockingQueue<>());
        }

        static void assertAck(DeltaDiscoveryRequest request) {
            assertThat(request.hasErrorDetail()).as("Nack: %s", request.getErrorDetail().getMessage()).isFalse();
        }
    }
}
