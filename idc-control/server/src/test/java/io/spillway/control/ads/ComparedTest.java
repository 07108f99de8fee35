package io.spillway.control.ads;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.grpc.netty.NettyChannelBuilder;
import io.spillway.control.node.DeltaClient;
import io.spillway.control.service.StatusReport.DataPlaneView;
import io.spillway.control.service.StatusReport.SyncState;
import io.spillway.control.snapshot.Catalog;
import io.spillway.control.snapshot.CatalogChange;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import io.spillway.control.state.StateKeeper;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a client has is compared with the newest catalog, of which its stream may not know yet. */
@Tag("slow")
class ComparedTest {

    private static final String NAME = "orders/default";

    private volatile Catalog catalog = catalog(1);
    private final AtomicBoolean publishing = new AtomicBoolean();
    private final AdsService ads = new AdsService("idc-a", this::newest, List::of,
            new StateKeeper.Times(Ticker.system(), InstantSource.system()), Duration.ofSeconds(10), AdsObserver.NONE);
    private final AdsServer server = new AdsServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            List.of(ads));

    private static Catalog catalog(int priority) {
        return Catalog.empty().with(ResourceType.ENDPOINT, Versioned.of(ResourceType.ENDPOINT, NAME,
                ClusterLoadAssignment.newBuilder().setClusterName(NAME)
                        .addEndpoints(LocalityLbEndpoints.newBuilder().setPriority(priority)).build()));
    }

    /** The streams are told of a change only while somebody already compares with it. */
    private Catalog newest() {
        Catalog now = catalog;
        if (publishing.compareAndSet(true, false)) {
            Thread.ofVirtual().start(() -> ads.publish(
                    new CatalogChange(now, Map.of(ResourceType.ENDPOINT, Set.of(NAME))), 2,
                    Ticker.system().nanos(), Instant.EPOCH));
        }
        return now;
    }

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void stop() {
        ads.close();
        server.close();
    }

    private DeltaClient client() throws InterruptedException {
        DeltaClient client = DeltaClient.on(
                NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build(),
                DeltaClient.node("gw-1", "gateway", "idc-a"));
        client.subscribe(ResourceType.ENDPOINT, NAME);
        client.take(ResourceType.ENDPOINT);
        await().until(() -> ads.dataPlanes().stream().anyMatch(view -> view.state() == SyncState.SYNCED));
        return client;
    }

    private DataPlaneView compared() {
        List<DataPlaneView> views = ads.compared(true);
        assertThat(views).hasSize(1);
        return views.getFirst();
    }

    @Test
    void aChangeThatIsOnItsWayIsNotOneThatWasForgotten() throws Exception {
        try (DeltaClient client = client()) {
            catalog = catalog(0);
            publishing.set(true);
            assertThat(compared().state()).isEqualTo(SyncState.STALE);
            client.take(ResourceType.ENDPOINT);
        }
    }

    @Test
    void aChangeOfWhichNoStreamIsToldIsFound() throws Exception {
        try (DeltaClient client = client()) {
            catalog = catalog(0);
            DataPlaneView view = compared();
            assertThat(view.state()).isEqualTo(SyncState.SYNCED);
            assertThat(view.intended()).isNotNull()
                    .satisfies(intended -> assertThat(intended.differing()).isEqualTo(1));
            client.expectSilence();
        }
    }
}
