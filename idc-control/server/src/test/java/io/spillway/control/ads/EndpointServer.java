package io.spillway.control.ads;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.grpc.netty.NettyChannelBuilder;
import io.spillway.control.node.DeltaClient;
import io.spillway.control.snapshot.Catalog;
import io.spillway.control.snapshot.CatalogChange;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import io.spillway.control.state.StateKeeper;
import io.spillway.model.time.Ticker;

import static java.util.Objects.requireNonNull;

/** A control node's ADS on a real socket, which serves endpoints that a test makes up. Used by one thread. */
final class EndpointServer implements AutoCloseable {

    static final ResourceType TYPE = ResourceType.ENDPOINT;

    private final Ticker ticker = Ticker.system();
    private final AtomicLong looks = new AtomicLong();
    private volatile Catalog catalog = Catalog.empty();
    private final AdsService ads;
    private final AdsServer server;
    private long revision;

    /** Creates one that ends streams which leave a response unanswered for so long. */
    EndpointServer(Duration stuckAfter) {
        this.ads = new AdsService(new AdsService.Self("idc-a", "control-1"), this::look, List::of,
                new StateKeeper.Times(ticker, InstantSource.system()),
                new AdsService.Bounds(stuckAfter, AdsLimits.DEFAULTS), AdsObserver.NONE);
        this.server = new AdsServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of(ads));
    }

    private Catalog look() {
        looks.incrementAndGet();
        return requireNonNull(catalog);
    }

    void start() throws IOException {
        server.start();
    }

    /** Returns how often streams have looked into the catalog. */
    long looks() {
        return looks.get();
    }

    /** Returns the number of the newest change. */
    long revision() {
        return revision;
    }

    /** Returns the newest versions by name. */
    Map<String, String> versions() {
        return catalog.versions(TYPE);
    }

    DeltaClient client(String name) {
        return DeltaClient.on(NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build(),
                DeltaClient.node(name, "gateway", "idc-a"));
    }

    /** Changes endpoints to what {@code text} stands for; returns their new version. */
    String change(String name, String text) {
        Versioned next = Versioned.of(TYPE, name, ClusterLoadAssignment.newBuilder().setClusterName(text).build());
        publish(name, catalog.with(TYPE, next));
        return next.version();
    }

    void remove(String name) {
        publish(name, catalog.without(TYPE, name));
    }

    private void publish(String name, Catalog next) {
        catalog = next;
        revision++;
        Map<ResourceType, Set<String>> changed = new EnumMap<>(ResourceType.class);
        changed.put(TYPE, Set.of(name));
        ads.publish(new CatalogChange(next, changed), revision, ticker.nanos(), InstantSource.system().instant());
    }

    @Override
    public void close() {
        ads.close();
        server.close();
    }
}
