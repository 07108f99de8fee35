package io.spillway.sync.peer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.rpc.Code;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.spillway.model.time.Ticker;
import io.spillway.process.config.HostPort;
import io.spillway.sync.peer.SyncView.PeerState;
import io.spillway.wire.v1.ServiceEntry;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscription of one peer: delta ADS, all types of what IDCs tell each other by wildcard. After a loss it says what it holds
 * ({@link Resumption}), so that only differences come; after each response it compares what it holds with what the peer says that
 * it has told. Only the owner thread comes here.
 */
final class PeerLink implements Link.Protocol {

    private static final Logger LOG = LoggerFactory.getLogger(PeerLink.class);

    private final String peer;
    private final SyncSettings settings;
    private final SyncObserver observer;
    private final Listener listener;
    private final PeerWorld world;
    private final Link link;
    private final Owner owner;
    private final Resumption resumption;
    private final Ticker ticker;
    /** When the peer was asked about a service, for a lease. */
    private final Map<String, Long> askedNanos = new HashMap<>();
    private final Set<String> askWaits = new HashSet<>();
    private boolean started;
    private @Nullable StreamObserver<DeltaDiscoveryRequest> requests;

    PeerLink(String peer, List<HostPort> addresses, SyncSettings settings, SyncSurroundings surroundings, Owner owner,
            Listener listener) {
        this.peer = peer;
        this.settings = settings;
        this.observer = surroundings.observer();
        this.ticker = surroundings.ticker();
        this.listener = listener;
        this.owner = owner;
        this.world = new PeerWorld(peer, settings.idc());
        this.resumption = new Resumption(peer);
        this.link = new Link(new Link.Target("peer " + peer, peer, addresses), settings, surroundings, owner, this);
    }

    /** Who is told of changes. */
    interface Listener {

        /** The peer's world changed. */
        void news();

        /** The link was lost or came back. */
        void turned();
    }

    /** Begins to connect, if it did not. */
    void start() {
        if (!started) {
            started = true;
            link.start();
        }
    }

    /** The own control plane uses this of all peers; counts only before the start, for then nothing was heard. */
    void know(List<ServiceEntry> inUse) {
        if (!started) {
            world.know(inUse);
        }
    }

    void close() {
        link.close();
    }

    String peer() {
        return peer;
    }

    PeerWorld world() {
        return world;
    }

    /**
     * Tells the own control plane everything again. That the rest is gone is said only of a peer that is heard for a lease: one
     * that was just reached may be behind what another process has told.
     */
    void tellAllAgain() {
        world.tellAllAgain(link.isConnectedFor(settings.lease()));
        listener.news();
    }

    /**
     * Asks the peer anew about services that it has told already; what it says is passed on as confirmed. About one service once
     * per lease at most, later where it is too early: whoever does not take what is confirmed asks as fast as the line answers.
     */
    void ask(List<String> services) {
        StreamObserver<DeltaDiscoveryRequest> stream = requests;
        if (stream == null || !link.isConnected()) {
            return;
        }
        long now = ticker.nanos();
        askedNanos.values().removeIf(at -> now - at >= settings.lease().toNanos());
        List<String> fresh = world.ask(services.stream().filter(each -> !askedNanos.containsKey(each)).toList());
        services.forEach(each -> askLater(each, now));
        fresh.forEach(each -> askedNanos.put(each, now));
        if (!fresh.isEmpty()) {
            stream.onNext(DeltaDiscoveryRequest.newBuilder().setTypeUrl(XdsNames.TYPE_SERVICE_ENTRY)
                    .addAllResourceNamesSubscribe(fresh).build());
        }
    }

    private void askLater(String service, long now) {
        Long before = askedNanos.get(service);
        if (before != null && askWaits.add(service)) {
            owner.after(settings.lease().minusNanos(now - before), () -> {
                askWaits.remove(service);
                ask(List.of(service));
            });
        }
    }

    LinkView view() {
        return link.view();
    }

    PeerState state() {
        if (link.isConnected()) {
            return PeerState.LIVE;
        }
        return link.view().lastHeard() == null ? PeerState.NEVER : PeerState.STALE;
    }

