package io.spillway.control.ads;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.stub.StreamObserver;
import io.spillway.control.snapshot.ResourceType;
import org.jspecify.annotations.Nullable;

/** The state-of-the-world protocol. A request with a stale nonce is ignored; the one that follows it says the same. */
final class WorldStream extends DiscoveryStream<DiscoveryRequest> {

    private final Map<ResourceType, String> answered = new EnumMap<>(ResourceType.class);

    WorldStream(AdsContext context, StreamObserver<Encoded> client) {
        super(context, client);
    }

    @Override
    void handle(DiscoveryRequest request, long nanos) {
        ResourceType type = ResourceType.ofTypeUrl(request.getTypeUrl());
        if (!identify(request.getNode()) || type == null) {
            return;
        }
        TypeSubscription subscription = known(type);
        List<String> named = request.getResourceNamesList();
        List<String> names = areFew(named.size()) ? named : List.copyOf(new LinkedHashSet<>(named));
        boolean same = subscription != null && subscription.subscribesJust(names);
        if (!same && !mayName(type, names.size(), names)) {
            return;
        }
        if (subscription == null) {
            TypeSubscription created = create(type);
            created.replace(names);
            created.resumeWorld(request.getVersionInfo());
            asked(created);
        } else {
            boolean current = sent().isCurrent(type, request.getResponseNonce());
            boolean stale = !current && (sent().has(type) || !last(type, request.getResponseNonce()));
            if (stale) {
                return;
            }
            if (current) {
                answer(type, request.hasErrorDetail() ? request.getErrorDetail().getMessage() : null, nanos);
                answered.put(type, request.getResponseNonce());
            }
            if (!same) {
                subscription.replace(names);
                asked(subscription);
            }
        }
        pump();
    }

    /** Returns whether that is the nonce answered last: a later request with it changes the subscription only. */
    private boolean last(ResourceType type, String nonce) {
        return nonce.equals(answered.getOrDefault(type, ""));
    }

    @Override
    boolean letsEnd(NodeIdentity who) {
        return who.letsEnd() && who.unwraps();
    }

    @Override
    int names(DiscoveryRequest request) {
        return request.getResourceNamesCount();
    }

    @Override
    Encoded message(Response response, TypeSubscription subscription, String nonce) {
        DiscoveryResponse.Builder own = DiscoveryResponse.newBuilder().setTypeUrl(response.type().typeUrl())
                .setNonce(nonce).setVersionInfo(subscription.held().versionAfter(response));
        if (sent().last() == 1) {
            own.setControlPlane(controlPlane());
        }
        List<ByteString> resources = new ArrayList<>();
        for (Response.Item item : response.items()) {
            if (item.content() != null) {
                resources.add(Response.Item.encodedAny(item.content(), item.lease()));
            }
        }
        response.others().forEach(other -> resources.add(other.encodedAny()));
        return new Encoded(own.build().toByteString(),
                Encoded.field(DiscoveryResponse.RESOURCES_FIELD_NUMBER, resources));
    }

    @Override
    @Nullable
    Response next(TypeSubscription subscription, boolean removals) {
        return subscription.outgoing().nextWorld(removals);
    }

    @Override
    int pending(TypeSubscription subscription) {
        return subscription.outgoing().pending(true);
    }
}
