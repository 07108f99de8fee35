package io.spillway.control.node;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.spillway.control.ads.AdsService;
import io.spillway.control.ads.PushLog;
import io.spillway.control.audit.AuditLog;
import io.spillway.control.drain.Releases;
import io.spillway.control.drill.Drills;
import io.spillway.control.health.HealthService;
import io.spillway.control.history.RevisionHistory;
import io.spillway.control.imports.ImportServer;
import io.spillway.control.imports.lead.LeaderView;
import io.spillway.control.imports.lead.Standing;
import io.spillway.control.inspection.HostView;
import io.spillway.control.load.FleetFigures;
import io.spillway.control.load.LoadService;
import io.spillway.control.service.AcceptResult;
import io.spillway.control.service.ApplyRequest;
import io.spillway.control.service.ApprovalService;
import io.spillway.control.service.AuditService;
import io.spillway.control.service.CheckReport;
import io.spillway.control.service.ControlEvent;
import io.spillway.control.service.ControlService;
import io.spillway.control.service.DeleteRequest;
import io.spillway.control.service.DeliveryReport;
import io.spillway.control.service.DrillService;
import io.spillway.control.service.ExplainRequest;
import io.spillway.control.service.ExplainResult;
import io.spillway.control.service.HealthView;
import io.spillway.control.service.HistoryReport;
import io.spillway.control.service.Listing;
import io.spillway.control.service.LoadReport;
import io.spillway.control.service.Origin;
import io.spillway.control.service.ProbeWord;
import io.spillway.control.service.ReadinessView;
import io.spillway.control.service.ReleaseResult;
import io.spillway.control.service.ResourceEvent;
import io.spillway.control.service.SilentView;
import io.spillway.control.service.SpillView;
import io.spillway.control.service.StatusReport;
import io.spillway.control.service.StatusReport.SyncView;
import io.spillway.control.service.Subscription;
import io.spillway.control.service.SwitchOverService;
import io.spillway.control.service.WorkloadRelease;
import io.spillway.control.service.WriteResult;
import io.spillway.control.snapshot.ExplainedCatalog;
import io.spillway.control.snapshot.ShiftSteps;
import io.spillway.control.spill.SpillKeeper;
import io.spillway.control.spill.SpillViews;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.StateKeeper;
import io.spillway.control.state.Taken;
import io.spillway.control.switchover.run.Moves;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.registry.Registry;
import io.spillway.wire.audit.KnownHeads;
import org.jspecify.annotations.Nullable;

/** The service of one node: reads from memory, writes through the registry. */
public final class NodeService implements ControlService {

    private final NodeParts parts;
    private final AuditedWriter writer;
    private final ExplainedCatalog explained;
    private final NodeInspector inspector;
    private final OperatorWords words;

    NodeService(NodeParts parts, Writer writer) {
        this.parts = parts;
        this.writer = new AuditedWriter(writer, parts.audit());
        this.explained = new ExplainedCatalog(parts.idc());
        this.inspector = new NodeInspector(parts);
        this.words = new OperatorWords(parts);
    }

    /** What the service is made of. */
    record NodeParts(String idc, String node, String registryKind, Registry registry, StateSource state,
            StateKeeper keeper, CatalogHolder catalog, AdsService ads, ImportServer imports, LoadService load,
            FleetFigures figures, HealthService health, SpillKeeper spill, EventHub events, RevisionHistory history,
            Freshness freshness,
            StateKeeper.Times times, Ready ready, Fellows fellows, Releases releases, HostView host,
            AuditLog audit, ApprovalService approvals, Moves moves, Drills drills, Onlookers onlookers) {}

    @Override
    public WriteResult apply(ApplyRequest request) {
        if (!parts.ready().loaded()) {
            return new WriteResult.Unavailable(parts.registry().state().since(),
                    "not ready: " + String.join("; ", parts.ready().reasons()));
        }
        WriteResult result = writer.apply(request);
        if (result instanceof WriteResult.Applied && !request.dryRun()) {
            request.resources().stream().filter(resource -> resource.spec() instanceof WorkloadEntrySpec)
                    .forEach(resource -> parts.freshness().heard(resource.name()));
        }
        return result;
    }

    @Override
    public WriteResult delete(DeleteRequest request) {
        WriteResult result = writer.delete(request);
        if (result instanceof WriteResult.Applied && request.kind() == Kind.WORKLOAD_ENTRY && !request.dryRun()) {
            parts.freshness().forget(request.name());
        }
        return result;
    }

    @Override
    public Optional<Resource> get(Kind kind, String name) {
        return Optional.ofNullable(parts.state().get().get(kind, name));
    }

    @Override
    public Set<String> servicesOf(Resource resource) {
        return Taken.services(parts.state().get(), resource);
    }

    @Override
    public Optional<StatusReport.LostShiftView> lostShift(String name) {
        return LostShifts.of(parts.state().get(), name);
    }

    @Override
    public Listing list(Kind kind) {
        ControlState state = parts.state().get();
        return new Listing(state.revision(), state.sorted(kind));
    }

