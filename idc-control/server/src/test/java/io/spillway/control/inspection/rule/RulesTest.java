package io.spillway.control.inspection.rule;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.spillway.control.inspection.HostView.CertificateFile;
import io.spillway.control.inspection.HostView.Disk;
import io.spillway.control.node.TestNode;
import io.spillway.control.service.DeliveryReport.StragglerView;
import io.spillway.control.service.Finding;
import io.spillway.control.service.Finding.Severity;
import io.spillway.control.service.LoadReport.ReporterView;
import io.spillway.control.service.PresentedCertificate;
import io.spillway.control.service.ReadinessView;
import io.spillway.control.service.StatusReport.DataPlaneView;
import io.spillway.control.service.StatusReport.DifferenceView;
import io.spillway.control.service.StatusReport.Discrepancy;
import io.spillway.control.service.StatusReport.DrainView;
import io.spillway.control.service.StatusReport.HeldView;
import io.spillway.control.service.StatusReport.IntendedView;
import io.spillway.control.service.StatusReport.PeerState;
import io.spillway.control.service.StatusReport.PeerView;
import io.spillway.control.service.StatusReport.SyncState;
import io.spillway.control.state.HeldRemovals;
import io.spillway.control.state.Noted;
import io.spillway.control.state.ResourceKeys;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WeightedGroup;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.record.LossRecord;
import io.spillway.wire.record.UnfinishedRecord;
import org.junit.jupiter.api.Test;

import static io.spillway.control.inspection.rule.InspectionScene.NOW;
import static org.assertj.core.api.Assertions.assertThat;

/** Every rule: what it finds, and how bad it says that is. */
class RulesTest {

    private final InspectionScene scene = new InspectionScene();

    private Finding only() {
        List<Finding> findings = scene.findings();
        assertThat(findings).as("findings").hasSize(1);
        Finding one = findings.getFirst();
        assertThat(List.of(one.why(), one.action())).allSatisfy(text -> assertThat(text).isNotBlank());
        return one;
    }

    private void finds(String rule, Severity severity, String object, String... what) {
        Finding one = only();
        assertThat(one.rule()).isEqualTo(rule);
        assertThat(one.severity()).isEqualTo(severity);
        assertThat(one.object()).isEqualTo(object);
        assertThat(one.what()).contains(what);
    }

    private static Resource workload(String service, String name, WorkloadState state) {
        return TestNode.workload(service, name, 9002, state);
    }

    /** A rule that nobody can look up is none: {@code docs/seeing.md} has a row for every id that stands in a rule's class. */
    @Test
    void theDocumentHasEveryRule() throws Exception {
        String document = Files.readString(Path.of("docs/seeing.md"));
        Pattern id = Pattern.compile("Advice\\(\\s*\"([a-z-]+)\"");
        int found = 0;
        try (Stream<Path> rules = Files.list(Path.of("src/main/java/io/spillway/control/inspection/rule"))) {
            for (Path rule : rules.toList()) {
                Matcher named = id.matcher(Files.readString(rule));
                while (named.find()) {
                    found++;
                    assertThat(document).as("%s of %s", named.group(1), rule.getFileName())
                            .contains("`" + named.group(1) + "`");
                }
            }
        }
        assertThat(found).as("ids in rules").isGreaterThanOrEqualTo(Rules.ALL.size());
    }

    @Test
    void nothingIsWrongWithAHealthyIdc() {
        assertThat(scene.findings()).isEmpty();
    }

    @Test
    void routeToNowhere() {
        scene.with(Resource.of("lost", new RouteSpec(List.of("r.test"), List.of(RouteMatch.ANY),
                List.of(new WeightedGroup("orders", "canary", 100)), null, null, null)));
        finds("route-to-nowhere", Severity.ERROR, "routes/lost", "cluster orders/canary does not exist");
    }

    @Test
    void serviceThatNobodyServes() {
        scene.with(Resource.of("idle", ServiceSpec.of(List.of("idle.test"), null)));
        finds("service-without-endpoints", Severity.ERROR, "services/idle", "nobody serves it");
    }

    @Test
    void serviceThatOnlyAnotherIdcServes() {
        scene.with(Resource.of("idle", ServiceSpec.of(List.of("idle.test"), null)))
                .with(InspectionScene.imported("idc-b", "idle"));
        finds("service-without-endpoints", Severity.WARNING, "services/idle", "idc-b serves all of it");
    }

    @Test
    void serviceWhoseWorkloadsAreAllDown() {
        scene.with(TestNode.workload("orders", "orders-1", 9001, WorkloadState.DRAINING));
        finds("service-all-down", Severity.WARNING, "services/orders", "none of its 1 workloads here is UP");
    }

