package io.spillway.control.load;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.Supplier;

import io.envoyproxy.envoy.service.load_stats.v3.LoadReportingServiceGrpc;
import io.envoyproxy.envoy.service.load_stats.v3.LoadStatsRequest;
import io.envoyproxy.envoy.service.load_stats.v3.LoadStatsResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.spillway.control.ads.Caller;
import io.spillway.control.ads.NodeIdentity;
import io.spillway.control.service.LoadReport;
import io.spillway.control.state.StateKeeper;
import io.spillway.wire.xds.XdsNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The load reporting service (LRS). Asks every data plane for the load of all clusters and keeps it together. One thread,
 * {@code load}, owns everything here and makes a new {@link LoadReport} twice per interval, which any thread may read.
 * Streams are refused with UNAVAILABLE until this node is ready, because before that every cluster is unknown.
 */
public final class LoadService extends LoadReportingServiceGrpc.LoadReportingServiceImplBase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LoadService.class);
    /** A stream must say whose it is within this time. */
    private static final Duration SILENT_AT_FIRST = Duration.ofSeconds(10);
    /** How soon it is known that figures are wanted often; every second time they are looked at then. */
    private static final long GLANCE_MILLIS = LoadSettings.HURRY.toMillis() / 2;

    private final Setting setting;
    private final LoadSettings limits;
    private final ScheduledExecutorService owner;
    private final AtomicLong ids = new AtomicLong();
    private final LoadBook book; // owned by the thread
    private final Map<Long, LoadStream> streams = new HashMap<>(); // owned by the thread
    private final Desk desk = new Desk();
    private volatile LoadReport report;
    private volatile Heard heard = Heard.NOTHING;
    private boolean hurried; // owned by the thread
    private int glances; // owned by the thread

    /**
     * What the service takes from outside.
     *
     * @param node     the name of this control node
     * @param notReady what this node waits for; empty when ready
     * @param figures  what is made of what was measured
     */
    public record Setting(String idc, String node, LoadSettings limits, World world, StateKeeper.Times times,
            Supplier<List<String>> notReady, LoadObserver observer, FleetFigures figures) {}

    /** Creates a service and starts its thread. */
    public LoadService(Setting setting) {
        this.setting = setting;
        this.limits = setting.limits();
        this.book = new LoadBook(limits);
        this.report = new LoadReport(setting.idc(), setting.node(), setting.times().clock().instant(), limits.every(),
                List.of(), List.of());
        this.owner = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("load").daemon().factory());
        long look = Math.max(1, limits.look().toMillis());
        var _ = owner.scheduleWithFixedDelay(this::look, look, look, TimeUnit.MILLISECONDS);
        var _ = owner.scheduleWithFixedDelay(this::glance, GLANCE_MILLIS, GLANCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public StreamObserver<LoadStatsRequest> streamLoadStats(StreamObserver<LoadStatsResponse> client) {
        LoadStream stream = new LoadStream(ids.incrementAndGet(),
                (ServerCallStreamObserver<LoadStatsResponse>) client, this::run, setting.times().ticker(), desk);
        run(() -> admit(stream));
        return stream;
    }

    /** Returns what is known, at most half an interval old. */
    public LoadReport report() {
        return report;
    }

    /** Returns what is asked for, at most half an interval old. */
    public Heard heard() {
        return heard;
    }

    /** Ends all streams, so that clients go to another node at once, and the thread. */
    @Override
    public void close() {
        run(() -> List.copyOf(streams.values()).forEach(
                stream -> stream.cut(Status.UNAVAILABLE.withDescription("this node is shutting down"))));
        owner.shutdown();
    }

    private void run(Runnable task) {
        try {
            owner.execute(() -> guarded(task));
        } catch (RejectedExecutionException closed) {
            LOG.trace("closed", closed);
        }
    }

    /** One report that cannot be handled must not end the thread that all reports go through. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException bug) {
            LOG.error("a load report could not be taken", bug);
        }
    }

    private void admit(LoadStream stream) {
        List<String> waiting = setting.notReady().get();
        if (!waiting.isEmpty()) {
            stream.cut(Status.UNAVAILABLE.withDescription("not ready: " + String.join("; ", waiting)));
        } else if (streams.size() >= limits.streams()) {
            stream.cut(Status.RESOURCE_EXHAUSTED.withDescription(streams.size() + " load report streams (expected: "
                    + limits.streams() + " at most)"));
        } else {
            streams.put(stream.id(), stream);
        }
    }

    private void look() {
        guarded(() -> {
            long now = setting.times().ticker().nanos();
            for (LoadStream stream : List.copyOf(streams.values())) {
                if (stream.node().isEmpty() && now - stream.beganNanos() > SILENT_AT_FIRST.toNanos()) {
                    stream.cut(Status.DEADLINE_EXCEEDED.withDescription("no message within "
                            + SILENT_AT_FIRST.toSeconds() + " s (expected: one with the node)"));
                } else {
                    stream.askAgain();
                }
            }
            Instant at = setting.times().clock().instant();
            LongFunction<Instant> time = time(now, at);
            LoadFold fold = new LoadFold(time);
            List<Reporter> counting = book.counting(now);
            counting.forEach(fold::add);
            heard = heardOf(counting);
            setting.figures().look(counting, time);
            report = new LoadReport(setting.idc(), setting.node(), at, limits.every(), fold.reporters(),
                    fold.services());
        });
    }

    /** Returns the time of day at so many nanoseconds, when both are known for now. */
    private static LongFunction<Instant> time(long now, Instant at) {
        return nanos -> at.minusNanos(Math.max(0, now - nanos));
    }

    /** Looks whether traffic moves: then data planes report more often, and what they measure is looked at as often. */
    private void glance() {
        guarded(() -> {
            boolean hurry = setting.figures().hurry();
            if (hurry != hurried) {
                hurried = hurry;
                LOG.info("load reports: every {} ms -> every {} ms", every(!hurry).toMillis(), every(hurry).toMillis());
                List.copyOf(streams.values()).forEach(LoadStream::askAgain);
            }
            glances++;
            if (hurry && glances % 2 == 0) {
                long now = setting.times().ticker().nanos();
                setting.figures().look(book.counting(now), time(now, setting.times().clock().instant()));
            }
        });
    }

    private Duration every(boolean hurry) {
        return hurry && limits.every().compareTo(LoadSettings.HURRY) > 0 ? LoadSettings.HURRY : limits.every();
    }

    private static Heard heardOf(List<Reporter> counting) {
        Map<String, Double> demand = new HashMap<>();
        Set<String> gateways = new HashSet<>();
        Set<String> others = new HashSet<>();
        for (Reporter reporter : counting) {
            (reporter.role().equals(XdsNames.ROLE_GATEWAY) ? gateways : others).add(reporter.node());
            reporter.demand().forEach((cluster, rate) -> demand.merge(cluster, rate, Double::sum));
        }
        return new Heard(demand, gateways.size(), others.size());
    }

    /** What the streams ask for; on the owner's thread. */
    private final class Desk implements LoadStream.Desk {

        private static final double NANOS = 1e9;

        @Override
        public String mismatch(Caller caller, NodeIdentity identity) {
            return caller.mismatch(identity, setting.idc());
        }

        @Override
        public String identify(LoadStream stream, NodeIdentity identity, long nanos) {
            String refusal = identity.refusal(setting.idc());
            if (!refusal.isEmpty()) {
                return refusal;
            }
            if (identity.isSync()) {
                return "node " + identity.id() + ": role sync (expected: a data plane)";
            }
            Long tooMany = book.open(stream.id(), identity.id(), identity.role(), nanos);
            LoadStream oldest = tooMany == null ? null : streams.get(tooMany);
            if (oldest != null) {
                oldest.cut(Status.ABORTED.withDescription("node " + identity.id() + " began another stream (expected: "
                        + limits.streamsPerNode() + " at most)"));
            }
            LOG.debug("load reports of {}: none -> every {} ms", identity.id(), limits.every().toMillis());
            return "";
        }

        @Override
        public String take(LoadStream stream, LoadStatsRequest message, boolean first, long nanos) {
            String refusal = LoadReader.refusal(message, limits);
            boolean onlyNode = first && message.getClusterStatsCount() == 0;
            if (!refusal.isEmpty() || onlyNode) {
                return refusal;
            }
            Instant told = ClockSamples.told(message.getNode());
            if (told != null) {
                long since = setting.times().ticker().nanos() - nanos;
                book.clock(stream.id(), told, setting.times().clock().instant().minusNanos(since));
            }
            Map<String, PathTold> paths = PathTold.read(message.getNode(), setting.world(),
                    setting.times().clock().instant());
            if (paths != null) {
                book.paths(stream.id(), paths);
            }
            double gap = (nanos - book.heardNanos(stream.id(), nanos)) / NANOS;
            Interval interval = LoadReader.read(message, gap, setting.world(), limits);
            book.take(stream.id(), interval, nanos);
            setting.observer().loadReported();
            interval.ignored().forEach(setting.observer()::loadIgnored);
            return "";
        }

        @Override
        public List<String> clusters() {
            return setting.world().clusters();
        }

        @Override
        public com.google.protobuf.Duration every() {
            Duration now = LoadService.this.every(hurried);
            return com.google.protobuf.Duration.newBuilder().setSeconds(now.toSeconds()).setNanos(now.toNanosPart())
                    .build();
        }

        @Override
        public void refused(Status status) {
            setting.observer().loadRefused(status.getCode().name());
        }

        @Override
        public void ended(LoadStream stream, Status status) {
            streams.remove(stream.id());
            book.end(stream.id());
            if (!stream.node().isEmpty()) {
                LOG.debug("load reports of {}: every {} ms -> none, {} {}", stream.node(),
                        limits.every().toMillis(), status.getCode(), status.getDescription());
            }
        }
    }
}
