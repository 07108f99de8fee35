package io.spillway.control.ads;

import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.endpoint.v3.EndpointDiscoveryServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.spillway.control.node.DeltaClient;
import io.spillway.control.node.TestNode;
import io.spillway.control.snapshot.ResourceType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A stream of one type's own service: it needs not name its type, and may name no other. */
@Tag("slow")
class SeparateStreamsTest {

    private final LinkedBlockingQueue<Object> came = new LinkedBlockingQueue<>();

    @TempDir
    Path folder;
    private TestNode node;
    private ManagedChannel channel;
    private StreamObserver<DeltaDiscoveryRequest> requests;

    @BeforeEach
    void start() throws Exception {
        node = TestNode.start(folder).withOrders();
        channel = node.channel();
        requests = EndpointDiscoveryServiceGrpc.newStub(channel).deltaEndpoints(new StreamObserver<>() {
            @Override
            public void onNext(DeltaDiscoveryResponse response) {
                came.add(response);
            }

            @Override
            public void onError(Throwable cause) {
                came.add(Status.fromThrowable(cause));
            }

            @Override
            public void onCompleted() {
                came.add(Status.OK);
            }
        });
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        node.close();
    }

    private static DeltaDiscoveryRequest.Builder endpoints() {
        return DeltaDiscoveryRequest.newBuilder().setNode(DeltaClient.node("envoy-1", "", "idc-a"))
                .addResourceNamesSubscribe("orders/default");
    }

    private @Nullable Object next() throws InterruptedException {
        return came.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void theTypeIsThatOfTheServiceWhetherItIsNamedOrNot() throws Exception {
        requests.onNext(endpoints().build());
        assertThat(next()).isInstanceOfSatisfying(DeltaDiscoveryResponse.class, response -> {
            assertThat(response.getTypeUrl()).isEqualTo(ResourceType.ENDPOINT.typeUrl());
            assertThat(DeltaClient.names(response)).containsExactly("orders/default");
            requests.onNext(DeltaDiscoveryRequest.newBuilder().setTypeUrl(ResourceType.ENDPOINT.typeUrl())
                    .setResponseNonce(response.getNonce()).addResourceNamesSubscribe("orders/default@local").build());
        });
        assertThat(next()).isInstanceOfSatisfying(DeltaDiscoveryResponse.class,
                response -> assertThat(DeltaClient.names(response)).containsExactly("orders/default@local"));
    }

    @Test
    void anotherTypeEndsTheStreamAndSaysWhich() throws Exception {
        requests.onNext(endpoints().setTypeUrl(ResourceType.CLUSTER.typeUrl()).build());
        assertThat(next()).isInstanceOfSatisfying(Status.class, status -> {
            assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(status.getDescription()).isEqualTo("type_url: \"" + ResourceType.CLUSTER.typeUrl()
                    + "\" (expected: " + ResourceType.ENDPOINT.typeUrl() + ", the type of this service, or nothing)");
        });
    }
}
