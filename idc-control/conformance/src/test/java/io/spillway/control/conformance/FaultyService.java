package io.spillway.control.conformance;

import java.util.function.Supplier;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** A service with a fault in every stream. Both directions of a stream take its lock, for they come by two threads. */
final class FaultyService extends AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase {

    private final AggregatedDiscoveryServiceGrpc.AsyncService sound;
    private final Supplier<Fault> faults;

    FaultyService(AggregatedDiscoveryServiceGrpc.AsyncService sound, Supplier<Fault> faults) {
        this.sound = sound;
        this.faults = faults;
    }

    @Override
    public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
            StreamObserver<DeltaDiscoveryResponse> client) {
        Fault fault = faults.get();
        tolerateCancellation(client);
        StreamObserver<DeltaDiscoveryResponse> down = new Wire<>(client,
                response -> fault.response(asRead(response, DeltaDiscoveryResponse.parser())).forEach(client::onNext),
                fault);
        StreamObserver<DeltaDiscoveryRequest> server = sound.deltaAggregatedResources(down);
        return new Wire<>(server, request -> {
            fault.request(request).forEach(server::onNext);
            fault.unasked().forEach(client::onNext);
        }, fault);
    }

    /** The sound service hands over bytes that are encoded already: fields that only its client sees. */
    private static <M extends Message> M asRead(M response, Parser<M> parser) {
        try {
            return parser.parseFrom(response.toByteString());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the service wrote what nobody can read", e);
        }
    }

    @Override
    public StreamObserver<DiscoveryRequest> streamAggregatedResources(StreamObserver<DiscoveryResponse> client) {
        Fault fault = faults.get();
        tolerateCancellation(client);
        StreamObserver<DiscoveryResponse> down = new Wire<>(client,
                response -> fault.response(asRead(response, DiscoveryResponse.parser())).forEach(client::onNext),
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
