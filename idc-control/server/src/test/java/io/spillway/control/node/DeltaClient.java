package io.spillway.control.node;

import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.spillway.control.snapshot.ResourceType;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** A raw delta xDS client: says exactly what a test tells it to, and shows exactly what came. */
public final class DeltaClient implements AutoCloseable {

    private final ManagedChannel channel;
    private final LinkedBlockingQueue<DeltaDiscoveryResponse> responses = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
    private final StreamObserver<DeltaDiscoveryRequest> requests;
    private @Nullable Node node;

    private DeltaClient(ManagedChannel channel, Node node) {
        this.channel = channel;
        this.node = node;
        this.requests = AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(new Inbound());
    }

    public static DeltaClient gateway(TestNode target, String name) {
        return new DeltaClient(target.channel(), node(name, "gateway", "idc-a"));
    }

    public static DeltaClient as(TestNode target, Node node) {
        return new DeltaClient(target.channel(), node);
    }

    public static DeltaClient on(ManagedChannel channel, Node node) {
        return new DeltaClient(channel, node);
    }

    public static Node node(String name, String role, String idc) {
        Struct listeners = Struct.newBuilder()
                .putFields("entrance", Value.newBuilder().setStringValue("127.0.0.1:8080").build())
                .putFields("crossing", Value.newBuilder().setStringValue("127.0.0.1:8081").build()).build();
        return Node.newBuilder().setId(name).setCluster("gateway").setLocality(Locality.newBuilder().setZone(idc))
                .setMetadata(Struct.newBuilder().putFields("role", Value.newBuilder().setStringValue(role).build())
                        .putFields("listeners", Value.newBuilder().setStructValue(listeners).build()))
                .build();
    }

    public void subscribe(ResourceType type, String... names) {
        send(DeltaDiscoveryRequest.newBuilder().setTypeUrl(type.typeUrl())
                .addAllResourceNamesSubscribe(List.of(names)));
    }

    public void resume(ResourceType type, Map<String, String> versions, String... names) {
        send(DeltaDiscoveryRequest.newBuilder().setTypeUrl(type.typeUrl()).addAllResourceNamesSubscribe(List.of(names))
                .putAllInitialResourceVersions(versions));
    }

    public void unsubscribe(ResourceType type, String... names) {
        send(DeltaDiscoveryRequest.newBuilder().setTypeUrl(type.typeUrl())
                .addAllResourceNamesUnsubscribe(List.of(names)));
    }

    public void ack(DeltaDiscoveryResponse response) {
        send(DeltaDiscoveryRequest.newBuilder().setTypeUrl(response.getTypeUrl())
                .setResponseNonce(response.getNonce()));
    }

    public void nack(DeltaDiscoveryResponse response, String why) {
        send(DeltaDiscoveryRequest.newBuilder().setTypeUrl(response.getTypeUrl())
                .setResponseNonce(response.getNonce()).setErrorDetail(Status.newBuilder().setCode(3).setMessage(why)));
    }

    public void send(DeltaDiscoveryRequest.Builder request) {
        if (node != null) {
            request.setNode(node);
            node = null;
        }
        requests.onNext(request.build());
    }

    /** Returns the next response, which must be of that type. */
    public DeltaDiscoveryResponse next(ResourceType type) throws InterruptedException {
        DeltaDiscoveryResponse response = responses.poll(20, TimeUnit.SECONDS);
        assertThat(response).as("a response of type %s; errors: %s", type, errors).isNotNull();
        assertThat(response.getTypeUrl()).isEqualTo(type.typeUrl());
        return response;
    }

    /** Returns the next response after Acking it. */
    public DeltaDiscoveryResponse take(ResourceType type) throws InterruptedException {
        DeltaDiscoveryResponse response = next(type);
        ack(response);
        return response;
    }

    /** Nothing must come for a while. */
    public void expectSilence() throws InterruptedException {
        assertThat(responses.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }

    public @Nullable DeltaDiscoveryResponse poll(long millis) throws InterruptedException {
        return responses.poll(millis, TimeUnit.MILLISECONDS);
    }

    public Throwable error() throws InterruptedException {
        Throwable error = errors.poll(20, TimeUnit.SECONDS);
        assertThat(error).isNotNull();
        return error;
    }

    public static List<String> names(DeltaDiscoveryResponse response) {
        return response.getResourcesList().stream().map(Resource::getName).sorted().toList();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private final class Inbound implements StreamObserver<DeltaDiscoveryResponse> {

        @Override
        public void onNext(DeltaDiscoveryResponse response) {
            responses.add(response);
        }

        @Override
        public void onError(Throwable cause) {
            errors.add(cause);
        }

        @Override
        public void onCompleted() {
            errors.add(new IllegalStateException("completed"));
        }
    }
}
