package io.spillway.control.ads;

import java.util.LinkedHashSet;
import java.util.Set;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.spillway.control.snapshot.ResourceType;
import org.jspecify.annotations.Nullable;

/** The incremental protocol. A changed subscription counts even with a stale nonce; only Acks and Nacks need it. */
final class DeltaStream extends ClientStream implements StreamObserver<DeltaDiscoveryRequest> {

    private final AdsContext context;
    private final StreamObserver<DeltaDiscoveryResponse> client;

    DeltaStream(AdsContext context, StreamObserver<DeltaDiscoveryResponse> client) {
        super(context);
        this.context = context;
        this.client = client;
    }

    @Override
    public void onNext(DeltaDiscoveryRequest request) {
        long nanos = context.ticker().nanos();
        run(() -> handle(request, nanos));
    }

    @Override
    public void onError(Throwable cause) {
        onEnd(Status.fromThrowable(cause).getCode().name());
    }

    @Override
    public void onCompleted() {
        run(client::onCompleted);
        onEnd("closed by the client");
    }

    private void handle(DeltaDiscoveryRequest request, long nanos) {
        ResourceType type = ResourceType.ofTypeUrl(request.getTypeUrl());
        if (!identify(request.getNode()) || type == null) {
            return;
        }
        if (!request.getResponseNonce().isEmpty() && isCurrent(type, request.getResponseNonce())) {
            answer(type, request.hasErrorDetail() ? request.getErrorDetail().getMessage() : null, nanos);
        }
        TypeSubscription subscription = known(type);
        boolean first = subscription == null;
        if (subscription == null) {
            subscription = create(type);
            subscription.resume(request.getInitialResourceVersionsMap());
        }
        Set<String> add = new LinkedHashSet<>(request.getResourceNamesSubscribeList());
        Set<String> remove = new LinkedHashSet<>(request.getResourceNamesUnsubscribeList());
        if (first || !add.isEmpty() || !remove.isEmpty()) {
            subscription.subscribe(first, add, remove);
        }
        pump();
    }

    @Override
    void write(Response response, TypeSubscription subscription, String nonce) {
        DeltaDiscoveryResponse.Builder message = DeltaDiscoveryResponse.newBuilder()
                .setTypeUrl(response.type().typeUrl()).setNonce(nonce)
                .setSystemVersionInfo(subscription.versionAfter(response));
        for (Response.Item item : response.items()) {
            if (item.content() == null) {
                message.addRemovedResources(item.name());
            } else {
                message.addResources(Resource.newBuilder().setName(item.name())
                        .setVersion(item.content().version()).setResource(item.content().any()));
            }
        }
        client.onNext(message.build());
    }

    @Override
    @Nullable
    Response next(TypeSubscription subscription, boolean removals) {
        return subscription.next(removals);
    }

    @Override
    void fail(Status status) {
        client.onError(status.asRuntimeException());
    }
}
