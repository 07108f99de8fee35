package io.spillway.control.ads;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.envoyproxy.envoy.config.core.v3.ControlPlane;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.spillway.control.service.DeliveryReport.StragglerView;
import io.spillway.control.service.PresentedCertificate;
import io.spillway.control.service.StatusReport.DataPlaneView;
import io.spillway.control.snapshot.Catalog;
import io.spillway.control.snapshot.CatalogChange;
import io.spillway.control.state.StateKeeper;

/**
 * The aggregated discovery service. Streams are refused with UNAVAILABLE until this node is ready. The state of
 * each stream is owned by the event loop of its connection; a change of the catalog is only handed over here.
 */
public final class AdsService implements BindableService, AutoCloseable {

    /** How many revisions are remembered where nobody says. */
    public static final int DEFAULT_REMEMBERED = 500;

    private static final long TICK_MILLIS = 100;
    private static final long STRAGGLERS_SECONDS = 1;
    private static final int HEAVY_PER_PROCESSOR = 2;
    /** When to try again, in milliseconds (gRFC A6, "Pushback"). */
    private static final Metadata.Key<String> PUSHBACK = Metadata.Key.of("grpc-retry-pushback-ms",
            Metadata.ASCII_STRING_MARSHALLER);

    private final AdsContext context;
    private final ScheduledExecutorService timer;
    private final Supplier<List<String>> notReady;
    private final Stragglers stragglers;
    private final Fleet fleet;

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
     * @param remembered of how many revisions is known who has them, at least 1
     */
    public record Bounds(Duration stuckAfter, AdsLimits limits, int remembered) {

        /** Creates bounds of a service that remembers as much as usual. */
        public Bounds(Duration stuckAfter, AdsLimits limits) {
            this(stuckAfter, limits, DEFAULT_REMEMBERED);
        }
    }

    /** Creates a service of a node that has no name. */
    public AdsService(String ownIdc, Supplier<Catalog> newest, Supplier<List<String>> notReady,
            StateKeeper.Times times, Bounds bounds, AdsObserver observer) {
        this(new Self(ownIdc, ""), newest, notReady, times, bounds, observer);
    }

    /** Who serves, as clients are told in {@code control_plane}. */
    public record Self(String idc, String node) {

        ControlPlane controlPlane() {
            return ControlPlane.newBuilder().setIdentifier(node.isEmpty() ? idc : idc + "/" + node).build();
        }
    }

    /**
     * Creates a service.
     *
     * @param newest     the newest catalog
     * @param notReady   what this node waits for; empty when ready
     */
    public AdsService(Self self, Supplier<Catalog> newest, Supplier<List<String>> notReady,
            StateKeeper.Times times, Bounds bounds, AdsObserver observer) {
        this.notReady = notReady;
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("ads-timer").daemon().factory());
        this.context = new AdsContext(self.idc(), self.controlPlane(), newest, times.ticker(), times.clock(),
                bounds.stuckAfter(),
                new PushLog(bounds.remembered()), observer, ConcurrentHashMap.newKeySet(),
                new Backlog(HEAVY_PER_PROCESSOR * Runtime.getRuntime().availableProcessors()), bounds.limits(),
                new Admission<>(bounds.limits(), times.ticker(), new SplittableRandom(times.ticker().nanos())),
                new Receipts(), new GrpcCatalog(newest), new Farewells());
        this.fleet = new Fleet(context.streams(), context.ticker());
        this.stragglers = new Stragglers(context.log(), times.ticker(), observer);
        var _ = timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        var _ = timer.scheduleWithFixedDelay(stragglers::look, STRAGGLERS_SECONDS, STRAGGLERS_SECONDS,
                TimeUnit.SECONDS);
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition.builder(AggregatedDiscoveryServiceGrpc.SERVICE_NAME)
                .addMethod(Encoded.method(AggregatedDiscoveryServiceGrpc.getDeltaAggregatedResourcesMethod()),
                        ServerCalls.asyncBidiStreamingCall(this::delta))
                .addMethod(Encoded.method(AggregatedDiscoveryServiceGrpc.getStreamAggregatedResourcesMethod()),
                        ServerCalls.asyncBidiStreamingCall(this::world))
                .build();
    }

    /** Begins a stream of the incremental protocol. */
    StreamObserver<DeltaDiscoveryRequest> delta(StreamObserver<Encoded> client) {
        return admitted(client, () -> new DeltaStream(context, client));
    }

    /** Begins a stream of the state-of-the-world protocol. */
    StreamObserver<DiscoveryRequest> world(StreamObserver<Encoded> client) {
        return admitted(client, () -> new WorldStream(context, client));
    }

    /** Hands a newer catalog to every client. The catalog must already be the newest one. */
    public void publish(CatalogChange change, long revision, long receivedNanos, java.time.Instant receivedAt) {
        if (!change.isEmpty()) {
            Push.Cause cause = new Push.Cause(revision, receivedNanos, receivedAt);
            RevisionDelivery delivery = context.log().open(cause);
            List<ClientStream> streams = List.copyOf(context.streams());
            delivery.handed(streams.size());
            Fanout.tell(streams, stream -> stream.onChange(change, cause, delivery));
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
        return fleet.views();
    }

    /** Returns the certificates of the clients, of each the one that lasts longest; none in the clear. */
    public List<PresentedCertificate> presented() {
        return fleet.presented();
    }

    /** Returns how many such nodes are clients of this one. */
    public int clients(Predicate<NodeIdentity> such) {
        return fleet.clients(such);
    }

    /**
     * Returns the same with what each client should have; waits for the executors of the streams, which may be busy. A stream
     * that is not compared in time is shown without.
     *
     * @param all whether also those are compared of which nothing is known to differ; that costs a look at everything that
     *            anybody subscribes
     */
    public List<DataPlaneView> compared(boolean all) {
        return fleet.compared(all);
    }

    /** Returns the newest pushes. */
    public PushLog pushes() {
        return context.log();
    }

    /** Returns the clients that owe an answer for long, the slowest first. */
    public List<StragglerView> stragglers() {
        return stragglers.now();
    }

    /** Ends all streams, so that clients go to another node at once, and all threads. */
    @Override
    public void close() {
        Set.copyOf(context.streams())
                .forEach(stream -> stream.cut(Status.UNAVAILABLE.withDescription("this node is shutting down")));
        timer.shutdownNow();
    }

    private <Q> StreamObserver<Q> admitted(StreamObserver<Encoded> client, Supplier<DiscoveryStream<Q>> made) {
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
                DiscoveryStream<Q> stream = made.get();
                if (client instanceof ServerCallStreamObserver<?> call) {
                    call.setOnCancelHandler(() -> stream.onEnd("cancelled"));
                    call.setOnReadyHandler(stream::onDrained);
                    call.disableAutoRequest();
                }
                context.streams().add(stream);
                stream.wantNextInTurn();
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
