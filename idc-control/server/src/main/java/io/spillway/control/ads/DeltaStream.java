package io.spillway.control.ads;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.google.protobuf.ByteString;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.stub.StreamObserver;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/** The incremental protocol. A changed subscription counts even with a stale nonce; only Acks and Nacks need it. */
final class DeltaStream extends DiscoveryStream<DeltaDiscoveryRequest> {

    private static final Value NO_WORLD = Value.getDefaultInstance();

    DeltaStream(AdsContext context, StreamObserver<Encoded> client) {
        super(context, client);
    }

    @Override
    void handle(DeltaDiscoveryRequest request, long nanos) {
        ResourceType type = ResourceType.ofTypeUrl(request.getTypeUrl());
        if (!identify(request.getNode()) || type == null) {
            return;
        }
        if (!request.getResponseNonce().isEmpty() && sent().isCurrent(type, request.getResponseNonce())) {
            answer(type, request.hasErrorDetail() ? request.getErrorDetail().getMessage() : null, nanos);
        }
        TypeSubscription subscription = known(type);
        boolean first = subscription == null;
        if (subscription == null) {
            subscription = create(type);
            if (!mayName(type, request.getInitialResourceVersionsCount(), List.of())) {
                return;
            }
            Map<String, String> holds = holds(type, request);
            if (holds == null) {
                return;
            }
            subscription.resume(holds);
        }
        List<String> named = request.getResourceNamesSubscribeList();
        if (first && type.inPieces() && isPlain(request) && isMuch(named)) {
            if (mayName(type, named.size(), named)) {
                subscription.open(named);
                asked(subscription);
                pump();
            }
            return;
        }
        Set<String> add = new LinkedHashSet<>(named);
        if (!mayName(type, subscription.namesWith(add), add)) {
            return;
        }
        Set<String> remove = new LinkedHashSet<>(request.getResourceNamesUnsubscribeList());
        if (first || !add.isEmpty() || !remove.isEmpty()) {
            subscription.subscribe(first, add, remove);
            asked(subscription);
        }
        pump();
    }

    /** Returns the versions that a client holds, which it says by name or by the digest of all; null: nobody knows them. */
    private @Nullable Map<String, String> holds(ResourceType type, DeltaDiscoveryRequest request) {
        String world = request.getNode().getMetadata().getFieldsOrDefault(XdsNames.NODE_WORLD, NO_WORLD)
                .getStringValue();
        return world.isEmpty() ? request.getInitialResourceVersionsMap() : returned(type, world);
    }

    private boolean isMuch(List<String> named) {
        return named.size() >= Backlog.HEAVY && areFew(named.size()) && !named.contains(Interest.EVERYTHING);
    }

    /** Returns whether a first request says nothing of what the client holds or does not want. */
    private static boolean isPlain(DeltaDiscoveryRequest request) {
        return request.getInitialResourceVersionsCount() == 0 && request.getResourceNamesUnsubscribeCount() == 0;
    }

    @Override
    boolean letsEnd(NodeIdentity who) {
        return who.letsEnd();
    }

    @Override
    int names(DeltaDiscoveryRequest request) {
        return request.getResourceNamesSubscribeCount() + request.getInitialResourceVersionsCount();
    }

    @Override
    Encoded message(Response response, TypeSubscription subscription, String nonce) {
        DeltaDiscoveryResponse.Builder own = DeltaDiscoveryResponse.newBuilder()
                .setTypeUrl(response.type().typeUrl()).setNonce(nonce)
                .setSystemVersionInfo(subscription.held().versionAfter(response));
        Piece piece = response.piece();
        List<ByteString> resources = new ArrayList<>();
        for (Response.Item item : response.items()) {
            Versioned content = item.content();
            if (content == null) {
                own.addRemovedResources(item.name());
            } else if (piece == null) {
                resources.add(Response.Item.encoded(content, item.lease()));
            }
        }
        return new Encoded(introduced(own).build().toByteString(), piece != null
                ? piece.delta()
                : Encoded.field(DeltaDiscoveryResponse.RESOURCES_FIELD_NUMBER, resources));
    }

    /** The first response of a stream says who answers. */
    private DeltaDiscoveryResponse.Builder introduced(DeltaDiscoveryResponse.Builder own) {
        return sent().last() > 1 ? own : own.setControlPlane(controlPlane());
    }

    @Override
    @Nullable
    Response next(TypeSubscription subscription, boolean removals) {
        return subscription.outgoing().next(removals);
    }

    @Override
    int pending(TypeSubscription subscription) {
        return subscription.outgoing().pending(false);
    }
}
