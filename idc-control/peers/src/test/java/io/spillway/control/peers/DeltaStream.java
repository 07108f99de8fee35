package io.spillway.control.peers;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;

import static org.assertj.core.api.Assertions.assertThat;

/** One delta ADS stream that Acks what it takes. */
final class DeltaStream implements AutoCloseable, StreamObserver<DeltaDiscoveryResponse> {
    private final ManagedChannel channel;
    private final StreamObserver<DeltaDiscoveryRequest> requests;
    private final BlockingQueue<DeltaDiscoveryResponse> responses = new LinkedBlockingQueue<>();

    DeltaStream(int port) {
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        requests = AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(this);
    }

    void subscribe(String typeUrl, String... names) {
        requests.onNext(DeltaDiscoveryRequest.newBuilder().setNode(Node.newBuilder().setId("a"))
                .setTypeUrl(typeUrl).addAllResourceNamesSubscribe(List.of(names)).build());
    }

    DeltaDiscoveryResponse take() throws InterruptedException {
        DeltaDiscoveryResponse response = responses.poll(20, TimeUnit.SECONDS);
        assertThat(response).as("a response within 20 s").isNotNull();
        requests.onNext(DeltaDiscoveryRequest.newBuilder().setTypeUrl(response.getTypeUrl())
                .setResponseNonce(response.getNonce()).build());
        return response;
    }

    @Override
    public void onNext(DeltaDiscoveryResponse response) {
        responses.add(response);
    }

    @Override
    public void onError(Throwable cause) {}

    @Override
    public void onCompleted() {}

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
