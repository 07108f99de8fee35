package io.spillway.control.switchover;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.spillway.control.imports.SyncClient;
import io.spillway.control.node.TestNode;
import io.spillway.control.service.AuditService;
import io.spillway.control.service.Origin;
import io.spillway.control.service.StatusReport;
import io.spillway.control.service.SwitchOverAct;
import io.spillway.control.service.SwitchOverRequest;
import io.spillway.control.service.WriteResult;
import io.spillway.model.document.Decoded;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.Unconfirmed;
import io.spillway.model.resource.WorkloadState;
import io.spillway.model.switchover.AllBehind;
import io.spillway.model.switchover.SwitchOverEvent;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.audit.AuditRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.spillway.control.imports.SyncClient.entry;
import static org.assertj.core.api.Assertions.assertThat;

/** An operator moves the DrGroup core from idc-a to idc-b: it goes through, is taken back, is refused, waits for the late. */
class CarriedOutTest {

    @TempDir
    Path folder;

    private TestNode node;
    private SyncClient sync;
    private OtherIdc other;
    private AckingGateway gateway;

    @BeforeEach
    void twoIdcs() throws Exception {
        node = TestNode.start(folder).withOrders();
        node.applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP));
        sync = new SyncClient(node);
        sync.all(entry("orders", 10, 3));
        other = new OtherIdc(node);
        gateway = new AckingGateway(node, "gw-a1");
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(node.service().dataPlanes())
                .extracting(StatusReport.DataPlaneView::state).containsExactly(StatusReport.SyncState.SYNCED));
    }

    @AfterEach
    void stop() {
        gateway.close();
        other.close();
        sync.close();
        node.close();
    }

    @Test
    void allTrafficMovesAndComesBackToWhatStoodBefore() {
        assertThat(state(create("move", Moving.asked(SwitchMode.GRACEFUL, 10, 100)))).isEqualTo(SwitchOverState.READY);
        act("move", new SwitchOverEvent.Start("ann"));
        awaitState("move", SwitchOverState.COMPLETED);
        assertThat(path("move")).containsExactly(SwitchOverState.CHECKING, SwitchOverState.READY,
                SwitchOverState.SHIFTING, SwitchOverState.VERIFYING, SwitchOverState.SOAKING,
                SwitchOverState.COMPLETED);
        assertThat(shift().weightsOf("idc-a")).isEqualTo(Map.of("idc-a", 0, "idc-b", 100));
        assertThat(shift().weightsOf("idc-b")).isEqualTo(Map.of("idc-b", 100));
        assertThat(shift().generation()).asString().isEqualTo("4/idc-a");
        assertThat(node.registry.get(RegistryKeys.switchOverLock("drgroup/core"))).isPresent();

        act("move", new SwitchOverEvent.Rollback("ann", "cooling works again", false));
        awaitState("move", SwitchOverState.ROLLED_BACK);
        assertThat(shift().cleared()).isTrue();
        assertThat(node.registry.get(RegistryKeys.switchOverLock("drgroup/core"))).isEmpty();
    }

    @Test
    void whatASwitchOverMovesIsNotMovedByHand() {
        create("move", Moving.asked(SwitchMode.GRACEFUL, 100));
        act("move", new SwitchOverEvent.Start("ann"));
        awaitState("move", SwitchOverState.COMPLETED);
        assertThat(node.apply(TestNode.shift("core", 100, 0))).isInstanceOfSatisfying(WriteResult.Conflict.class,
                conflict -> assertThat(conflict.winner()).isEqualTo("ann (switch-over move, COMPLETED)"));
        act("move", new SwitchOverEvent.ForceEnd("ann", "by hand from here"));
        node.applied(TestNode.shift("core", 100, 0));
    }

    @Test
    void theAuditTellsTheWholeStory() {
        create("move", Moving.asked(SwitchMode.GRACEFUL, 100));
        act("move", new SwitchOverEvent.Start("ann"));
        awaitState("move", SwitchOverState.COMPLETED);
        AuditService.Page.Records page = (AuditService.Page.Records) node.service().audit().page(0, 100);
        List<String> told = page.entries().stream()
                .flatMap(each -> each.record() instanceof Decoded.Valid<AuditRecord>(AuditRecord known)
                        ? Stream.of(known.deed())
                        : Stream.empty())
                .filter(deed -> deed.objects().stream().anyMatch(object -> object.name().equals("switchovers/move")))
                .map(deed -> deed.who().actor() + " " + deed.action() + " " + deed.result()).toList();
        assertThat(told).startsWith("ann plan CHECKING", "idc-a/control-1 checks-passed READY", "ann start SHIFTING",
                "idc-a/control-1 pushed SHIFTING").endsWith("idc-a/control-1 soaked COMPLETED");
    }

    @Test
    void aStragglerIsNamedAndAnOperatorGoesOnWithoutIt() {
        create("move", Moving.asked(SwitchMode.GRACEFUL, 100));
        other.acking(1);
        act("move", new SwitchOverEvent.Start("ann"));
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                node.service().switchOvers().view("move").orElseThrow().waitsFor())
                .isEqualTo("waits for idc-b: 1 of 2, not gw-b2"));
        other.acking(2);
        awaitState("move", SwitchOverState.COMPLETED);
    }

    @Test
    void anOperatorGoesOnWithoutOneDataPlaneUntilItHasAcked() {
        create("move", Moving.asked(SwitchMode.GRACEFUL, 50, 100));
        other.acking(1);
        act("move", new SwitchOverEvent.Start("ann"));
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                node.service().switchOvers().view("move").orElseThrow().waitsFor()).contains("not gw-b2"));
        act("move", new SwitchOverEvent.Pause("ann", "gw-b2 hangs"));
        assertThat(said("move", new SwitchOverEvent.Resume("ann", "", false, List.of(plane("gw-b7")))))
                .isInstanceOfSatisfying(WriteResult.Guarded.class, guarded -> assertThat(guarded.detail())
                        .isEqualTo("idc-b/gw-b7 is not known to be behind (expected: idc-b/gw-b2)"));
        act("move", new SwitchOverEvent.Resume("ann", "gw-b2 hangs", false, List.of(plane("gw-b2"))));
        awaitState("move", SwitchOverState.COMPLETED);
        assertThat(status("move").quarantined()).containsExactly(plane("gw-b2"));
        assertThat(node.service().status().problems()).anySatisfy(problem -> {
            assertThat(problem.object()).isEqualTo("data plane idc-b/gw-b2");
            assertThat(problem.toString()).contains("in quarantine: gw-b2 hangs; by ann in switchovers/move");
        });
        other.acking(2);
        Awaitility.await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(status("move").quarantined()).isEmpty());
        assertThat(status("move").history().getLast().event()).isEqualTo("confirmed");
    }

    @Test
    void anOperatorAnswersForMoreThanAreNamedUntilAllHaveAcked() {
        create("move", Moving.asked(SwitchMode.GRACEFUL, 50, 100));
        other.fleet(100, 70);
        act("move", new SwitchOverEvent.Start("ann"));
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                node.service().switchOvers().view("move").orElseThrow().waitsFor()).contains("70 of 100"));
        act("move", new SwitchOverEvent.Pause("ann", "a rack is dark"));
        assertThat(said("move", all(0))).isInstanceOfSatisfying(WriteResult.Guarded.class,
                guarded -> assertThat(guarded.detail()).contains("30 of 100 data planes of idc-b are behind"));
        act("move", all(40));
        awaitState("move", SwitchOverState.COMPLETED);
        assertThat(status("move").quarantinedAtMost("idc-b")).isEqualTo(30);
        assertThat(node.service().status().problems()).anySatisfy(problem -> {
            assertThat(problem.object()).isEqualTo("data planes of idc-b");
            assertThat(problem.toString()).contains("at most 30 in quarantine: a rack is dark; by ann");
        });
        other.acking(100);
        Awaitility.await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(status("move").quarantinedAtMost("idc-b")).isZero());
    }

    private static SwitchOverEvent.Resume all(int limit) {
        return new SwitchOverEvent.Resume("ann", "a rack is dark", false, List.of(), AllBehind.atMost(limit));
    }

    private static Unconfirmed.DataPlane plane(String node) {
        return new Unconfirmed.DataPlane("idc-b", node);
    }

    @Test
    void whatIsSaidTwiceIsDoneOnceAndWhatMayNotBeIsRefused() {
        create("move", Moving.asked(SwitchMode.GRACEFUL, 100));
        assertThat(said("move", new SwitchOverEvent.Pause("ann", "")))
                .isInstanceOfSatisfying(WriteResult.Guarded.class,
                        guarded -> assertThat(guarded.guard()).isEqualTo("transition"));
        assertThat(said("move", new SwitchOverEvent.Approve("ann", "hash"))).isInstanceOfSatisfying(
                WriteResult.Guarded.class, guarded -> assertThat(guarded.guard()).isEqualTo("plan"));
        act("move", new SwitchOverEvent.Start("ann"));
        assertThat(said("move", new SwitchOverEvent.Start("ann"))).isInstanceOfSatisfying(WriteResult.Applied.class,
                again -> assertThat(again.changed()).isFalse());
        awaitState("move", SwitchOverState.COMPLETED);
        assertThat(said("nothing", new SwitchOverEvent.Start("ann"))).isInstanceOf(WriteResult.NotFound.class);
        assertThat(node.service().switchOvers().create(request("move", Moving.asked(SwitchMode.GRACEFUL, 100), false)))
                .isInstanceOf(WriteResult.Conflict.class);
    }

    @Test
    void aTargetThatServesNothingIsNotReady() throws Exception {
        sync.news(SyncClient.entry("orders", 11, 3).toBuilder().setGroups(0,
                SyncClient.group("default", 3).toBuilder().setHealthy(0).setHealthyWeight(0)).build());
        WriteResult.Applied tried = (WriteResult.Applied) node.service().switchOvers()
                .create(request("move", Moving.asked(SwitchMode.GRACEFUL, 100), true));
        assertThat(state(tried.resources().getFirst())).isEqualTo(SwitchOverState.DRAFT);
        assertThat(node.service().get(Kind.SWITCH_OVER, "move")).isEmpty();
        Resource drafted = create("move", Moving.asked(SwitchMode.GRACEFUL, 100));
        assertThat(state(drafted)).isEqualTo(SwitchOverState.DRAFT);
        assertThat(status(drafted).history().getLast().detail()).contains("target-healthy");
        assertThat(status(drafted).checks()).as("every node of every IDC can show them")
                .isEqualTo(node.service().switchOvers().view("move").orElseThrow().checks())
                .anyMatch(check -> check.item().equals("target-healthy") && !check.allows())
                .anyMatch(check -> check.item().equals("capacity"));
    }

    @Test
    void aPlanWhoseGroundMovedIsNotStarted() {
        create("move", Moving.asked(SwitchMode.GRACEFUL, 100));
        node.applied(TestNode.service("payments"));
        awaitState("move", SwitchOverState.DRAFT);
        assertThat(said("move", new SwitchOverEvent.Start("ann"))).isInstanceOf(WriteResult.Guarded.class);
    }

    @Test
    void aDeadSourceIsLeftAndWhatItDidNotSayIsUnconfirmed() {
        other.close();
        SwitchOverSpec asked = Moving.asked(SwitchMode.UNGRACEFUL, 100);
        SwitchOverSpec home = new SwitchOverSpec(asked.scopes(), "idc-b", "idc-a", asked.steps(), asked.soak(),
                asked.gates(), asked.mode(), asked.fence(), false, asked.expires(), asked.onExpiry(), "idc-b is dead",
                null);
        Resource flee = create("flee", home);
        assertThat(state(flee)).as("%s", status(flee).history().getLast()).isEqualTo(SwitchOverState.READY);
        act("flee", new SwitchOverEvent.Start("ann"));
        awaitState("flee", SwitchOverState.COMPLETED);
        assertThat(status("flee").unconfirmed()).hasSize(1).first()
                .satisfies(open -> assertThat(open.what()).isEqualTo("step 1 acknowledged"));
        assertThat(said("flee", new SwitchOverEvent.Rollback("ann", "it is back", false)))
                .isInstanceOfSatisfying(WriteResult.Guarded.class,
                        guarded -> assertThat(guarded.guard()).isEqualTo("unconfirmed"));
    }

    private Resource create(String id, SwitchOverSpec spec) {
        WriteResult result = node.service().switchOvers().create(request(id, spec, false));
        assertThat(result).isInstanceOf(WriteResult.Applied.class);
        return ((WriteResult.Applied) result).resources().getFirst();
    }

    private static SwitchOverRequest request(String id, SwitchOverSpec spec, boolean dryRun) {
        return new SwitchOverRequest(id, spec, dryRun, SwitchOrigin.MANUAL, "ann", Origin.SYSTEM);
    }

    private void act(String id, SwitchOverEvent.Said said) {
        assertThat(said(id, said)).isInstanceOf(WriteResult.Applied.class);
    }

    private WriteResult said(String id, SwitchOverEvent.Said said) {
        return node.service().switchOvers().act(new SwitchOverAct(id, said, null, Origin.SYSTEM));
    }

    private void awaitState(String id, SwitchOverState state) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(status(id).state()).as("%s", status(id).history().getLast())
                        .isEqualTo(state));
    }

    private SwitchOverStatus status(String id) {
        return status(node.service().get(Kind.SWITCH_OVER, id).orElseThrow());
    }

    private static SwitchOverState state(Resource record) {
        return status(record).state();
    }

    private static SwitchOverStatus status(Resource record) {
        return Moving.status((SwitchOverSpec) record.spec());
    }

    private List<SwitchOverState> path(String id) {
        List<SwitchOverState> path = new ArrayList<>();
        status(id).history().forEach(each -> {
            if (path.isEmpty() || path.getLast() != each.to()) {
                path.add(each.to());
            }
        });
        return path;
    }

    private TrafficShiftSpec shift() {
        return (TrafficShiftSpec) node.service().get(Kind.TRAFFIC_SHIFT, Moving.CORE.resourceName()).orElseThrow()
                .spec();
    }
}
