package io.spillway.control.ads;

import java.util.LinkedHashSet;
import java.util.Set;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.stub.StreamObserver;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import org.jspecify.annotations.Nullable;

/** The incremental protocol. A changed subscription counts even with a stale nonce; only Acks and Nacks need it. */
final class DeltaStream extends DiscoveryStream<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {

    DeltaStream(AdsContext context, StreamObserver<DeltaDiscoveryResponse> client) {
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
            subscription.resume(request.getInitialResourceVersionsMap());
        }
        Set<String> add = new LinkedHashSet<>(request.getResourceNamesSubscribeList());
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

    @Override
    int names(DeltaDiscoveryRequest request) {
        return request.getResourceNamesSubscribeCount() + request.getInitialResourceVersionsCount();
    }

    @Override
    DeltaDiscoveryResponse message(Response response, TypeSubscription subscription, String nonce) {
        DeltaDiscoveryResponse.Builder message = DeltaDiscoveryResponse.newBuilder()
                .setTypeUrl(response.type().typeUrl()).setNonce(nonce)
                .setSystemVersionInfo(subscription.held().versionAfter(response));
        EncodedField resources = new EncodedField(DeltaDiscoveryResponse.RESOURCES_FIELD_NUMBER);
        for (Response.Item item : response.items()) {
            Versioned content = item.content();
            if (content == null) {
                message.addRemovedResources(item.name());
            } else {
                resources.add(content.encoded());
            }
        }
        return message.setUnknownFields(resources.build()).build();
    }

    @Override
    @Nullable
    Response next(TypeSubscription subscription, boolean removals) {
        return subscription.next(removals);
    }

    @Override
    int pending(TypeSubscription subscription) {
        return subscription.pending(false);
    }
}
