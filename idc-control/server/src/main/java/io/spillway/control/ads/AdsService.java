package io.spillway.control.ads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.spillway.control.service.StatusReport.DataPlaneView;
import io.spillway.control.snapshot.Catalog;
import io.spillway.control.snapshot.CatalogChange;
import io.spillway.control.state.StateKeeper;

/**
 * The aggregated discovery service. Streams are refused with UNAVAILABLE until this node is ready. Each stream owns its
 * state on a shared pool; a change of the catalog is only handed over here.
 */
public final class AdsService extends AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase
        implements
            AutoCloseable {

    private static final long TICK_MILLIS = 100;
    private static final int HEAVY_PER_PROCESSOR = 2;
    /** When to try again, in milliseconds (gRFC A6, "Pushback"). */
    private static final Metadata.Key<String> PUSHBACK = Metadata.Key.of("grpc-retry-pushback-ms",
            Metadata.ASCII_STRING_MARSHALLER);

    private final AdsContext context;
    private final ExecutorService pool;
    private final ScheduledExecutorService timer;
    private final Supplier<List<String>> notReady;

    /** Creates a service with the usual limits. */
    public AdsService(String ownIdc, Supplier<Catalog> newest, Supplier<List<String>> notReady,
            StateKeeper.Times times, Duration stuckAfter, AdsObserver observer) {
        this(ownIdc, newest, notReady, times, new Bounds(stuckAfter, AdsLimits.DEFAULTS), observer);
    }

    /**
     * What clients are held to.
     *
     * @param stuckAfter a client that does not answer for so long is cut
     * @param limits     how much clients may ask for
     */
    public record Bounds(Duration stuckAfter, AdsLimits limits) {}

    /**
     * Creates a service.
     *
     * @param newest     the newest catalog
     * @param notReady   what this node waits for; empty when ready
     */
    public AdsService(String ownIdc, Supplier<Catalog> newest, Supplier<List<String>> notReady,
            StateKeeper.Times times, Bounds bounds, AdsObserver observer) {
        this.notReady = notReady;
        this.pool = Executors.newFixedThreadPool(Math.max(2, Runtime.getRuntime().availableProcessors()),
                Thread.ofPlatform().name("ads-", 0).daemon().factory());
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("ads-timer").daemon().factory());
        this.context = new AdsContext(ownIdc, newest, times.ticker(), times.clock(), pool, bounds.stuckAfter(),
                new PushLog(),
                observer, ConcurrentHashMap.newKeySet(),
                new Backlog(HEAVY_PER_PROCESSOR * Runtime.getRuntime().availableProcessors()), bounds.limits(),
                new Admission<>(bounds.limits(), times.ticker(), new SplittableRandom(times.ticker().nanos())),
                new Receipts(), new GrpcCatalog(newest));
        var _ = timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
            StreamObserver<DeltaDiscoveryResponse> client) {
        return admitted(client, () -> new DeltaStream(context, client));
    }

    @Override
    public StreamObserver<DiscoveryRequest> streamAggregatedResources(StreamObserver<DiscoveryResponse> client) {
        return admitted(client, () -> new WorldStream(context, client));
    }

    /** Hands a newer catalog to every client. The catalog must already be the newest one. */
    public void publish(CatalogChange change, long revision, long receivedNanos, java.time.Instant receivedAt) {
        if (!change.isEmpty()) {
            Push.Cause cause = new Push.Cause(revision, receivedNanos, receivedAt);
            context.streams().forEach(stream -> stream.onChange(change, cause));
        }
    }

    /**
     * Asks all clients whether they have what the newest catalog says about these endpoint names. {@code settled} is called
     * when they have, by any thread, and must not block; it may be called before this returns, and more than once.
     */
    public Receipt ask(Set<String> endpointNames, Runnable settled) {
        return context.receipts().ask(endpointNames, settled, context.streams());
    }

    /** Returns the state of every client and type, by node. */
    public List<DataPlaneView> dataPlanes() {
        List<DataPlaneView> views = new ArrayList<>();
        context.streams().forEach(stream -> views.addAll(stream.views()));
        views.sort(Comparator.comparing(DataPlaneView::node).thenComparing(DataPlaneView::type)
                .thenComparing(DataPlaneView::connectedSince));
        return views;
    }

    /** Returns the newest pushes. */
    public PushLog pushes() {
        return context.log();
    }

    /** Ends all streams, so that clients go to another node at once, and all threads. */
    @Override
    public void close() {
        Set.copyOf(context.streams())
                .forEach(stream -> stream.cut(Status.UNAVAILABLE.withDescription("this node is shutting down")));
        timer.shutdownNow();
        pool.shutdown();
    }

    private <Q, R> StreamObserver<Q> admitted(StreamObserver<R> client, Supplier<DiscoveryStream<Q, R>> made) {
        List<String> waiting = notReady.get();
        if (!waiting.isEmpty()) {
            client.onError(Status.UNAVAILABLE.withDescription("not ready: " + String.join("; ", waiting))
                    .asRuntimeException());
            return new Deaf<>();
        }
        return switch (context.admission().admit()) {
            case Admission.Verdict.Full(String why) -> {
                context.observer().refused("streams");
                client.onError(Status.RESOURCE_EXHAUSTED.withDescription(why).asRuntimeException());
                yield new Deaf<>();
            }
            case Admission.Verdict.Later(String why, long millis) -> {
                context.observer().refused("rate");
                Metadata advice = new Metadata();
                advice.put(PUSHBACK, Long.toString(millis));
                client.onError(Status.UNAVAILABLE.withDescription(why).asRuntimeException(advice));
                yield new Deaf<>();
            }
            case Admission.Verdict.Admitted() -> {
                DiscoveryStream<Q, R> stream = made.get();
                if (client instanceof ServerCallStreamObserver<?> call) {
                    call.setOnCancelHandler(() -> stream.onEnd("cancelled"));
                    call.setOnReadyHandler(stream::onDrained);
                    call.disableAutoRequest();
                }
                context.streams().add(stream);
                stream.wantNext();
                yield stream;
            }
        };
    }

    /** What a refused client still says is not heard. */
    private static final class Deaf<Q> implements StreamObserver<Q> {

        @Override
        public void onNext(Q request) {}

        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onCompleted() {}
    }

    private void tick() {
        context.streams().forEach(ClientStream::onTick);
    }
}
