package io.spillway.control.ads;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.spillway.control.node.DeltaClient;
import io.spillway.control.node.TestNode;
import io.spillway.control.snapshot.ResourceType;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** A raw state-of-the-world xDS client. */
final class WorldClient implements AutoCloseable {

    private final ManagedChannel channel;
    private final LinkedBlockingQueue<DiscoveryResponse> responses = new LinkedBlockingQueue<>();
    private final StreamObserver<DiscoveryRequest> requests;
    private @Nullable Node node;

    WorldClient(TestNode target, String name) {
        this(target, DeltaClient.node(name, "gateway", "idc-a"));
    }

    WorldClient(TestNode target, Node node) {
        this.channel = target.channel();
        this.node = node;
        this.requests = AggregatedDiscoveryServiceGrpc.newStub(channel).streamAggregatedResources(new Inbound());
    }

    void send(ResourceType type, String version, String nonce, String... names) {
        DiscoveryRequest.Builder request = DiscoveryRequest.newBuilder().setTypeUrl(type.typeUrl())
                .setVersionInfo(version).setResponseNonce(nonce).addAllResourceNames(List.of(names));
        if (node != null) {
            request.setNode(node);
            node = null;
        }
        requests.onNext(request.build());
    }

    void ack(DiscoveryResponse response, String... names) {
        requests.onNext(DiscoveryRequest.newBuilder().setTypeUrl(response.getTypeUrl())
                .setVersionInfo(response.getVersionInfo()).setResponseNonce(response.getNonce())
                .addAllResourceNames(List.of(names)).build());
    }

    void nack(DiscoveryResponse response, String version, String... names) {
        requests.onNext(DiscoveryRequest.newBuilder().setTypeUrl(response.getTypeUrl()).setVersionInfo(version)
                .setResponseNonce(response.getNonce()).addAllResourceNames(List.of(names))
                .setErrorDetail(Status.newBuilder().setCode(3).setMessage("no")).build());
    }

    DiscoveryResponse next(ResourceType type) throws InterruptedException {
        return next(type, 5_000);
    }

    DiscoveryResponse next(ResourceType type, long millis) throws InterruptedException {
        DiscoveryResponse response = responses.poll(millis, TimeUnit.MILLISECONDS);
        assertThat(response).as("a response of type %s", type).isNotNull();
        assertThat(response.getTypeUrl()).isEqualTo(type.typeUrl());
        return response;
    }

    void expectSilence() throws InterruptedException {
        assertThat(responses.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private final class Inbound implements StreamObserver<DiscoveryResponse> {

        @Override
        public void onNext(DiscoveryResponse response) {
            responses.add(response);
        }

        @Override
        public void onError(Throwable cause) {
            // the test sees it as a response that is missing
        }

        @Override
        public void onCompleted() {
            // as above
        }
    }
}
