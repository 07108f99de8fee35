package io.spillway.control.ads;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.spillway.control.snapshot.Catalog;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.state.StateKeeper;
import io.spillway.model.time.Ticker;
import io.spillway.wire.xds.XdsNames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Clients beyond a limit get a status that says which, are counted, and cost the others nothing. */
@Tag("slow")
class LimitsTest {

    private final BlockingQueue<String> refused = new LinkedBlockingQueue<>();
    private final AdsObserver observer = new AdsObserver() {
        @Override
        public void refused(String reason) {
            refused.add(reason);
        }
    };
    private final AdsService ads = new AdsService("idc-a", Catalog::empty, List::of,
            new StateKeeper.Times(Ticker.system(), InstantSource.system()),
            new AdsService.Bounds(Duration.ofSeconds(10), new AdsLimits(6, 2, 8, 3)), observer);
    private final AdsServer server = started(new AdsServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of(ads), observer));
    private final ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext()
            .build();

    private static AdsServer started(AdsServer server) {
        try {
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        ads.close();
        server.close();
    }

    @Test
    void theNewestStreamOfANodeWinsOverOneThatMayBeHalfOpen() throws Exception {
        Client first = new Client("gw-1", "a/default");
        first.answered();
        Client second = new Client("gw-1", "a/default");
        second.answered();
        Client third = new Client("gw-1", "a/default");
        third.answered();
        assertThat(first.ended().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(first.ended().getDescription()).contains("gw-1").contains("2 at most");
        await().untilAsserted(() -> assertThat(refused).containsExactly("node-streams"));
        second.subscribe("b/default");
        second.answered();
    }

    @Test
    void tooManyNamesEndTheStreamThatAskedForThem() throws Exception {
        Client honest = new Client("gw-1", "a/default");
        honest.answered();
        Client greedy = new Client("gw-2", "a/default", "b/default");
        greedy.answered();
        greedy.subscribe("a/default", "b/default", "c/default");
        greedy.answered();
        greedy.subscribe("d/default");
        assertThat(greedy.ended().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(greedy.ended().getDescription()).isEqualTo("EDS: 4 names subscribed (expected: 3 at most)");
        await().untilAsserted(() -> assertThat(refused).containsExactly("names"));
        honest.subscribe("b/default");
        honest.answered();
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedBySizeAndCounted() throws Exception {
        Client honest = new Client("gw-1", "a/default");
        honest.answered();
        Client large = new Client("gw-2", "a/default");
        large.answered();
        large.subscribe("x".repeat(65 * 1024 * 1024));
        assertThat(large.ended().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(large.ended().getDescription()).contains("67108864");
        assertThat(refused.poll(20, TimeUnit.SECONDS)).isEqualTo("message");
        honest.subscribe("b/default");
        honest.answered();
        assertThat(refused).isEmpty();
    }

    @Test
    void aFullNodeRefuses() throws Exception {
        for (int i = 0; i < 6; i++) {
            new Client("gw-" + i, "a/default").answered();
        }
        Client late = new Client("gw-late", "a/default");
        assertThat(late.ended().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(late.ended().getDescription()).isEqualTo("6 streams (expected: 6 at most)");
        await().untilAsserted(() -> assertThat(refused).containsExactly("streams"));
    }

    @Test
    void aboveTheRateTheAdviceIsInTheTrailers() throws Exception {
        Metadata.Key<String> pushback = Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);
        String told = null;
        Status end = Status.OK;
        for (int i = 0; i < 200 && told == null; i++) {
            Client client = new Client("gw-" + i, "a/default");
            client.requests.onCompleted();
            end = client.ended();
            told = client.trailers.get(pushback);
        }
        assertThat(end.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(told).as("after 200 streams in a row").isNotNull();
        assertThat(Integer.parseInt(requireNonNull(told))).isBetween(100, 30_100);
        assertThat(refused).containsOnly("rate");
    }

    private final class Client implements StreamObserver<DeltaDiscoveryResponse> {
        private final BlockingQueue<DeltaDiscoveryResponse> responses = new LinkedBlockingQueue<>();
        private final BlockingQueue<Status> end = new LinkedBlockingQueue<>();
        private final StreamObserver<DeltaDiscoveryRequest> requests;
        private volatile Metadata trailers = new Metadata();

        Client(String node, String... names) {
            requests = AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(this);
            requests.onNext(request(names).toBuilder().setNode(Node.newBuilder().setId(node)
                    .setLocality(io.envoyproxy.envoy.config.core.v3.Locality.newBuilder().setZone("idc-a"))
                    .setMetadata(Struct.newBuilder().putFields(XdsNames.NODE_ROLE,
                            Value.newBuilder().setStringValue(XdsNames.ROLE_GATEWAY).build())))
                    .build());
        }

        void subscribe(String... names) {
            requests.onNext(request(names));
        }

        private static DeltaDiscoveryRequest request(String... names) {
            return DeltaDiscoveryRequest.newBuilder().setTypeUrl(ResourceType.ENDPOINT.typeUrl())
                    .addAllResourceNamesSubscribe(List.of(names)).build();
        }

        void answered() throws InterruptedException {
            DeltaDiscoveryResponse response = responses.poll(20, TimeUnit.SECONDS);
            assertThat(response).as("a response; the stream ended with %s", end).isNotNull();
            requests.onNext(DeltaDiscoveryRequest.newBuilder().setTypeUrl(ResourceType.ENDPOINT.typeUrl())
                    .setResponseNonce(requireNonNull(response).getNonce()).build());
        }

        Status ended() throws InterruptedException {
            Status status = end.poll(20, TimeUnit.SECONDS);
            assertThat(status).as("the end of the stream").isNotNull();
            end.add(requireNonNull(status));
            return status;
        }

        @Override
        public void onNext(DeltaDiscoveryResponse response) {
            responses.add(response);
        }

        @Override
        public void onError(Throwable cause) {
            Metadata told = Status.trailersFromThrowable(cause);
            trailers = told == null ? new Metadata() : told;
            end.add(Status.fromThrowable(cause));
        }

        @Override
        public void onCompleted() {
            end.add(Status.OK);
        }
    }
}
