package io.spillway.control.ads;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.spillway.control.node.DeltaClient;
import io.spillway.control.snapshot.Catalog;
import io.spillway.control.snapshot.CatalogBuilder;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.StateKeeper;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.time.Ticker;
import io.spillway.wire.xds.WorldDigest;
import io.spillway.wire.xds.XdsNames;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The line to another IDC is cut. Its registry-sync comes back and says one digest of what it held: it is sent what changed
 * meanwhile and nothing else. What nobody was seen to hold is refused, so that all versions are said.
 */
@Tag("slow")
class WorldReturnsTest {

    private static final ResourceType TYPE = ResourceType.SERVICE_ENTRY;
    private static final String UNHEARD = "00000000000000ff";

    private final AtomicReference<Catalog> catalog = new AtomicReference<>(services(Farewells.FEW));
    private final List<DeltaClient> clients = new ArrayList<>();
    private AdsService ads;
    private AdsServer server;

    @BeforeEach
    void start() throws IOException {
        ads = new AdsService("idc-a", catalog::get, List::of,
                new StateKeeper.Times(Ticker.system(), InstantSource.system()), Duration.ofSeconds(20),
                AdsObserver.NONE);
        server = new AdsServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of(ads));
        server.start();
    }

    @AfterEach
    void stop() {
        clients.forEach(DeltaClient::close);
        server.close();
        ads.close();
    }

    private static Catalog services(int many) {
        ControlState state = ControlState.empty();
        for (Resource service : IntStream.range(0, many).mapToObj(i -> "s-" + i)
                .map(name -> Resource.of(name, new ServiceSpec(List.of(name + ".test"), Map.of(),
                        ServiceSpec.DEFAULT_GROUPS, null, ServicePolicy.DEFAULTS, ServiceSpec.EXPORT_TO_ALL)))
                .toList()) {
            state = state.with(service);
        }
        return new CatalogBuilder("idc-a", () -> 1).build(state);
    }

    private DeltaClient client(String role, String idc, String world) {
        Node.Builder node = DeltaClient.node("sync-1", role, idc).toBuilder();
        if (!world.isEmpty()) {
            Struct.Builder metadata = node.getMetadata().toBuilder();
            node.setMetadata(metadata.putFields(XdsNames.NODE_WORLD,
                    Value.newBuilder().setStringValue(world).build()));
        }
        DeltaClient client = DeltaClient.on(
                NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build(), node.build());
        clients.add(client);
        client.subscribe(TYPE, "*");
        return client;
    }

    /** Holds everything, is cut off, and is gone. Returns the digest of what it held. */
    private String leaves(String role, String idc) throws Exception {
        DeltaClient client = client(role, idc, "");
        DeltaDiscoveryResponse all = client.take(TYPE);
        client.expectSilence();
        client.close();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> ads.dataPlanes().isEmpty());
        long digest = all.getResourcesList().stream()
                .mapToLong(one -> WorldDigest.of(one.getName(), one.getVersion())).reduce(0, (a, b) -> a ^ b);
        assertThat(all.getSystemVersionInfo()).as("what it says that it has told")
                .isEqualTo(WorldDigest.text(digest));
        return all.getSystemVersionInfo();
    }

    private void isAskedForVersions(DeltaClient client) throws Exception {
        assertThat(Status.fromThrowable(client.error()).getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    }

    @Test
    void whoComesBackWithAWorldThatIsKnownIsSentWhatChanged() throws Exception {
        String held = leaves("sync", "idc-b");
        catalog.set(services(Farewells.FEW + 1));
        DeltaDiscoveryResponse news = client("sync", "idc-b", held).take(TYPE);
        assertThat(DeltaClient.names(news)).containsExactly("s-" + Farewells.FEW);
        assertThat(news.getRemovedResourcesList()).isEmpty();
    }

    @Test
    void whatWentMeanwhileIsTakenAway() throws Exception {
        String held = leaves("sync", "idc-b");
        catalog.set(services(Farewells.FEW - 1));
        DeltaDiscoveryResponse news = client("sync", "idc-b", held).take(TYPE);
        assertThat(news.getResourcesList()).isEmpty();
        assertThat(news.getRemovedResourcesList()).containsExactly("s-" + (Farewells.FEW - 1));
    }

    @Test
    void aDigestThatNobodyOfThatIdcWasSeenToHoldIsRefused() throws Exception {
        String held = leaves("sync", "idc-b");
        isAskedForVersions(client("sync", "idc-b", UNHEARD));
        catalog.set(services(Farewells.FEW + 1));
        isAskedForVersions(client("sync", "idc-c", held));
    }

    /** Its control node was replaced, perhaps, and nothing has changed meanwhile: the new one has seen nobody leave. */
    @Test
    void whatStandsNowIsKnownToEveryNode() throws Exception {
        AtomicLong digest = new AtomicLong();
        services(Farewells.FEW).all(TYPE)
                .forEach((name, one) -> digest.accumulateAndGet(WorldDigest.of(name, one.version()),
                        (a, b) -> a ^ b));
        String held = WorldDigest.text(digest.get());
        DeltaDiscoveryResponse answer = client("sync", "idc-c", held).take(TYPE);
        assertThat(answer.getResourcesList()).isEmpty();
        assertThat(answer.getRemovedResourcesList()).isEmpty();
        assertThat(answer.getSystemVersionInfo()).isEqualTo(held);
        catalog.set(services(Farewells.FEW + 1));
        isAskedForVersions(client("sync", "idc-c", held));
    }

    /** What it costs when something has changed, and no node that lives has seen it leave. */
    @Test
    void allVersionsOfFiveThousandServicesAreAHundredAndSeventyThousandOctets() {
        DeltaDiscoveryRequest.Builder all = DeltaDiscoveryRequest.newBuilder();
        services(5_000).all(TYPE).forEach((name, one) -> all.putInitialResourceVersions("service-" + name.substring(2),
                one.version()));
        assertThat(all.build().getSerializedSize()).isBetween(160_000, 180_000);
    }

    @Test
    void nothingIsRememberedOfASmallWorldNorOfMoreThanSixteen() throws Exception {
        catalog.set(services(Farewells.FEW - 1));
        String small = leaves("sync", "idc-b");
        catalog.set(services(Farewells.FEW));
        isAskedForVersions(client("sync", "idc-b", small));
        String first = "";
        for (int i = 0; i <= Farewells.REMEMBERED; i++) {
            catalog.set(services(Farewells.FEW + i));
            String held = leaves("sync", "idc-b");
            first = first.isEmpty() ? held : first;
        }
        isAskedForVersions(client("sync", "idc-b", first));
    }
}
