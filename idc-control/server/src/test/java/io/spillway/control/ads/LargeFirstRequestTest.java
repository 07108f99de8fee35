package io.spillway.control.ads;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.spillway.control.snapshot.Catalog;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import io.spillway.control.state.StateKeeper;
import io.spillway.model.time.Ticker;
import io.spillway.wire.xds.XdsNames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** Clients that name hundreds of resources at first, or come back with them, get what they lack and nothing else. */
@Tag("slow")
class LargeFirstRequestTest {

    private static final int MANY = 3 * Backlog.HEAVY;

    private volatile Catalog catalog = catalog(MANY);
    private final AdsService ads = new AdsService("idc-a", () -> requireNonNull(catalog), List::of,
            new StateKeeper.Times(Ticker.system(), InstantSource.system()), Duration.ofSeconds(10), AdsObserver.NONE);
    private final AdsServer server = new AdsServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            List.of(ads));

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void stop() {
        ads.close();
        server.close();
    }

    @Test
    void everyNameIsAnsweredOnceAlsoThoseThatDoNotExist() throws Exception {
        try (Client client = new Client(server.port())) {
            client.ask(names(MANY + 10), Map.of());
            DeltaDiscoveryResponse all = client.take();
            assertThat(all.getResourcesList()).extracting(Resource::getName)
                    .containsExactlyInAnyOrderElementsOf(names(MANY));
            assertThat(all.getRemovedResourcesList())
                    .containsExactlyInAnyOrderElementsOf(names(MANY + 10).subList(MANY, MANY + 10));
            client.ack(all);
            client.silence();
        }
    }

    @Test
    void whoComesBackGetsOnlyWhatItLacks() throws Exception {
        Map<String, String> held = new HashMap<>();
        for (String name : names(MANY)) {
            held.put(name, requireNonNull(catalog.get(ResourceType.ENDPOINT, name)).version());
        }
        held.put("s-1/default", "older");
        held.put("gone/default", "1");
        held.remove("s-2/default");
        List<String> wanted = IntStream.range(0, MANY + 1)
                .mapToObj(i -> i == MANY ? "gone/default" : "s-" + i + "/default").toList();
        try (Client client = new Client(server.port())) {
            client.ask(wanted, held);
            DeltaDiscoveryResponse lacking = client.take();
            assertThat(lacking.getResourcesList()).extracting(Resource::getName)
                    .containsExactlyInAnyOrder("s-1/default", "s-2/default");
            assertThat(lacking.getRemovedResourcesList()).containsExactly("gone/default");
            client.ack(lacking);
            client.silence();
        }
    }

    @Test
    void whoHoldsAllOfItGetsNothing() throws Exception {
        Map<String, String> held = new HashMap<>();
        for (String name : names(MANY)) {
            held.put(name, requireNonNull(catalog.get(ResourceType.ENDPOINT, name)).version());
        }
        try (Client client = new Client(server.port())) {
            client.ask(names(MANY), held);
            client.silence();
        }
    }

    @Test
    void hundredsAtOnceAllGetEverything() throws Exception {
        List<Client> clients = IntStream.range(0, 60).mapToObj(_ -> new Client(server.port())).toList();
        try {
            clients.forEach(client -> client.ask(names(MANY), Map.of()));
            for (Client client : clients) {
                DeltaDiscoveryResponse all = client.take();
                assertThat(all.getResourcesCount()).isEqualTo(MANY);
                client.ack(all);
            }
        } finally {
            clients.forEach(Client::close);
        }
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "s-" + i + "/default").toList();
    }

    private static Catalog catalog(int count) {
        Catalog all = Catalog.empty();
        for (String name : names(count)) {
            all = all.with(ResourceType.ENDPOINT, Versioned.of(ResourceType.ENDPOINT, name,
                    ClusterLoadAssignment.newBuilder().setClusterName(name).build()));
        }
        return all;
    }

    private static final class Client implements StreamObserver<DeltaDiscoveryResponse>, AutoCloseable {

        private static final Node NODE = Node.newBuilder().setId("gw")
                .setLocality(Locality.newBuilder().setZone("idc-a")).setMetadata(Struct.newBuilder().putFields(
                        XdsNames.NODE_ROLE, Value.newBuilder().setStringValue(XdsNames.ROLE_GATEWAY).build()))
                .build();
        private static int numbers;

        private final BlockingQueue<DeltaDiscoveryResponse> responses = new LinkedBlockingQueue<>();
        private final ManagedChannel channel;
        private final StreamObserver<DeltaDiscoveryRequest> requests;

        Client(int port) {
            channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
            requests = AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(this);
        }

        void ask(List<String> names, Map<String, String> held) {
            requests.onNext(DeltaDiscoveryRequest.newBuilder()
                    .setNode(NODE.toBuilder().setId("gw-" + numbers++))
                    .setTypeUrl(ResourceType.ENDPOINT.typeUrl()).addAllResourceNamesSubscribe(names)
                    .putAllInitialResourceVersions(held).build());
        }

        DeltaDiscoveryResponse take() throws InterruptedException {
            DeltaDiscoveryResponse response = responses.poll(20, TimeUnit.SECONDS);
            assertThat(response).as("a response").isNotNull();
            return requireNonNull(response);
        }

        void ack(DeltaDiscoveryResponse response) {
            requests.onNext(DeltaDiscoveryRequest.newBuilder().setTypeUrl(ResourceType.ENDPOINT.typeUrl())
                    .setResponseNonce(response.getNonce()).build());
        }

        /** What it asks now is the next thing that is answered. */
        void silence() throws InterruptedException {
            requests.onNext(DeltaDiscoveryRequest.newBuilder().setTypeUrl(ResourceType.ENDPOINT.typeUrl())
                    .addResourceNamesSubscribe("asked-last").build());
            DeltaDiscoveryResponse next = take();
            assertThat(next.getRemovedResourcesList()).containsExactly("asked-last");
            assertThat(next.getResourcesList()).isEmpty();
        }

        @Override
        public void onNext(DeltaDiscoveryResponse response) {
            responses.add(response);
        }

        @Override
        public void onError(Throwable cause) {
            // the end of the test
        }

        @Override
        public void onCompleted() {
            // the end of the test
        }

        @Override
        public void close() {
            channel.shutdownNow();
        }
    }
}