    @Override
    public void open(ManagedChannel channel, long session) {
        StreamObserver<DeltaDiscoveryRequest> stream = AggregatedDiscoveryServiceGrpc.newStub(channel)
                .deltaAggregatedResources(new Answers(session));
        requests = stream;
        resumption.begins();
        world.heardAnew();
        for (String type : PeerWorld.TYPES) {
            Map<String, String> versions = world.versions(type);
            DeltaDiscoveryRequest.Builder first = DeltaDiscoveryRequest.newBuilder().setTypeUrl(type);
            stream.onNext(resumption.byDigest(versions.size())
                    ? first.setNode(node(world.digest(type))).build()
                    : first.setNode(node("")).putAllInitialResourceVersions(versions).build());
        }
    }

    @Override
    public void connected() {
        listener.turned();
    }

    @Override
    public boolean mayBeSilent() {
        return true; // a resumed subscription without differences is not answered
    }

    @Override
    public void lost() {
        requests = null;
        resumption.ends();
        world.unasked();
        listener.turned();
    }

    private void take(long session, DeltaDiscoveryResponse response) {
        StreamObserver<DeltaDiscoveryRequest> stream = requests;
        if (stream == null || !PeerWorld.TYPES.contains(response.getTypeUrl())) {
            return;
        }
        boolean before = world.complete();
        Map<String, String> bad = world.apply(response);
        if (world.complete() && !before) {
            owner.after(settings.lease(), this::tellAllAgain);
        }
        DeltaDiscoveryRequest.Builder answer = DeltaDiscoveryRequest.newBuilder().setTypeUrl(response.getTypeUrl())
                .setResponseNonce(response.getNonce());
        if (!bad.isEmpty()) {
            answer.setErrorDetail(com.google.rpc.Status.newBuilder().setCode(Code.INVALID_ARGUMENT_VALUE)
                    .setMessage(rejected(bad)));
            bad.forEach((name, why) -> {
                LOG.warn("peer {}: {} refused: {}", peer, name, why);
                observer.refused(peer, name, why);
            });
        }
        stream.onNext(answer.build());
        listener.news();
        String type = response.getTypeUrl();
        if (bad.isEmpty() && resumption.lacks(response.getSystemVersionInfo(), world.digest(type))) {
            observer.lacked(peer);
            link.lost(session, "what is held of " + type + " has the digest " + world.digest(type) + " (expected: "
                    + response.getSystemVersionInfo() + ", as the peer says)");
        }
    }

    private static String rejected(Map<String, String> bad) {
        StringJoiner names = new StringJoiner("; ", "rejected: ", "");
        bad.forEach((name, why) -> names.add(name + ": " + why));
        return names.toString();
    }

    private Node node(String digest) {
        Struct.Builder metadata = Struct.newBuilder().putFields(XdsNames.NODE_ROLE, text(XdsNames.ROLE_SYNC));
        if (!digest.isEmpty()) {
            metadata.putFields(XdsNames.NODE_WORLD, text(digest));
        }
        return Node.newBuilder().setId(settings.node()).setCluster("registry-sync")
                .setLocality(Locality.newBuilder().setZone(settings.idc()))
                .setMetadata(metadata).build();
    }

    private static Value text(String value) {
        return Value.newBuilder().setStringValue(value).build();
    }

    private final class Answers implements StreamObserver<DeltaDiscoveryResponse> {

        private final long session;

        Answers(long session) {
            this.session = session;
        }

        @Override
        public void onNext(DeltaDiscoveryResponse response) {
            if (link.isCurrent(session)) {
                link.heard(session);
                take(session, response);
            }
        }

        @Override
        public void onError(Throwable cause) {
            Status status = Status.fromThrowable(cause);
            if (link.isCurrent(session) && status.getCode() == Status.Code.FAILED_PRECONDITION) {
                resumption.unknown();
            }
            link.lost(session, describe(status));
        }

        @Override
        public void onCompleted() {
            link.lost(session, "the stream was ended");
        }
    }

    static String describe(Status status) {
        Throwable cause = status.getCause();
        return status.getCode() + (status.getDescription() == null ? "" : " " + status.getDescription())
                + (cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")");
    }
}
