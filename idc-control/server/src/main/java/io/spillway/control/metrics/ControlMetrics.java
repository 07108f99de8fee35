package io.spillway.control.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spillway.control.inspection.HostView;
import io.spillway.control.load.Nonsense;
import io.spillway.control.node.NodeObserver;
import io.spillway.control.service.ControlService;
import io.spillway.control.service.DeliveryReport.PushState;
import io.spillway.control.service.DeliveryReport.PushView;
import io.spillway.control.service.SpillView;
import io.spillway.control.service.StatusReport.SyncState;
import io.spillway.control.snapshot.ResourceType;

/** Meters of a control node. Recording is cheap and safe for any thread; ratios are computed when they are read. */
public final class ControlMetrics implements NodeObserver {

    private static final String PUSH_LATENCY = "spillway.control.push.latency";
    private static final String SEND_LATENCY = "spillway.control.send.latency";
    private static final String DELIVERY_TIME = "spillway.control.delivery.time";
    private static final String STRAGGLERS = "spillway.control.stragglers";
    private static final String DELIVERY_RATIO = "spillway.control.delivery.ratio";
    private static final String DATA_PLANES = "spillway.control.data.planes";
    private static final String NACKS = "spillway.control.nacks";
    private static final String EVENT_QUEUE = "spillway.control.event.queue";
    private static final String INDEX = "spillway.control.index";
    private static final String READY = "spillway.control.ready";
    private static final String CONNECTED = "spillway.control.registry.connected";
    private static final String REVISION = "spillway.control.registry.revision";
    private static final String REFUSED = "spillway.control.xds.refused";
    private static final String CONFIRMED = "spillway.control.imports.confirmed";
    private static final String HELD = "spillway.control.registry.held";
    private static final String CERTIFICATE = "spillway.control.certificate.expiry";
    private static final String NODES = "spillway.control.nodes";
    private static final String DRAINING = "spillway.control.draining";
    private static final String RELEASED = "spillway.control.released";
    private static final Duration STEADY = Duration.ofSeconds(2);

    private final MeterRegistry meters;
    private final Map<ResourceType, Timer> push = new EnumMap<>(ResourceType.class);
    private final Map<ResourceType, Timer> send = new EnumMap<>(ResourceType.class);
    private final Map<ResourceType, Counter> nacks = new EnumMap<>(ResourceType.class);
    private final Map<Integer, Timer> delivery = new ConcurrentHashMap<>();
    private final LoadMeters load;
    private final HealthMeters health;
    private final SpillMeters spills;
    private final AuditMeters audit;
    private final SwitchOverMeters switchOvers;
    private final Timer index;
    private final AtomicInteger queue = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger nodes = new AtomicInteger();
    private final AtomicInteger draining = new AtomicInteger();
    private final AtomicInteger ready = new AtomicInteger();
    private final AtomicLong revision = new AtomicLong();

    /** Registers everything that needs no node. */
    public ControlMetrics(MeterRegistry meters) {
        this.meters = meters;
        for (ResourceType type : ResourceType.values()) {
            push.put(type, latency(PUSH_LATENCY, "Registry event to Ack of the client", type));
            send.put(type, latency(SEND_LATENCY, "Registry event to bytes on the wire", type));
            nacks.put(type, Counter.builder(NACKS).description("Responses that clients refused")
                    .tag("type", type.shortName()).register(meters));
        }
        this.spills = new SpillMeters(meters);
        this.audit = new AuditMeters(meters);
        this.switchOvers = new SwitchOverMeters(meters);
        this.index = Timer.builder(INDEX).description("Folding one registry event into state and catalog")
                .publishPercentileHistogram().minimumExpectedValue(Duration.ofNanos(10_000))
                .maximumExpectedValue(Duration.ofSeconds(1)).register(meters);
        this.load = new LoadMeters(meters);
        this.health = new HealthMeters(meters);
        gauge(EVENT_QUEUE, "Registry events that wait to be folded in", queue);
        gauge(HELD, "Resources that are served although the registry has them no more", held);
        gauge(NODES, "Control nodes of this IDC that live, as this one knows it", nodes);
        gauge(DRAINING, "Workloads that drain and wait for clients to Ack that", draining);
        for (String reason : List.of("acked", "deadline")) {
            released(reason, 0);
        }
        gauge(READY, "Whether this node is ready", ready);
        gauge(REVISION, "Registry revision that is served", revision);
    }

    /** Registers what is asked of a running node. */
    public void watch(ControlService service) {
        spills.watch(service);
        for (SyncState state : SyncState.values()) {
            Gauge.builder(DATA_PLANES, service, node -> clients(node, state))
                    .description("Data planes by state of their worst type").tag("state", state.name())
                    .register(meters);
        }
        Gauge.builder(CONNECTED, service, node -> node.registry().connected() ? 1 : 0)
                .description("Whether the registry answers").register(meters);
        Gauge.builder(STRAGGLERS, service, node -> node.delivery(Long.MAX_VALUE).stragglers().size())
                .description("Data planes that owe an answer for more than 5 s").register(meters);
        AuditMeters.watch(meters, service);
        load.watch(service);
        health.watch(service);
        new PeerMeters(meters).watch(service);
        for (ResourceType type : ResourceType.values()) {
            Gauge.builder(DELIVERY_RATIO, service, node -> ratio(node.pushes(), type))
                    .description("Share of pushes Acked, of clients connected for 2 s after the event")
                    .tag("type", type.shortName()).register(meters);
        }
    }

    /** Registers what is asked of the machine. */
    public void watch(HostView host, InstantSource clock) {
        if (!host.certificates().isEmpty()) {
            Gauge.builder(CERTIFICATE, host, files -> certificateSeconds(files, clock.instant())).baseUnit("seconds")
                    .description("Time until the certificate ends, or the first of all that this process has files of")
                    .tag("certificate", "all").register(meters);
        }
    }

