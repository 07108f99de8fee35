package io.spillway.control.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.spillway.control.service.AcceptResult;
import io.spillway.control.service.ApplyRequest;
import io.spillway.control.service.AuditService;
import io.spillway.control.service.CheckReport;
import io.spillway.control.service.ControlEvent;
import io.spillway.control.service.ControlService;
import io.spillway.control.service.DeleteRequest;
import io.spillway.control.service.DeliveryReport;
import io.spillway.control.service.ExplainRequest;
import io.spillway.control.service.ExplainResult;
import io.spillway.control.service.HealthView;
import io.spillway.control.service.HistoryReport;
import io.spillway.control.service.Listing;
import io.spillway.control.service.LoadReport;
import io.spillway.control.service.Origin;
import io.spillway.control.service.PruneResult;
import io.spillway.control.service.ReadinessView;
import io.spillway.control.service.ReleaseResult;
import io.spillway.control.service.ResourceEvent;
import io.spillway.control.service.SilentView;
import io.spillway.control.service.SpillView;
import io.spillway.control.service.StatusReport;
import io.spillway.control.service.Subscription;
import io.spillway.control.service.SwitchOverService;
import io.spillway.control.service.WorkloadRelease;
import io.spillway.control.service.WriteResult;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.WorkloadState;
import io.spillway.wire.audit.AuditPruning;
import io.spillway.wire.audit.AuditRecord;
import org.jspecify.annotations.Nullable;

/** Answers as a test tells it, and remembers what was asked. */
final class ScriptedService implements ControlService {

    private static final StatusReport.DrainView DRAIN = new StatusReport.DrainView("leaving", 7,
            Instant.ofEpochMilli(9), "control-2", List.of("control-1"), List.of("gw-9"));

    volatile WriteResult nextWrite = new WriteResult.Unavailable(Instant.EPOCH, "nothing scripted");
    volatile LoadReport nextLoad = new LoadReport("idc-a", "control-1", Instant.EPOCH, Duration.ofSeconds(2), List.of(),
            List.of());
    volatile AuditService.Page nextPage = new AuditService.Page.Unavailable(Instant.EPOCH, "nothing scripted");
    final ScriptedSwitchOvers switchOvers = new ScriptedSwitchOvers();
    volatile Set<String> taking = Set.of();
    final List<ApplyRequest> applied = new CopyOnWriteArrayList<>();
    final List<DeleteRequest> deleted = new CopyOnWriteArrayList<>();
    final List<AuditRecord.Deed> denied = new CopyOnWriteArrayList<>();
    final List<Resource> resources = new CopyOnWriteArrayList<>();
    final List<Consumer<ResourceEvent>> watchers = new CopyOnWriteArrayList<>();

    @Override
    public Set<String> servicesOf(Resource resource) {
        return taking;
    }

    @Override
    public WriteResult apply(ApplyRequest request) {
        applied.add(request);
        return nextWrite;
    }

    @Override
    public WriteResult delete(DeleteRequest request) {
        deleted.add(request);
        return nextWrite;
    }

    @Override
    public SwitchOverService switchOvers() {
        return switchOvers;
    }

    @Override
    public AuditService audit() {
        return new AuditService() {

            @Override
            public Page page(long from, int limit) {
                return nextPage;
            }

            @Override
            public void refused(AuditRecord.Deed deed) {
                denied.add(deed);
            }

            @Override
            public PruneResult prune(AuditPruning what, String author, String reason, Origin origin) {
                return new PruneResult.Refused("nothing scripted");
            }

            @Override
            public boolean foundBroken() {
                return false;
            }

            @Override
            public int owed() {
                return 0;
            }

            @Override
            public List<AuditRecord> refused() {
                return List.of();
            }
        };
    }

    @Override
    public Optional<Resource> get(Kind kind, String name) {
        return resources.stream().filter(r -> r.kind() == kind && r.name().equals(name)).findFirst();
    }

