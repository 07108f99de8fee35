package io.spillway.control.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import io.spillway.control.service.SpillView;
import io.spillway.control.snapshot.ResourceType;

/** Meters of a control node. Recording is cheap and safe for any thread; ratios are computed when they are read. */
public final class ControlMetrics implements NodeObserver {

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

    private final MeterRegistry meters;
    private final PushMeters pushes;
    private final LoadMeters load;
    private final HealthMeters health;
    private final SpillMeters spills;
    private final AuditMeters audit;
    private final SwitchOverMeters switchOvers;
    private final DrillMeters drills;
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
        this.pushes = new PushMeters(meters);
        this.spills = new SpillMeters(meters);
        this.audit = new AuditMeters(meters);
        this.switchOvers = new SwitchOverMeters(meters);
        this.drills = new DrillMeters(meters);
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
        pushes.watch(service);
        Gauge.builder(CONNECTED, service, node -> node.registry().connected() ? 1 : 0)
                .description("Whether the registry answers").register(meters);
        AuditMeters.watch(meters, service);
        load.watch(service);
        health.watch(service);
        new PeerMeters(meters).watch(service);
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
    public void drills(List<DrillFigures> all) {
        drills.drills(all);
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
        pushes.acked(type, nanosSinceEvent);
    }

    @Override
    public void sent(ResourceType type, long nanosSinceEvent) {
        pushes.sent(type, nanosSinceEvent);
    }

    @Override
    public void delivered(int percent, long nanosSinceEvent) {
        pushes.delivered(percent, nanosSinceEvent);
    }

    @Override
    public void refused(String reason) {
        Counter.builder(REFUSED).description("Streams on the ads listener that were refused or ended by this node")
                .tag("reason", reason)
                .baseUnit("streams").register(meters).increment();
    }

    @Override
    public void nacked(ResourceType type) {
        pushes.nacked(type);
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

    private void gauge(String name, String help, Number value) {
        Gauge.builder(name, value, Number::doubleValue).description(help).register(meters);
    }
}