    @Override
    public void switchOvers(Map<String, String> states) {
        switchOvers.states(states);
    }

    @Override
    public void automatic(Map<String, Boolean> armed, boolean selfCheck) {
        switchOvers.automatic(armed, selfCheck);
    }

    @Override
    public void switchOverLeft(String phase, Duration stayed) {
        switchOvers.left(phase, stayed);
    }

    /** Returns the time until the first end; NaN when no file can be read. */
    private static double certificateSeconds(HostView host, Instant now) {
        return host.certificates().stream().map(HostView.CertificateFile::until).filter(Objects::nonNull)
                .mapToDouble(until -> Duration.between(now, until).toSeconds()).min().orElse(Double.NaN);
    }

    @Override
    public void acked(ResourceType type, long nanosSinceEvent) {
        record(push, type, nanosSinceEvent);
    }

    @Override
    public void sent(ResourceType type, long nanosSinceEvent) {
        record(send, type, nanosSinceEvent);
    }

    @Override
    public void delivered(int percent, long nanosSinceEvent) {
        delivery.computeIfAbsent(percent, share -> timer(DELIVERY_TIME,
                "Registry event until that share of the clients that it changes had Acked it", "percent",
                Integer.toString(share))).record(Duration.ofNanos(Math.max(0, nanosSinceEvent)));
    }

    @Override
    public void refused(String reason) {
        Counter.builder(REFUSED).description("Streams on the ads listener that were refused or ended by this node")
                .tag("reason", reason)
                .baseUnit("streams").register(meters).increment();
    }

    @Override
    public void nacked(ResourceType type) {
        Counter counter = nacks.get(type);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void loadReported() {
        load.loadReported();
    }

    @Override
    public void loadIgnored(Nonsense reason, int parts) {
        load.loadIgnored(reason, parts);
    }

    @Override
    public void spillDecided(SpillView decided) {
        spills.decided(decided);
    }

    @Override
    public void spillLost(String service, String reason) {
        spills.lost();
    }

    @Override
    public void audited() {
        audit.audited();
    }

    @Override
    public void auditNotExtended() {
        audit.auditNotExtended();
    }

    @Override
    public void auditRefused() {
        audit.auditRefused();
    }

    @Override
    public void loadRefused(String code) {
        load.loadRefused(code);
    }

    @Override
    public void checked(String probe, String outcome, long nanos) {
        health.checked(probe, outcome, nanos);
    }

    @Override
    public void healthChanged(String to) {
        health.healthChanged(to);
    }

    @Override
    public void rechecked(int workloads) {
        health.rechecked(workloads);
    }

    @Override
    public void step(int waiting, long nanos, long atRevision) {
        queue.set(waiting);
        revision.set(atRevision);
        index.record(Duration.ofNanos(nanos));
    }

    @Override
    public void registry(boolean isConnected) {
        // Asked of the node at each scrape: what was never reached changes no side.
    }

    @Override
    public void held(int resources) {
        held.set(resources);
    }

    @Override
    public void confirmed(String idc) {
        Counter.builder(CONFIRMED)
                .description("Updates of the peer that were held and that it confirmed when asked anew")
                .tag("peer", idc).register(meters).increment();
    }

    @Override
    public void nodes(int live) {
        nodes.set(live);
    }

    @Override
    public void draining(int workloads) {
        draining.set(workloads);
    }

    @Override
    public void released(String reason) {
        released(reason, 1);
    }

    private void released(String reason, int workloads) {
        Counter.builder(RELEASED)
                .description("Workloads released by this node: all clients had Acked, or the deadline had passed")
                .tag("reason", reason).baseUnit("workloads").register(meters).increment(workloads);
    }

    @Override
    public void ready(boolean isReady) {
        ready.set(isReady ? 1 : 0);
    }

    /** Returns the share of Acked pushes; 1 when there were none. Pushes whose client left in time do not count. */
    static double ratio(List<PushView> pushes, ResourceType type) {
        Instant newest = pushes.stream().map(PushView::eventAt).max(Instant::compareTo).orElse(Instant.EPOCH);
        long all = 0;
        long acked = 0;
        for (PushView pushed : pushes) {
            boolean young = pushed.eventAt().plus(STEADY).isAfter(newest) && pushed.state() == PushState.PENDING;
            if (pushed.type().equals(type.shortName()) && pushed.state() != PushState.GONE && !young) {
                all++;
                acked += pushed.state() == PushState.ACKED ? 1 : 0;
            }
        }
        return all == 0 ? 1 : (double) acked / all;
    }

    private static double clients(ControlService service, SyncState state) {
        Map<String, SyncState> worst = new HashMap<>();
        service.dataPlanes().forEach(view -> worst.merge(view.node(), view.state(),
                (one, other) -> one.compareTo(other) >= 0 ? one : other));
        return worst.values().stream().filter(state::equals).count();
    }

    private Timer latency(String name, String help, ResourceType type) {
        return timer(name, help, "type", type.shortName());
    }

    private Timer timer(String name, String help, String tag, String value) {
        return Timer.builder(name).description(help).tag(tag, value).publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(100_000)).maximumExpectedValue(Duration.ofSeconds(10))
                .register(meters);
    }

    private void gauge(String name, String help, Number value) {
        Gauge.builder(name, value, Number::doubleValue).description(help).register(meters);
    }

    private static void record(Map<ResourceType, Timer> timers, ResourceType type, long nanos) {
        Timer timer = timers.get(type);
        if (timer != null) {
            timer.record(Duration.ofNanos(Math.max(0, nanos)));
        }
    }
}