    @Test
    void serviceWhoseWorkloadsAreAllDownWithNobodyElse() {
        scene.with(Resource.of("idle", ServiceSpec.of(List.of("idle.test"), null)))
                .with(workload("idle", "idle-1", WorkloadState.DOWN));
        finds("service-all-down", Severity.ERROR, "services/idle", "1 workloads are DRAINING or DOWN");
    }

    @Test
    void selectorThatMatchesNothing() {
        ServiceSpec picky = new ServiceSpec(List.of("p.test"), Map.of("app", "picky", "tier", "x"),
                ServiceSpec.DEFAULT_GROUPS, null, ServicePolicy.DEFAULTS, List.of());
        scene.with(Resource.of("picky", picky)).with(workload("picky", "picky-1", WorkloadState.UP));
        finds("selector-matches-nothing", Severity.WARNING, "services/picky", "app=picky", "tier=x");
    }

    @Test
    void workloadOfAnUnknownService() {
        scene.with(workload("nobody", "stray", WorkloadState.UP));
        finds("unknown-reference", Severity.WARNING, "workloads/stray", "service nobody does not exist");
    }

    @Test
    void workloadOfAnUnknownGroupOrCluster() {
        scene.with(Resource.of("stray", new WorkloadEntrySpec("orders", "canary", "primary-a", "127.0.0.1", 1, 100,
                WorkloadState.UP, Map.of(), null)));
        finds("unknown-reference", Severity.WARNING, "workloads/stray", "service orders has no group canary");
        scene.with(Resource.of("stray", new WorkloadEntrySpec("orders", GroupSpec.DEFAULT, "nowhere", "127.0.0.1", 1,
                100, WorkloadState.UP, Map.of(), null)));
        finds("unknown-reference", Severity.WARNING, "workloads/stray", "cluster nowhere does not exist");
    }

    @Test
    void serviceOfAnUnknownDrGroup() {
        scene.with(Resource.of("odd", ServiceSpec.of(List.of("odd.test"), "none")))
                .with(workload("odd", "odd-1", WorkloadState.UP));
        finds("unknown-reference", Severity.ERROR, "services/odd", "drGroup none does not exist");
    }

    @Test
    void hostThatTwoServicesClaim() {
        scene.with(Resource.of("rival", ServiceSpec.of(List.of("orders.test"), null)))
                .with(workload("rival", "rival-1", WorkloadState.UP));
        finds("host-taken-twice", Severity.WARNING, "services/rival", "host orders.test is answered by service orders");
    }

    @Test
    void workloadThatIsSilent() {
        scene.with(Resource.of("orders-2", new WorkloadEntrySpec("orders", GroupSpec.DEFAULT, "primary-a",
                "127.0.0.1", 9003, 100, WorkloadState.UP, Map.of(), Duration.ofSeconds(10))));
        scene.silence = name -> Duration.ofSeconds(name.equals("orders-2") ? 11 : 999);
        finds("workload-silent", Severity.WARNING, "workloads/orders-2", "silent for 11 s, its lease is 10 s");
        scene.up = Duration.ofSeconds(9);
        assertThat(scene.findings()).as("a node that has not listened for a whole lease judges nothing").isEmpty();
    }

    private static Resource shift(Instant expires) {
        ShiftScope scope = new ShiftScope.DrGroupScope("core");
        return Resource.of(scope.resourceName(), new TrafficShiftSpec(scope, Map.of("idc-a", 0, "idc-b", 100), Set.of(),
                "drill", expires, OnExpiry.ALARM, false, null, "alice"));
    }

    @Test
    void shiftThatExpiredOrSoonWill() {
        scene.with(shift(NOW.minusSeconds(5)));
        finds("shift-expired", Severity.ERROR, "shifts/drgroup.core", "still in force", "alice", "drill");
        scene.with(shift(NOW.plusSeconds(300)));
        finds("shift-expires-soon", Severity.WARNING, "shifts/drgroup.core", "alarm");
        scene.with(shift(NOW.plusSeconds(3600)));
        assertThat(scene.findings()).isEmpty();
    }

    @Test
    void drGroupThatCountsOnAnIdcWithoutImport() {
        scene.with(Resource.of("stock", ServiceSpec.of(List.of("stock.test"), "core")))
                .with(workload("stock", "stock-1", WorkloadState.UP));
        finds("drgroup-without-import", Severity.WARNING, "services/stock", "drGroup core counts on idc-b");
    }

