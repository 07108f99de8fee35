package io.spillway.control.ads;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/**
 * A delta xDS client that Acks whatever comes. It stands for gateways and peers while a control plane rehearses. Made, used
 * and closed by the rehearsal's thread; answers are given on gRPC's.
 */
public final class RehearsalClient implements AutoCloseable {

    private static final List<String> EVERYTHING = List.of("*");
    private static final List<String> ROUTES = List.of(XdsNames.ROUTE_ENTRANCE, XdsNames.ROUTE_CROSSING,
            XdsNames.ROUTE_LOCAL);

    private final ManagedChannel channel;
    private final StreamObserver<DeltaDiscoveryRequest> requests;
    private final Semaphore answered = new Semaphore(0);

    /** Connects as a node of that role and IDC, and subscribes everything of the types; {@code tls} is the server's own. */
    public RehearsalClient(int port, @Nullable AdsTls tls, String role, String idc, List<ResourceType> types) {
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress("127.0.0.1", port);
        if (tls == null) {
            builder.usePlaintext();
        } else {
            tls.secure(builder);
        }
        this.channel = builder.build();
        this.requests = AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(new Answers());
        Node node = Node.newBuilder().setId("rehearsal-" + role).setCluster(role)
                .setLocality(Locality.newBuilder().setZone(idc)).setMetadata(Struct.newBuilder()
                        .putFields(XdsNames.NODE_ROLE, Value.newBuilder().setStringValue(role).build()))
                .build();
        for (ResourceType type : types) {
            send(DeltaDiscoveryRequest.newBuilder().setNode(node).setTypeUrl(type.typeUrl())
                    .addAllResourceNamesSubscribe(type == ResourceType.ROUTE ? ROUTES : EVERYTHING).build());
        }
    }

    /** Both this thread and gRPC's write to the stream, which takes one at a time. */
    private void send(DeltaDiscoveryRequest request) {
        synchronized (requests) {
            requests.onNext(request);
        }
    }

    /** Waits for a response and takes all that have come; false when none came in time, or when the stream has ended. */
    public boolean await(long millis) {
        try {
            boolean came = answered.tryAcquire(millis, TimeUnit.MILLISECONDS);
            answered.drainPermits();
            return came;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private final class Answers implements StreamObserver<DeltaDiscoveryResponse> {

        @Override
        public void onNext(DeltaDiscoveryResponse response) {
            send(DeltaDiscoveryRequest.newBuilder().setTypeUrl(response.getTypeUrl())
                    .setResponseNonce(response.getNonce()).build());
            answered.release();
        }

        @Override
        public void onError(Throwable cause) {
            // A rehearsal that is cut short costs some milliseconds later, nothing else.
        }

        @Override
        public void onCompleted() {
            // as above
        }
    }
}
