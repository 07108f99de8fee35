package io.spillway.gateway.xds.load;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.load_stats.v3.LoadReportingServiceGrpc;
import io.envoyproxy.envoy.service.load_stats.v3.LoadStatsRequest;
import io.envoyproxy.envoy.service.load_stats.v3.LoadStatsResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.spillway.gateway.xds.stream.ControlAddress;
import io.spillway.gateway.xds.stream.ControlPlanes;
import io.spillway.gateway.xds.stream.FullJitter;
import io.spillway.gateway.xds.stream.StreamTiming;
import io.spillway.gateway.xds.thread.OwnerThread;
import io.spillway.model.time.Ticker;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends load reports to one of several control planes, as often as it asks. Its thread {@code load-reports} owns every
 * field; counting goes on elsewhere and never waits for it. A control plane that does not take reports is asked again once
 * a minute.
 */
public final class LoadReportClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoadReportClient.class);
    private static final Duration NOT_SERVED = Duration.ofMinutes(1);
    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);

    /**
     * What the client takes from outside.
     *
     * @param node who reports
     * @param planes the control planes; they take turns
     * @param timing how patient the client is
     * @param jitter waiting times between attempts; not shared
     * @param ticker for the length of an interval
     * @param clock the time of day, which is told
     */
    public record Setting(Node node, ControlPlanes planes, StreamTiming timing, FullJitter jitter, Ticker ticker,
            InstantSource clock) {}

    private final Setting setting;
    private final LoadSource source;
    private final OwnerThread owner = new OwnerThread("load-reports");
    private final Report report = new Report();
    private final Paths paths = new Paths();
    private int next;
    private long lastReport;
    private @Nullable Stream stream;
    private boolean closed;

    private LoadReportClient(Setting setting, LoadSource source) {
        this.setting = setting;
        this.source = source;
        this.lastReport = setting.ticker().nanos();
    }

    /** Starts to report. */
    public static LoadReportClient start(Setting setting, LoadSource source) {
        LoadReportClient client = new LoadReportClient(setting, source);
        client.owner.execute(client::connect);
        return client;
    }

    private void connect() {
        if (!closed) {
            List<ControlAddress> addresses = setting.planes().addresses();
            ControlAddress address = addresses.get(next);
            next = (next + 1) % addresses.size();
            stream = new Stream(address);
        }
    }

    private void ended(Stream which, Status status) {
        if (stream != which || closed) {
            return;
        }
        stream = null;
        which.channel.shutdownNow();
        boolean notServed = status.getCode() == Status.Code.UNIMPLEMENTED;
        if (which.reporting) {
            LOG.info("Load reports: sent to {} -> not sent, {}", which.address, status);
        }
        Duration wait = setting.jitter().next();
        owner.after(notServed ? NOT_SERVED : wait, this::connect);
    }

    /** Ends the stream, without a last report. */
    @Override
    public void close() {
        owner.close(() -> {
            closed = true;
            if (stream != null) {
                stream.channel.shutdownNow();
            }
        });
    }

    /** One stream; gRPC calls back on the owner thread. */
    private final class Stream implements StreamObserver<LoadStatsResponse> {
        private final ControlAddress address;
        private final ManagedChannel channel;
        private final StreamObserver<LoadStatsRequest> requests;
        private Set<String> wanted = Set.of();
        private Duration interval = DEFAULT_INTERVAL;
        private boolean reporting;
        private int asked;

        Stream(ControlAddress address) {
            this.address = address;
            StreamTiming timing = setting.timing();
            channel = setting.planes().channel(address).executor(owner)
                    .keepAliveTime(timing.keepAliveEvery().toMillis(), TimeUnit.MILLISECONDS)
                    .keepAliveTimeout(timing.keepAliveWithin().toMillis(), TimeUnit.MILLISECONDS)
                    .build();
            requests = LoadReportingServiceGrpc.newStub(channel).streamLoadStats(this);
            requests.onNext(LoadStatsRequest.newBuilder().setNode(setting.node()).build());
        }

        @Override
        public void onNext(LoadStatsResponse response) {
            if (stream != this) {
                return;
            }
            // Neither a list nor the word for all means that nothing is wanted; the stream stays for when that changes.
            boolean nothing = !response.getSendAllClusters() && response.getClustersCount() == 0;
            wanted = response.getSendAllClusters() ? Set.of() : Set.copyOf(response.getClustersList());
            Duration told = Duration.ofSeconds(response.getLoadReportingInterval().getSeconds(),
                    response.getLoadReportingInterval().getNanos());
            interval = told.compareTo(SHORTEST) < 0 ? SHORTEST : told;
            if (!reporting) {
                LOG.info("Load reports: not sent -> sent to {} every {}", address, interval);
                setting.jitter().reset();
            }
            reporting = true;
            asked++;
            if (!nothing) {
                plan(asked);
            }
        }

        private void plan(int request) {
            owner.after(interval, () -> {
                if (stream == this && request == asked) {
                    send();
                    plan(request);
                }
            });
        }

        /** The time that a report covers began with the one before, on whatever stream that was. */
        private void send() {
            long now = setting.ticker().nanos();
            LoadStatsRequest next = report.next(source.totals(), wanted, Duration.ofNanos(now - lastReport));
            requests.onNext(next.toBuilder().setNode(withNews()).build());
            lastReport = now;
        }

        /** LRS wants the node in the first message only; in later ones a control plane that does not know this passes over it. */
        private Node withNews() {
            long millis = setting.clock().millis();
            return Node.newBuilder().setId(setting.node().getId())
                    .setMetadata(Struct.newBuilder()
                            .putFields(XdsNames.NODE_CLOCK,
                                    Value.newBuilder().setNumberValue((double) millis).build())
                            .putFields(XdsNames.NODE_PATHS, paths.next(source.paths(), millis)))
                    .build();
        }

        @Override
        public void onError(Throwable cause) {
            ended(this, Status.fromThrowable(cause));
        }

        @Override
        public void onCompleted() {
            ended(this, Status.OK);
        }
    }
}
