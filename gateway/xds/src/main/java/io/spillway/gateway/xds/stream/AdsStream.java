package io.spillway.gateway.xds.stream;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.netty.channel.ChannelOption;
import io.spillway.gateway.xds.thread.OwnerThread;
import io.spillway.gateway.xds.world.Rejection;
import io.spillway.gateway.xds.world.ResourceType;
import io.spillway.gateway.xds.world.World;
import io.spillway.gateway.xds.world.World.Applied;
import org.jspecify.annotations.Nullable;

/**
 * One incremental ADS stream, from its connection to its end. The channel's executor is the owner thread, so gRPC calls
 * back on it and nothing here is shared. The next message is asked for when the one before it is answered: a control
 * plane that sends faster than the gateway applies waits.
 */
final class AdsStream implements ClientResponseObserver<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {

    private static final MethodDescriptor<DeltaDiscoveryRequest, DeltaDiscoveryResponse> METHOD = AggregatedDiscoveryServiceGrpc
            .getDeltaAggregatedResourcesMethod().toBuilder().setResponseMarshaller(new ResponseMarshaller()).build();

    private static final int MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

    /**
     * A control plane that is not ready takes the stream and ends it at once; one that has no news says nothing at all.
     * A stream that says nothing counts as open when it has lasted for so long.
     */
    private static final Duration SETTLED = Duration.ofMillis(250);

    /** By it a control plane that has too many at once says when to come back. */
    private static final Metadata.Key<String> PUSHBACK = Metadata.Key.of("grpc-retry-pushback-ms",
            Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;
    private final Node node;
    private final World world;
    private final OwnerThread owner;
    private final Events events;
    private final Map<ResourceType, Subscription> subscriptions = new EnumMap<>(ResourceType.class);

    private @Nullable ClientCallStreamObserver<DeltaDiscoveryRequest> requests;
    private boolean nodeSent;
    private boolean reached;
    private boolean opened;
    private boolean ended;

    AdsStream(NettyChannelBuilder channel, StreamTiming timing, Node node, World world, OwnerThread owner,
            Events events) {
        this.channel = channel.executor(owner)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .keepAliveTime(timing.keepAliveEvery().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(timing.keepAliveWithin().toMillis(), TimeUnit.MILLISECONDS)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timing.openWithin().toMillis()))
                .build();
        this.node = node;
        this.world = world;
        this.owner = owner;
        this.events = events;
    }

    void open() {
        ClientCalls.asyncBidiStreamingCall(channel.newCall(METHOD, CallOptions.DEFAULT), this);
        align();
    }

    /** Returns whether the other side speaks the protocol. */
    boolean reached() {
        return reached;
    }

    /** Ends the stream without an event. */
    void close(String reason) {
        ended = true;
        if (requests != null) {
            requests.cancel(reason, null);
        }
        channel.shutdownNow();
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<DeltaDiscoveryRequest> stream) {
        requests = stream;
        stream.disableAutoRequestWithInitial(1);
        stream.setOnReadyHandler(this::reach);
    }

    @Override
    public void onNext(DeltaDiscoveryResponse response) {
        if (ended) {
            return;
        }
        opened();
        answer(response);
        if (requests != null) {
            requests.request(1);
        }
    }

    @Override
    public void onError(Throwable cause) {
        Status status = Status.fromThrowable(cause);
        String description = status.getDescription();
        Throwable root = status.getCause();
        end(status.getCode() + (description == null ? "" : ": " + description)
                + (root == null ? "" : " (" + root.getMessage() + ")"), advice(Status.trailersFromThrowable(cause)));
    }

    /** Returns how long the control plane wants to be left alone; zero when it says nothing that makes sense. */
    private static Duration advice(@Nullable Metadata trailers) {
        String millis = trailers == null ? null : trailers.get(PUSHBACK);
        try {
            return millis == null ? Duration.ZERO : Duration.ofMillis(Math.max(0, Long.parseLong(millis)));
        } catch (NumberFormatException notANumber) {
            return Duration.ZERO;
        }
    }

    @Override
    public void onCompleted() {
        end("the control plane ended the stream", Duration.ZERO);
    }

    private void reach() {
        if (!reached) {
            reached = true;
            owner.after(SETTLED, this::opened);
        }
    }

    private void opened() {
        reached = true;
        if (!opened && !ended) {
            opened = true;
            events.onOpen(this);
        }
    }

    private void end(String reason, Duration advice) {
        if (!ended) {
            ended = true;
            channel.shutdownNow();
            events.onEnd(this, reason, advice);
        }
    }

    private void answer(DeltaDiscoveryResponse response) {
        Optional<ResourceType> type = ResourceType.ofUrl(response.getTypeUrl());
        if (type.isEmpty()) {
            Rejection rejection = new Rejection("*", "type \"" + response.getTypeUrl() + "\" was not subscribed");
            send(new Subscription(ResourceType.CLUSTER).answer(response.getNonce(), List.of(rejection))
                    .setTypeUrl(response.getTypeUrl()));
            return;
        }
        Applied applied = world.apply(type.get(), response.getResourcesList(), response.getRemovedResourcesList());
        events.onApplied(this, type.get(), applied);
        send(subscription(type.get()).answer(response.getNonce(), applied.rejected()));
        align();
    }

    /** Asks for what the world wants and the stream has not asked for yet, and lets go of the rest. */
    void align() {
        for (ResourceType type : ResourceType.values()) {
            subscription(type).align(world).ifPresent(this::send);
        }
    }

    private Subscription subscription(ResourceType type) {
        return subscriptions.computeIfAbsent(type, Subscription::new);
    }

    private void send(DeltaDiscoveryRequest.Builder request) {
        if (ended || requests == null) {
            return;
        }
        if (!nodeSent) {
            nodeSent = true;
            request.setNode(node);
        }
        requests.onNext(request.build());
    }

    /** What the stream tells its client. */
    interface Events {

        /** The other side has accepted the stream. */
        void onOpen(AdsStream which);

        /** The world took a response. */
        void onApplied(AdsStream which, ResourceType type, Applied applied);

        /** The stream ended by itself; told once. {@code advice}: so long the control plane wants to be left alone. */
        void onEnd(AdsStream which, String reason, Duration advice);
    }
}
