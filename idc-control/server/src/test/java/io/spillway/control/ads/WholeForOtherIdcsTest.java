package io.spillway.control.ads;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another IDC takes what is missing in the first answer for gone. So however many services there are, it gets all of them in one
 * message, where gateways get pieces.
 */
@Tag("slow")
class WholeForOtherIdcsTest {

    private static final int SERVICES = 2_000;

    @Test
    void aRegistrySyncThatHoldsNothingGetsEveryServiceInOneMessage() throws Exception {
        Catalog catalog = new CatalogBuilder("idc-a", () -> 1).build(world());
        AtomicInteger octets = new AtomicInteger();
        catalog.all(ResourceType.SERVICE_ENTRY)
                .forEach((_, entry) -> octets.addAndGet(entry.encoded().size()));
        assertThat(octets).hasValueGreaterThan(Piece.LARGE);
        try (AdsService ads = new AdsService("idc-a", () -> catalog, List::of,
                new StateKeeper.Times(Ticker.system(), InstantSource.system()), Duration.ofSeconds(20),
                AdsObserver.NONE);
                AdsServer server = new AdsServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        List.of(ads))) {
            server.start();
            try (DeltaClient sync = DeltaClient.on(
                    NettyChannelBuilder.forAddress("127.0.0.1", server.port()).maxInboundMessageSize(16 << 20)
                            .usePlaintext().build(),
                    DeltaClient.node("sync-b", "sync", "idc-b"))) {
                sync.subscribe(ResourceType.SERVICE_ENTRY, "*");
                DeltaDiscoveryResponse first = sync.next(ResourceType.SERVICE_ENTRY);
                assertThat(first.getResourcesCount()).isEqualTo(SERVICES);
            }
        }
    }

    private static ControlState world() {
        ControlState state = ControlState.empty();
        for (Resource service : IntStream.range(0, SERVICES).mapToObj(WholeForOtherIdcsTest::service).toList()) {
            state = state.with(service);
        }
        return state;
    }

    /** With a name that takes room. */
    private static Resource service(int number) {
        String name = "service-of-a-long-name-that-takes-some-room-in-the-first-answer-" + number;
        return Resource.of(name, new ServiceSpec(List.of(name + ".test"), Map.of(), ServiceSpec.DEFAULT_GROUPS,
                null, ServicePolicy.DEFAULTS, ServiceSpec.EXPORT_TO_ALL));
    }
}
