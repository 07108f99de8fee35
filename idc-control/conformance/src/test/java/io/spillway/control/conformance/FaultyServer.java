package io.spillway.control.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/**
 * A server in front of a sound one, with a fault in every stream. Both directions of a stream take its lock, for they come by
 * two threads.
 */
final class FaultyServer extends AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase
        implements
            AutoCloseable {

    private static final int LARGEST = 64 * 1024 * 1024;

    private final ManagedChannel channel;
    private final AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceStub sound;
    private final Supplier<Fault> faults;
    private final Server server;

    FaultyServer(int soundPort, Supplier<Fault> faults) throws IOException {
        this.channel = NettyChannelBuilder.forAddress("127.0.0.1", soundPort).usePlaintext()
                .maxInboundMessageSize(LARGEST).build();
        this.sound = AggregatedDiscoveryServiceGrpc.newStub(channel);
        this.faults = faults;
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .maxInboundMessageSize(LARGEST).addService(this).build().start();
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
        channel.shutdownNow();
    }

    @Override
    public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
            StreamObserver<DeltaDiscoveryResponse> client) {
        Fault fault = faults.get();
        tolerateCancellation(client);
        StreamObserver<DeltaDiscoveryResponse> down = new Wire<>(client,
                response -> fault.response(response).forEach(client::onNext),
                fault);
        StreamObserver<DeltaDiscoveryRequest> server = sound.deltaAggregatedResources(down);
        return new Wire<>(server, request -> {
            fault.request(request).forEach(server::onNext);
            fault.unasked().forEach(client::onNext);
        }, fault);
    }

    @Override
    public StreamObserver<DiscoveryRequest> streamAggregatedResources(StreamObserver<DiscoveryResponse> client) {
        Fault fault = faults.get();
        tolerateCancellation(client);
        StreamObserver<DiscoveryResponse> down = new Wire<>(client,
                response -> fault.response(response).forEach(client::onNext),
                fault);
        StreamObserver<DiscoveryRequest> server = sound.streamAggregatedResources(down);
        return new Wire<>(server, request -> {
            fault.request(request).forEach(server::onNext);
            fault.unaskedWorlds().forEach(client::onNext);
        }, fault);
    }

    /** A response after the client is gone is dropped. */
    private static void tolerateCancellation(StreamObserver<?> client) {
        if (client instanceof ServerCallStreamObserver<?> call) {
            call.setOnCancelHandler(() -> {});
        }
    }

    /** What to do with a message. */
    @FunctionalInterface
    private interface Passing<M> {

        void pass(M message);
    }

    /** One direction of a stream. */
    private static final class Wire<M, T> implements StreamObserver<M> {

        private final StreamObserver<T> target;
        private final Passing<M> passing;
        private final Fault lock;

        Wire(StreamObserver<T> target, Passing<M> passing, Fault lock) {
            this.target = target;
            this.passing = passing;
            this.lock = lock;
        }

        @Override
        public void onNext(M message) {
            synchronized (lock) {
                passing.pass(message);
            }
        }

        @Override
        public void onError(Throwable cause) {
            synchronized (lock) {
                target.onError(cause);
            }
        }

        @Override
        public void onCompleted() {
            synchronized (lock) {
                target.onCompleted();
            }
        }
    }
}