    @Test
    void recordThatCannotBeRead() {
        scene.unreadable = Map.of("/spillway/v1/resources/services/x", "no kind");
        finds("unreadable-record", Severity.ERROR, "/spillway/v1/resources/services/x", "unreadable record: no kind");
    }

    @Test
    void registryThatIsNotBelieved() {
        scene.held = new HeldRemovals(Set.of(new ResourceKeys.Id(Kind.SERVICE, "orders")), "emptied", "1 of 1 services",
                43);
        finds("registry-not-believed", Severity.ERROR, "registry", "not believed (emptied)",
                "spillway registry accept --cluster-id c0ffee");
    }

    @Test
    void nodeThatIsNotReadyAndRegistryThatIsAway() {
        scene.readiness = new ReadinessView(false, List.of("registry"));
        finds("not-ready", Severity.ERROR, "node control-1", "waits for registry");
        scene.readiness = new ReadinessView(true, List.of());
        scene.connected = false;
        finds("registry-away", Severity.ERROR, "registry etcd", "no leader");
    }

    @Test
    void peersThatAreNotHeard() {
        scene.peers = List.of(new PeerView("idc-b", PeerState.STALE, NOW, NOW, 2, List.of(), "refused"));
        finds("peer-stale", Severity.ERROR, "peer idc-b", "2 imports of it stay in use", "refused");
        scene.peers = List.of(new PeerView("idc-b", PeerState.NEVER, null, null, 0, List.of(), null));
        finds("peer-never-heard", Severity.WARNING, "peer idc-b", "was never heard");
    }

    @Test
    void updateThatIsHeld() {
        scene.peers = List.of(new PeerView("idc-b", PeerState.CONNECTED, NOW, NOW, 2,
                List.of(new HeldView("", "halved", "9 -> 2 services", NOW)), null));
        finds("update-held", Severity.WARNING, "peer idc-b", "its list of services is held by halved");
    }

    @Test
    void reportThatWasInterrupted() {
        scene.state = Noted.with(scene.state, RegistryKeys.unfinished("idc-b"),
                new UnfinishedRecord(200, 500, NOW.minusSeconds(5)).encode());
        assertThat(scene.findings()).as("it may be under way").isEmpty();
        scene.state = Noted.with(scene.state, RegistryKeys.unfinished("idc-b"),
                new UnfinishedRecord(200, 500, NOW.minusSeconds(11)).encode());
        finds("import-unfinished", Severity.WARNING, "peer idc-b", "200 of 500 changes are written");
    }

    @Test
    void shiftThatLostUnseen() {
        scene.state = Noted.with(scene.state, RegistryKeys.lost("drgroup/core"),
                new LossRecord(new Generation(5, "idc-a"), "ann", new Generation(6, "idc-b"), "bob", NOW).encode());
        finds("shift-lost", Severity.WARNING, "shift drgroup/core", "5/idc-a of ann lost to 6/idc-b of bob");
    }

    private static DataPlaneView plane(SyncState state, DifferenceView... differs) {
        return new DataPlaneView("gw-1", "gateway", "RDS", state, "ab", NOW, NOW, 3, "rejected", null)
                .with(new IntendedView(4, "cd", differs.length, List.of(differs)));
    }

    @Test
    void dataPlaneThatRefusesOrLacksSomething() {
        scene.dataPlanes = List.of(plane(SyncState.NACKED, new DifferenceView("entrance", Discrepancy.PARKED, "odd")));
        finds("data-plane-nacked", Severity.ERROR, "gateway gw-1", "RDS NACKED: entrance PARKED (odd)");
        scene.dataPlanes = List.of(plane(SyncState.SYNCED, new DifferenceView("x", Discrepancy.MISSING, "v")));
        finds("data-plane-differs", Severity.ERROR, "gateway gw-1", "1 of 4 differ: x MISSING");
        scene.dataPlanes = List.of(plane(SyncState.STALE, new DifferenceView("x", Discrepancy.MISSING, "v")),
                plane(SyncState.SYNCED));
        assertThat(scene.findings()).as("what is on its way is no finding").isEmpty();
    }

    @Test
    void dataPlaneThatIsLate() {
        scene.stragglers = List.of(new StragglerView("gw-1", 40, 7_400, 3));
        finds("straggler", Severity.WARNING, "data plane gw-1", "revision 40 for 7 s, and to 2 more");
    }

    private void drain(int seconds, List<String> clients) {
        scene.drains = List.of(new DrainView("orders-9", 40, NOW.minusSeconds(seconds), "control-2",
                clients.isEmpty() ? List.of() : List.of("control-1"), clients));
    }