    @Override
    public WorkloadRelease awaitReleased(String workload, Duration longest) {
        if (!parts.ready().loaded()) {
            return new WorkloadRelease.Unavailable(parts.registry().state().since(),
                    "not ready: " + String.join("; ", parts.ready().reasons()));
        }
        CompletableFuture<Void> gone = parts.releases().of(workload);
        ControlState state = parts.state().get();
        Resource standing = state.get(Kind.WORKLOAD_ENTRY, workload);
        if (standing == null) {
            parts.releases().forget(workload, gone);
        } else {
            try {
                gone.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException late) {
                // What is true now is the answer.
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            state = parts.state().get();
            standing = state.get(Kind.WORKLOAD_ENTRY, workload);
        }
        return standing != null && standing.spec() instanceof WorkloadEntrySpec spec
                ? new WorkloadRelease.Waiting(spec.state(), drain(workload))
                : new WorkloadRelease.Released(state.revision());
    }

    private StatusReport.@Nullable DrainView drain(String workload) {
        return parts.fellows().drains().stream().filter(drain -> drain.workload().equals(workload)).findFirst()
                .orElse(null);
    }

    @Override
    public Subscription watch(Kind kind, Consumer<ResourceEvent> listener) {
        return parts.events().watch(kind, listener);
    }

    @Override
    public StatusReport status() {
        ControlState state = parts.state().get();
        return new StatusReport(parts.idc(), parts.node(), readiness(),
                registry(), parts.ads().compared(false), peers(), inspector.problems(state),
                parts.fellows().nodes(), parts.fellows().drains(), parts.health().view(state), spills(state),
                parts.load().report().reporters(),
                SilentView.of(parts.spill().silent(), parts.ads().dataPlanes(), parts.load().report().reporters()),
                sync());
    }

    @Override
    public List<StatusReport.PeerView> peers() {
        return inspector.peers(parts.state().get());
    }

    private SyncView sync() {
        LeaderView leader = parts.imports().leader();
        Standing standing = leader.standing();
        return standing == null
                ? new SyncView(null, null, null, 0, leader.here(), List.of())
                : new SyncView(standing.node(), standing.control(), standing.since(), standing.revision(),
                        leader.here(), parts.imports().sourceHolds());
    }

    @Override
    public StatusReport.RegistryView registry() {
        return inspector.registry();
    }

    @Override
    public CheckReport check() {
        return inspector.check();
    }

    @Override
    public List<StatusReport.DataPlaneView> dataPlanes() {
        return parts.ads().dataPlanes();
    }

    @Override
    public DeliveryReport delivery(long afterRevision) {
        // Before the lists: so what is said to be served is in them.
        long served = parts.state().get().revision();
        PushLog log = parts.ads().pushes();
        List<DeliveryReport.RevisionView> revisions = log.revisionsAfter(afterRevision);
        // After the list: one that goes meanwhile is forgotten and shown, never neither.
        return new DeliveryReport(parts.node(), parts.fellows().nodes(), served, log.forgotten(),
                log.after(afterRevision), revisions, parts.ads().stragglers());
    }

    @Override
    public List<DeliveryReport.PushView> pushes() {
        return parts.ads().pushes().after(0);
    }

    @Override
    public HistoryReport history(int newest, @Nullable Long revision) {
        return new HistoryReport(parts.idc(), parts.node(), parts.history().size(),
                parts.history().newest(newest, revision, parts.ads().pushes().revisionsAfter(0)));
    }

    @Override
    public AuditService audit() {
        return parts.audit();
    }

    @Override
    public String idc() {
        return parts.idc();
    }

    @Override
    public String node() {
        return parts.node();
    }

    @Override
    public Optional<MeasuredTraffic> users() {
        parts.onlookers().look();
        MeasuredTraffic users = parts.figures().of(Onlookers.all(parts.state().get()));
        return users.since() == null || users.since().equals(Instant.EPOCH) ? Optional.empty() : Optional.of(users);
    }

    @Override
    public Map<String, String> unarmed() {
        return parts.moves().automatic().unarmed();
    }

    @Override
    public Map<String, KnownHeads> auditHeads() {
        Map<String, KnownHeads> heads = new TreeMap<>();
        parts.state().get().notes().heads().all()
                .forEach((path, known) -> heads.put(path.substring(0, path.indexOf('/')), known));
        return heads;
    }

    @Override
    public ApprovalService approvals() {
        return parts.approvals();
    }

    @Override
    public SwitchOverService switchOvers() {
        return parts.moves().service();
    }

    @Override
    public DrillService drills() {
        return parts.drills().service();
    }

    @Override
    public WriteResult probed(ProbeWord word) {
        return parts.moves().probed(word);
    }

    @Override
    public LoadReport load() {
        return parts.load().report().with(spills(parts.state().get()), parts.spill().silent());
    }

    private List<SpillView> spills(ControlState state) {
        return SpillViews.of(parts.idc(), state, parts.spill().unknown());
    }

    @Override
    public HealthView health() {
        return parts.health().view(parts.state().get());
    }

    @Override
    public long checksLateNanos() {
        return parts.health().pace().lateNanos();
    }

    @Override
    public ExplainResult explain(ExplainRequest request) {
        return ShiftSteps.named(explained.explain(parts.catalog().get(), request), parts.state().get(), parts.idc());
    }

    @Override
    public AcceptResult acceptRegistry(String clusterId, String author, Origin origin) {
        return words.accept(clusterId, author, origin);
    }

    @Override
    public ReleaseResult releaseHeld(String idc, String service, String author, Origin origin) {
        return words.release(idc, service, author, origin);
    }

    @Override
    public ReleaseResult releaseSource(String source, String author, Origin origin) {
        return words.releaseSource(source, author, origin);
    }

    @Override
    public Subscription events(Consumer<ControlEvent> listener) {
        return parts.events().listen(listener);
    }

    @Override
    public ReadinessView readiness() {
        return inspector.readiness();
    }
}
