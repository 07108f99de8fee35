package io.spillway.control.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.spillway.control.ads.AdsObserver;
import io.spillway.control.ads.AdsServer;
import io.spillway.control.ads.AdsService;
import io.spillway.control.ads.AdsTls;
import io.spillway.control.ads.RehearsalClient;
import io.spillway.control.snapshot.CatalogBuilder;
import io.spillway.control.snapshot.CatalogChange;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.RecordCodec;
import io.spillway.control.state.StateKeeper;
import io.spillway.control.state.StoredRecords;
import io.spillway.control.state.Touched;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.GatewayAddress;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WeightedGroup;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays shifts of made-up resources through a control plane of its own, as far as the Acks of clients on loopback, and throws
 * all of it away. A young JVM loads classes and interprets: without this the first push after a start, which may well be a
 * switch-over at 3 a.m., takes several times as long as later ones. A node that is not ready yet has the time for that.
 */
public final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    /** The first compiler compiles what was called 200 times, and most of this is called more than once in a round. */
    private static final int ROUNDS = 120;
    /** A node waits no longer for it: the rounds that matter most are the first. */
    private static final Duration LONGEST = Duration.ofMillis(1500);
    /** A slow machine plays what is missing beside its work, most of which waits for others at that time. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(20);
    private static final long ACK_MILLIS = 200;
    private static final Duration STUCK_AFTER = Duration.ofSeconds(30);
    private static final ShiftScope SCOPE = new ShiftScope.DrGroupScope("g");

    private final CatalogHolder newest = new CatalogHolder();
    private final StateKeeper.Times times;
    private final @Nullable AdsTls tls;
    private final CatalogBuilder builder;
    private final RecordCodec codec = new StoredRecords();

    private ControlState state = made();

    WarmUp(StateKeeper.Times times, @Nullable AdsTls tls) {
        this.times = times;
        this.tls = tls;
        this.builder = new CatalogBuilder("a", () -> 1, times.clock());
    }

    /**
     * Starts it on a thread of its own. What is returned is complete when a node may be ready, in good time and never with a
     * failure; what there was no time for is played afterwards.
     *
     * @param tls how the node speaks to its clients, and here to itself; null in the clear
     */
    public static CompletableFuture<Void> start(StateKeeper.Times times, @Nullable AdsTls tls) {
        CompletableFuture<Void> enough = new CompletableFuture<>();
        Thread.ofPlatform().name("warm-up").daemon().start(() -> {
            try {
                int rounds = new WarmUp(times, tls).play(enough);
                LOG.debug("rehearsed {} shifts", rounds);
            } catch (IOException | RuntimeException e) {
                LOG.warn("the first pushes will be slower than later ones, they could not be rehearsed", e);
            } finally {
                enough.complete(null);
            }
        });
        return enough;
    }

    /** Returns how many shifts there was time for; {@code enough} is completed when nobody should wait any longer. */
    int play(CompletableFuture<Void> enough) throws IOException {
        newest.set(builder.build(state));
        AdsService ads = new AdsService("a", newest::get, List::of, times, STUCK_AFTER, AdsObserver.NONE);
        try (ads;
                AdsServer server = new AdsServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        List.of(ads), tls)) {
            server.start();
            try (RehearsalClient gateway = new RehearsalClient(server.port(), tls, XdsNames.ROLE_GATEWAY, "a",
                    List.of(ResourceType.CLUSTER, ResourceType.ENDPOINT, ResourceType.ROUTE));
                    RehearsalClient peer = new RehearsalClient(server.port(), tls, XdsNames.ROLE_SYNC, "b",
                            List.of(ResourceType.SERVICE_ENTRY, ResourceType.TRAFFIC_SHIFT))) {
                return rounds(ads, gateway, peer, enough);
            }
        }
    }

    private int rounds(AdsService ads, RehearsalClient gateway, RehearsalClient peer, CompletableFuture<Void> enough) {
        long start = times.ticker().nanos();
        int round = 0;
        gateway.await(LONGEST.toMillis());
        while (round < ROUNDS) {
            long played = times.ticker().nanos() - start;
            if (played >= LONGEST.toNanos()) {
                enough.complete(null);
            }
            if (played >= AFTERWARDS.toNanos()) {
                break;
            }
            shift(ads, round++);
            gateway.await(ACK_MILLIS);
            peer.await(ACK_MILLIS);
        }
        return round;
    }

    /** What a registry event of a shift, and of a workload, leads to. */
    private void shift(AdsService ads, int round) {
        int here = round % 3 * 50;
        Resource shift = Resource.of(SCOPE.resourceName(), new TrafficShiftSpec(SCOPE,
                Map.of("a", here, "b", 100 - here), Set.of(), "", null, OnExpiry.ALARM, false,
                new Generation(round + 1, "a"), ""));
        for (Resource resource : List.of(workload(round + 2), shift)) {
            byte[] record = codec.write(resource, null, "", Instant.EPOCH);
            var _ = codec.read(resource.kind(), resource.name(), record, 1);
            ControlState next = state.with(resource);
            Touched touched = new Touched();
            touched.add(state, state.get(resource.kind(), resource.name()), next, resource);
            CatalogChange change = builder.update(newest.get(), next, touched);
            newest.set(change.catalog());
            state = next;
            ads.publish(change, round, times.ticker().nanos(), times.clock().instant());
        }
    }

    private static Resource workload(int port) {
        return Resource.of("w", new WorkloadEntrySpec("s", GroupSpec.DEFAULT, "c", "127.0.0.1", port, 1,
                WorkloadState.UP, Map.of(), null));
    }

    private static ControlState made() {
        Resource route = Resource.of("r", new RouteSpec(List.of("r.test"), List.of(RouteMatch.ANY),
                List.of(new WeightedGroup("s", GroupSpec.DEFAULT, 100)), null, null, null));
        return ControlState.empty().with(Resource.of("g", new DrGroupSpec(List.of("a", "b"), 1)))
                .with(Resource.of("s", ServiceSpec.of(List.of("s.test"), "g")))
                .with(Resource.of("s.b",
                        new ServiceEntrySpec("b", "s", new OriginVersion(1, 1),
                                List.of(new GatewayAddress("n", "127.0.0.1", 1)),
                                List.of(new GroupCapacity(GroupSpec.DEFAULT, 1, 1, 1, 1)))))
                .with(route).with(workload(1));
    }
}
