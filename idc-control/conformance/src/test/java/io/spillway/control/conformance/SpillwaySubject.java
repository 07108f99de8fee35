package io.spillway.control.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.google.protobuf.Any;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.runtime.v3.Runtime;
import io.grpc.BindableService;
import io.spillway.control.ads.AdsObserver;
import io.spillway.control.ads.AdsServer;
import io.spillway.control.ads.AdsService;
import io.spillway.control.ads.SeparateStreams;
import io.spillway.control.conformance.subject.SubjectServer;
import io.spillway.control.snapshot.Catalog;
import io.spillway.control.snapshot.CatalogChange;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import io.spillway.control.state.StateKeeper;
import io.spillway.model.time.Ticker;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/**
 * Our own serving code over a catalog of raw resources. Our listeners are where a node says it has them, so a client says
 * that it has every listener that was put before it came.
 */
final class SpillwaySubject implements SubjectServer {

    private static final String IDC = "idc-a";
    private static final Duration STUCK_AFTER = Duration.ofSeconds(30);

    private static final Duration FAR = Duration.ofHours(1);

    private final Ticker ticker = Ticker.system();
    private final InstantSource clock = InstantSource.system();
    private final AtomicReference<Catalog> newest = new AtomicReference<>(Catalog.empty());
    private final Set<String> listeners = new TreeSet<>();
    private final AdsService service;
    private final AdsServer server;
    private @Nullable FaultyServer faulty;
    private long revision;

    private final boolean separate;

    private SpillwaySubject(Function<AdsService, List<BindableService>> around, boolean separate)
            throws IOException {
        this.separate = separate;
        this.service = new AdsService(IDC, newest::get, List::of, new StateKeeper.Times(ticker, clock), STUCK_AFTER,
                AdsObserver.NONE);
        this.server = new AdsServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                around.apply(service));
        server.start();
    }

    /** Starts one that serves aggregated streams, and each type at its own service. */
    static SpillwaySubject start() throws IOException {
        return new SpillwaySubject(
                service -> Stream.concat(Stream.of(service), SeparateStreams.of(service).stream()).toList(), false);
    }

    /** Starts one that serves aggregated streams alone. */
    static SpillwaySubject startAggregated() throws IOException {
        return new SpillwaySubject(service -> List.of(service), false);
    }

    /** Starts one that is asked for each type at its own service. */
    static SpillwaySubject startSeparate() throws IOException {
        return new SpillwaySubject(SeparateStreams::of, true);
    }

    /** Starts one with a fault in every stream. */
    static SpillwaySubject start(Supplier<Fault> faults) throws IOException {
        SpillwaySubject subject = new SpillwaySubject(service -> List.of(service), false);
        subject.faulty = new FaultyServer(subject.server.port(), faults);
        return subject;
    }

    @Override
    public String address() {
        return "127.0.0.1:" + port();
    }

    int port() {
        FaultyServer front = faulty;
        return front == null ? server.port() : front.port();
    }

    @Override
    public void put(Any resource, String name, String version) throws IOException {
        ResourceType type = type(resource.getTypeUrl());
        if (type == ResourceType.LISTENER) {
            listeners.add(name);
        }
        change(type, name,
                catalog -> catalog.with(type, new Versioned(name, Versioned.hash(resource.getValue()), resource)));
    }

    @Override
    public void putEnding(Any resource, String name, String version) throws IOException {
        ResourceType type = type(resource.getTypeUrl());
        Versioned ending = Versioned.until(clock.instant().plus(FAR), type, name, resource.unpack(Runtime.class));
        change(type, name, catalog -> catalog.with(type, ending));
    }

    @Override
    public boolean servesEnding() {
        return true;
    }

    @Override
    public boolean separateStreams() {
        return separate;
    }

    @Override
    public void remove(String typeUrl, String name) throws IOException {
        ResourceType type = type(typeUrl);
        change(type, name, catalog -> catalog.without(type, name));
    }

    @Override
    public Node node(String id) {
        Struct.Builder addresses = Struct.newBuilder();
        listeners.forEach(
                name -> addresses.putFields(name, Value.newBuilder().setStringValue("127.0.0.1:9").build()));
        return Node.newBuilder().setId(id).setMetadata(Struct.newBuilder().putFields(XdsNames.NODE_LISTENERS,
                Value.newBuilder().setStructValue(addresses).build())).build();
    }

    @Override
    public void close() {
        FaultyServer front = faulty;
        if (front != null) {
            front.close();
        }
        service.close();
        server.close();
    }

    private void change(ResourceType type, String name, UnaryOperator<Catalog> how) {
        Catalog catalog = newest.updateAndGet(how);
        Map<ResourceType, Set<String>> changed = new EnumMap<>(ResourceType.class);
        changed.put(type, Set.of(name));
        revision++;
        service.publish(new CatalogChange(catalog, changed), revision, ticker.nanos(), clock.instant());
    }

    private static ResourceType type(String typeUrl) throws IOException {
        ResourceType type = ResourceType.ofTypeUrl(typeUrl);
        if (type == null) {
            throw new IOException("type URL: " + typeUrl + " (expected: one that this server serves)");
        }
        return type;
    }
}
