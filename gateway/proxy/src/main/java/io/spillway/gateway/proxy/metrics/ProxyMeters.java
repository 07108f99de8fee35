package io.spillway.gateway.proxy.metrics;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.spillway.gateway.failover.Ejection;
import io.spillway.gateway.overload.OverloadLevel;
import io.spillway.gateway.overload.Signal;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.XdsCluster;
import io.spillway.process.metrics.Metrics;
import io.spillway.process.metrics.ShownRows;

/** The gateway's meters, once per process. Safe for all threads; event loops use their own {@link LoopMeters}. */
public final class ProxyMeters {
    private static final Duration[] BUCKETS = {Duration.ofNanos(500_000), Duration.ofMillis(1), Duration.ofMillis(2),
            Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15)};

    private static final Duration[] TUNNEL_BUCKETS = {Duration.ofMillis(100), Duration.ofSeconds(1),
            Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1),
            Duration.ofHours(8)};

    private final MeterRegistry registry;
    private final String idc;
    private final Counter loopsRefused;
    private final Counter budgetDenied;
    private final LongAdder downstream = new LongAdder();
    private final LongAdder upstream = new LongAdder();
    private final LongAdder tunnels = new LongAdder();
    private final ShownRows ejected;
    /** Used by the thread that calls {@link #expect}. */
    private final EarlyCounters early = new EarlyCounters(this);
    private final List<LoopMeters> loops = new CopyOnWriteArrayList<>();
    /** The registry holds it weakly only. */
    private List<LongSupplier> spanCounts = List.of();
    /** The registry holds it weakly only. */
    private LongSupplier accessLogDropped = () -> 0;

    /** Returns the meters of a process. */
    public static ProxyMeters of(Metrics metrics, String idc) {
        return new ProxyMeters(metrics.registry(), idc);
    }

    private ProxyMeters(MeterRegistry registry, String idc) {
        this.registry = registry;
        this.idc = idc;
        loopsRefused = Counter.builder(MeterNames.LOOPS_REFUSED).description("Requests that came back to this IDC")
                .register(registry);
        budgetDenied = Counter.builder(MeterNames.RETRY_BUDGET_DENIED)
                .description("Retries that were not made because the target IDC's budget was spent").register(registry);
        ejected = new ShownRows(MultiGauge.builder(MeterNames.EJECTED)
                .description("Endpoints that this gateway has ejected").register(registry));
        connections("downstream", downstream);
        connections("upstream", upstream);
        Gauge.builder(MeterNames.TUNNELS, tunnels, LongAdder::sum)
                .description(
                        "Open tunnels: TCP connections, CONNECT and connections that were upgraded to another protocol")
                .register(registry);
        Gauge.builder(MeterNames.EVENT_LOOP_LAG, this, ProxyMeters::worstLag).baseUnit("seconds")
                .description("How late the slowest event loop was of late").register(registry);
    }

    /** Gives the counters of what may happen to these clusters their birth; to be called by one thread, when they change. */
    public void expect(Iterable<XdsCluster> clusters, Iterable<ListenerRole> listeners) {
        early.ofGateway();
        clusters.forEach(cluster -> early.of(cluster, listeners));
    }

    private void connections(String side, LongAdder count) {
        Gauge.builder(MeterNames.CONNECTIONS, count, LongAdder::sum).tag("side", side).description("Open connections")
                .register(registry);
    }

    private double worstLag() {
        double worst = 0;
        for (LoopMeters loop : loops) {
            worst = Math.max(worst, loop.lagSeconds());
        }
        return worst;
    }

    /** Returns a new way to these meters, for one event loop. */
    public LoopMeters forLoop() {
        LoopMeters meters = new LoopMeters(this);
        loops.add(meters);
        return meters;
    }

    /** Shows how old the configuration is and whether a control plane is connected. */
    public void watchConfiguration(DoubleSupplier ageSeconds, BooleanSupplier connected) {
        Gauge.builder(MeterNames.SNAPSHOT_AGE, ageSeconds, DoubleSupplier::getAsDouble).baseUnit("seconds")
                .strongReference(true).description("Time since a control plane last confirmed the snapshot in use")
                .register(registry);
        Gauge.builder(MeterNames.CONTROL_CONNECTED, connected, c -> c.getAsBoolean() ? 1 : 0).strongReference(true)
                .description("1 while a control plane is connected").register(registry);
    }

    /** Shows what a gateway that subscribes on demand waits for and holds. */
    public void watchOnDemand(IntSupplier waiting, IntSupplier subscribed) {
        Gauge.builder(MeterNames.SERVICE_WAITING, waiting, IntSupplier::getAsInt).strongReference(true)
                .description("Requests that wait for a service that the control plane was asked for")
                .register(registry);
        Gauge.builder(MeterNames.SERVICES_SUBSCRIBED, subscribed, IntSupplier::getAsInt).strongReference(true)
                .description("Groups of services that requests have asked for and that are not forgotten")
                .register(registry);
    }

    /** Shows what became of spans; to be called once, with what lives as long as the process. */
    public void watchTracing(LongSupplier exported, LongSupplier dropped, LongSupplier failed) {
        spanCounts = List.of(exported, failed, dropped);
        for (int i = 0; i < 2; i++) {
            int which = i;
            FunctionCounter.builder(MeterNames.SPANS, this, meters -> meters.spanCounts.get(which).getAsLong())
                    .tag("outcome", i == 0 ? "exported" : "failed")
                    .description("Spans by whether a collector has taken them").register(registry);
        }
        FunctionCounter.builder(MeterNames.TRACES_DROPPED, this, meters -> meters.spanCounts.get(2).getAsLong())
                .description("Requests whose spans were lost because the exporter was slow").register(registry);
    }

    /** Shows how many access log entries were lost. */
    public void watchAccessLog(LongSupplier dropped) {
        accessLogDropped = dropped;
        FunctionCounter.builder(MeterNames.ACCESS_LOG_DROPPED, this, meters -> meters.accessLogDropped.getAsLong())
                .description("Access log entries lost because the writer was slow").register(registry);
    }

    /** Shows the ejections in force; to be called about once a second. */
    public void ejections(List<Ejection> inForce) {
        Map<Tags, Long> rows = new HashMap<>();
        for (Ejection ejection : inForce) {
            rows.merge(Tags.of("service", ejection.service(), "idc", ejection.idc()), 1L, Long::sum);
        }
        ejected.show(rows);
    }

    /** Returns how late the slowest event loop is, now. */
    public long worstLagNanos(long now) {
        long worst = 0;
        for (LoopMeters loop : loops) {
            worst = Math.max(worst, loop.lagNanos(now));
        }
        return worst;
    }

    /** Returns how many connections from clients are open. */
    public long downstreamCount() {
        return downstream.sum();
    }

    /** Shows how far the gateway has withdrawn, and why. */
    public void watchOverload(Supplier<OverloadLevel> level, ToDoubleFunction<Signal> pressure) {
        Gauge.builder(MeterNames.OVERLOAD_LEVEL, level, one -> number(one.get())).strongReference(true)
                .description("How far the gateway has withdrawn: 0 calm, 1 warm, 2 hot, 3 severe, 4 full")
                .register(registry);
        for (Signal signal : Signal.values()) {
            Gauge.builder(MeterNames.PRESSURE, pressure, one -> one.applyAsDouble(signal)).strongReference(true)
                    .tag("signal", signal.word()).baseUnit("ratio")
                    .description("How much of a thing is in use, 1 for as much as there may be").register(registry);
        }
    }

    private static int number(OverloadLevel level) {
        return switch (level) {
            case CALM -> 0;
            case WARM -> 1;
            case HOT -> 2;
            case SEVERE -> 3;
            case FULL -> 4;
        };
    }

    Counter shedCounter(String priority, String reason) {
        return Counter.builder(MeterNames.SHED).tags("class", priority, "reason", reason)
                .description("Requests refused because something was used up").register(registry);
    }

    /** Returns the count of open upstream connections. */
    public LongAdder upstreamConnections() {
        return upstream;
    }

    LongAdder tunnels() {
        return tunnels;
    }

    LongAdder downstreamConnections() {
        return downstream;
    }

    Counter loopsRefused() {
        return loopsRefused;
    }

    Counter budgetDenied() {
        return budgetDenied;
    }

    Counter requestCounter(RequestLabels labels) {
        return Counter.builder(MeterNames.REQUESTS).tags(tags(labels).and("reason", labels.reason()))
                .description("Requests answered, or given up").register(registry);
    }

    Timer requestTimer(RequestLabels labels) {
        return Timer.builder(MeterNames.REQUEST).tags(tags(labels)).serviceLevelObjectives(BUCKETS)
                .description("From the complete request head to the end of the answer").register(registry);
    }

    Timer tunnelTimer(RequestLabels labels) {
        return Timer.builder(MeterNames.TUNNEL)
                .tags("idc", idc, "listener", labels.listener(), "service", labels.service(), "target_idc",
                        labels.targetIdc())
                .serviceLevelObjectives(TUNNEL_BUCKETS)
                .description("How long tunnels lasted: TCP connections, CONNECT and upgraded connections")
                .register(registry);
    }

    private Tags tags(RequestLabels labels) {
        return Tags.of("idc", idc, "listener", labels.listener(), "service", labels.service(), "target_idc",
                labels.targetIdc(), "priority", labels.priority() < 0 ? "none" : Integer.toString(labels.priority()),
                "code_class", labels.codeClassText());
    }

    Counter attemptCounter(String service, String targetIdc, String outcome) {
        return Counter.builder(MeterNames.ATTEMPTS)
                .tags("service", service, "target_idc", targetIdc, "outcome", outcome)
                .description("Attempts to get an answer from an endpoint").register(registry);
    }

    Counter retestCounter(String service, String targetIdc, String outcome) {
        return Counter.builder(MeterNames.RETESTS)
                .tags("service", service, "target_idc", targetIdc, "outcome", outcome)
                .description("Tests of endpoints that this gateway ejected").register(registry);
    }

    Counter probeCounter(String targetIdc, String outcome) {
        return Counter.builder(MeterNames.PATH_PROBES).tags("target_idc", targetIdc, "outcome", outcome)
                .description("Probes of the ways to other IDCs' gateways").register(registry);
    }

    Counter failoverCounter(String service, String fromIdc, String targetIdc, String reason) {
        return Counter.builder(MeterNames.FAILOVERS)
                .tags("service", service, "from_idc", fromIdc, "target_idc", targetIdc, "reason", reason)
                .description("Requests that went on in a later priority").register(registry);
    }

    Counter hedgeCounter(String service, String targetIdc, String outcome) {
        return Counter.builder(MeterNames.HEDGES)
                .tags("service", service, "target_idc", targetIdc, "outcome", outcome)
                .description("Second attempts beside slow ones by what became of them, or why there was none")
                .register(registry);
    }

    Counter mirrorCounter(String service, String outcome) {
        return Counter.builder(MeterNames.MIRRORS).tags("service", service, "outcome", outcome)
                .description("Copies of requests by what became of them, those that were left out included")
                .register(registry);
    }
}