    @Test
    void workloadThatIsKeptWaiting() {
        drain(14, List.of("gw-1"));
        assertThat(scene.findings()).as("before half of its time").isEmpty();
        drain(16, List.of("gw-1"));
        finds("drain-late", Severity.WARNING, "workloads/orders-9", "drains for 16 s, its deadline is 30 s",
                "clients of control-1: gw-1");
    }

    @Test
    void workloadThatIsNotReleased() {
        drain(36, List.of());
        finds("drain-late", Severity.ERROR, "workloads/orders-9", "drains for 36 s",
                "node control-2 is to release it");
    }

    private void certificate(Duration life, Duration left) {
        scene.certificates = List
                .of(new CertificateFile("a.pem", NOW.plus(left).minus(life), NOW.plus(left), ""));
    }

    @Test
    void certificatesNearTheirEnd() {
        certificate(Duration.ofDays(365), Duration.ofDays(13));
        finds("certificate-expires-soon", Severity.WARNING, "certificate a.pem", "in 312 hours");
        certificate(Duration.ofDays(365), Duration.ofDays(15));
        assertThat(scene.findings()).isEmpty();
        certificate(Duration.ofHours(24), Duration.ofHours(6));
        assertThat(scene.findings()).as("a short life is judged by its length").isEmpty();
        certificate(Duration.ofHours(24), Duration.ofHours(4));
        finds("certificate-expires-soon", Severity.WARNING, "certificate a.pem", "in 4 hours");
        certificate(Duration.ofHours(24), Duration.ofHours(-1));
        finds("certificate-expired", Severity.ERROR, "certificate a.pem", "expired at");
        scene.certificates = List.of(new CertificateFile("a.pem", null, null, "no such file"));
        finds("certificate-unreadable", Severity.ERROR, "certificate a.pem", "no such file");
    }

    private void shown(Duration life, Duration left) {
        scene.presented = List.of(new PresentedCertificate("spiffe://spillway/idc/idc-a/gateway/gw-1",
                NOW.plus(left).minus(life), NOW.plus(left), NOW.minusSeconds(60)));
    }

    @Test
    void certificatesOfOthersNearTheirEnd() {
        String gateway = "certificate of spiffe://spillway/idc/idc-a/gateway/gw-1";
        shown(Duration.ofDays(365), Duration.ofDays(13));
        finds("shown-certificate-expires-soon", Severity.WARNING, gateway, "in 312 hours",
                "as it was shown at 2026-11-26T07:59:00Z");
        shown(Duration.ofDays(365), Duration.ofDays(15));
        assertThat(scene.findings()).isEmpty();
        shown(Duration.ofHours(24), Duration.ofHours(-1));
        finds("shown-certificate-expired", Severity.WARNING, gateway, "expired at 2026-11-26T07:00:00Z");
    }

    private void clock(long aheadMillis, int ageSeconds) {
        scene.reporters = List.of(new ReporterView("envoy-1", "envoy", NOW), new ReporterView("gw-1", "gateway",
                NOW.minusSeconds(ageSeconds), Duration.ofMillis(aheadMillis)));
    }

    @Test
    void dataPlaneWhoseClockIsWrong() {
        clock(3_500, 2);
        finds("clocks-apart", Severity.WARNING, "gateway gw-1",
                "its clock is 1500 ms or more ahead of that of node control-1");
        clock(-9_500, 2);
        finds("clocks-apart", Severity.ERROR, "gateway gw-1",
                "its clock is up to 7500 ms behind that of node control-1");
        clock(3_500, 3);
        assertThat(scene.findings()).as("what is old may have been put right").isEmpty();
        clock(-1_000, 0);
        assertThat(scene.findings()).as("a report takes its time").isEmpty();
        clock(7_000, -3);
        finds("clocks-apart", Severity.ERROR, "gateway gw-1", "7000 ms or more ahead");
    }

    @Test
    void dataDirectoryWithoutRoom() {
        scene.disk = new Disk("/var/lib/spillway", true, 100L << 20, 50L << 30);
        finds("disk-full", Severity.WARNING, "dataDir /var/lib/spillway", "100 MiB are left");
        scene.disk = new Disk("/var/lib/spillway", false, 10L << 30, 50L << 30);
        finds("disk-read-only", Severity.ERROR, "dataDir /var/lib/spillway", "cannot be written");
        scene.disk = new Disk("/var/lib/spillway", true, 10L << 30, 50L << 30);
        assertThat(scene.findings()).isEmpty();
    }
}
