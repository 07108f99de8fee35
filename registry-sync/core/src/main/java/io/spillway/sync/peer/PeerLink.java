package io.spillway.sync.peer;

import java.util.List;
import java.util.Map;
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
import io.spillway.process.config.HostPort;
import io.spillway.sync.peer.SyncView.PeerState;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscription of one peer: delta ADS, all types of what IDCs tell each other by wildcard. After a loss it says what it holds, so that only
 * differences come. Only the owner thread comes here.
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
    private @Nullable StreamObserver<DeltaDiscoveryRequest> requests;

    PeerLink(String peer, List<HostPort> addresses, SyncSettings settings, SyncSurroundings surroundings, Owner owner,
            Listener listener) {
        this.peer = peer;
        this.settings = settings;
        this.observer = surroundings.observer();
        this.listener = listener;
        this.owner = owner;
        this.world = new PeerWorld(peer, settings.idc());
        this.link = new Link(new Link.Target("peer " + peer, peer, addresses), settings, surroundings, owner, this);
    }

    /** Who is told of changes. */
    interface Listener {

        /** The peer's world changed. */
        void news();

        /** The link was lost or came back. */
        void turned();
    }

    void start() {
        link.start();
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
        for (String type : PeerWorld.TYPES) {
            stream.onNext(DeltaDiscoveryRequest.newBuilder().setNode(node()).setTypeUrl(type)
                    .putAllInitialResourceVersions(world.versions(type)).build());
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
        listener.turned();
    }

    private void take(DeltaDiscoveryResponse response) {
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
    }

    private static String rejected(Map<String, String> bad) {
        StringJoiner names = new StringJoiner("; ", "rejected: ", "");
        bad.forEach((name, why) -> names.add(name + ": " + why));
        return names.toString();
    }

    private Node node() {
        return Node.newBuilder().setId(settings.node()).setCluster("registry-sync")
                .setLocality(Locality.newBuilder().setZone(settings.idc()))
                .setMetadata(Struct.newBuilder().putFields(XdsNames.NODE_ROLE,
                        Value.newBuilder().setStringValue(XdsNames.ROLE_SYNC).build()))
                .build();
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
                take(response);
            }
        }

        @Override
        public void onError(Throwable cause) {
            link.lost(session, describe(Status.fromThrowable(cause)));
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