    @Override
    public Optional<StatusReport.LostShiftView> lostShift(String name) {
        return name.equals("drgroup.lost")
                ? Optional.of(new StatusReport.LostShiftView("drgroup/lost", "5/idc-a", "ann", "6/idc-b", "bob",
                        Instant.ofEpochMilli(7)))
                : Optional.empty();
    }

    @Override
    public Listing list(Kind kind) {
        return new Listing(7, new ArrayList<>(resources.stream().filter(r -> r.kind() == kind).toList()));
    }

    @Override
    public Subscription watch(Kind kind, Consumer<ResourceEvent> listener) {
        resources.forEach(r -> listener.accept(new ResourceEvent.Put(r.metadata().revision(), r)));
        watchers.add(listener);
        return () -> watchers.remove(listener);
    }

    static final SpillView SPILL = new SpillView("orders", "default", true, 1250, 1000, 2000, 0.8, 0,
            List.of(new SpillView.TargetView("idc-b", 500, 0.2)), "because", Instant.ofEpochMilli(7), "control-1");

    @Override
    public StatusReport status() {
        return new StatusReport("idc-a", "control-1", readiness(),
                new StatusReport.RegistryView("embedded", true, Instant.EPOCH, 7, "c1", null), List.of(), List.of(),
                List.of(new StatusReport.Problem("routes/lost",
                        "names cluster nowhere/default, which does not exist")),
                List.of(new StatusReport.NodeView("control-1", Instant.ofEpochMilli(5), "10.0.0.1:17001",
                        "10.0.0.1:17000", true, 6,
                        List.of("gw-9"))),
                List.of(DRAIN), HealthView.NONE, List.of(SPILL),
                List.of(new LoadReport.ReporterView("gw-1", "gateway", Instant.ofEpochMilli(8), Duration.ofMillis(-12)),
                        new LoadReport.ReporterView("envoy-1", "envoy", Instant.ofEpochMilli(8))),
                new SilentView(2, List.of("envoy-1")),
                new StatusReport.SyncView("sync-1", "control-1", Instant.ofEpochMilli(9), 41,
                        List.of("sync-1", "sync-2"), List.of()));
    }

    @Override
    public WorkloadRelease awaitReleased(String workload, Duration longest) {
        return switch (workload) {
            case "leaving" -> new WorkloadRelease.Waiting(WorkloadState.DRAINING, DRAIN);
            case "staying" -> new WorkloadRelease.Waiting(WorkloadState.UP, null);
            default -> new WorkloadRelease.Released(longest.toSeconds());
        };
    }

    @Override
    public DeliveryReport delivery(long afterRevision) {
        return new DeliveryReport("control-1", status().nodes(), afterRevision + 1, 0, List.of(), List.of(), List.of());
    }

    @Override
    public CheckReport check() {
        return new CheckReport("idc-a", "control-1", Instant.EPOCH, 42, List.of(), List.of());
    }

    @Override
    public HistoryReport history(int newest, @Nullable Long revision) {
        return new HistoryReport("idc-a", "control-1", 500, List.of());
    }

    @Override
    public LoadReport load() {
        return nextLoad;
    }

    @Override
    public ExplainResult explain(ExplainRequest request) {
        return new ExplainResult.Explained(
                List.of(new ExplainResult.Step("route", request.host(), "host matches exactly")), "127.0.0.1:8080");
    }

    @Override
    public AcceptResult acceptRegistry(String clusterId, String author, Origin origin) {
        return new AcceptResult.Mismatch(clusterId, "c1");
    }

    @Override
    public ReleaseResult releaseHeld(String idc, String service, String author, Origin origin) {
        return service.equals("worse")
                ? new ReleaseResult.HeldOtherwise(idc, service, "empties_service", "declared instances 4 -> 0")
                : new ReleaseResult.NothingHeld(idc, service);
    }

    @Override
    public ReleaseResult releaseSource(String source, String author, Origin origin) {
        return source.equals("vms") ? new ReleaseResult.Released(3) : new ReleaseResult.NothingMissed(source);
    }

    @Override
    public Subscription events(Consumer<ControlEvent> listener) {
        return () -> {};
    }

    @Override
    public ReadinessView readiness() {
        return new ReadinessView(true, List.of());
    }
}
