package io.spillway.control.switchover;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;

import io.spillway.control.imports.SyncClient;
import io.spillway.control.node.NodeObserver;
import io.spillway.control.node.TestNode;
import io.spillway.control.service.DrillAct;
import io.spillway.control.service.Origin;
import io.spillway.control.service.StatusReport;
import io.spillway.control.service.SwitchOverAct;
import io.spillway.control.service.SwitchOverRequest;
import io.spillway.control.service.WriteResult;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.DrillRunRecord;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.DrillState;
import io.spillway.model.resource.DrillStatus;
import io.spillway.model.resource.DrillTarget;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.WorkloadState;
import io.spillway.model.switchover.SwitchOverEvent;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.spillway.control.imports.SyncClient.entry;
import static org.assertj.core.api.Assertions.assertThat;

/** Two control nodes: a drill moves traffic by one; a policy and then an operator want it by the other, and go before it. */
@Tag("slow")
class DrillInterruptedTest {

    @TempDir
    Path folder;

    private Registry registry;
    private TestNode one;
    private TestNode two;
    private SyncClient sync;
    private OtherIdc other;
    private AckingGateway gateway;

    @BeforeEach
    void twoNodes() throws Exception {
        registry = TestNode.registry(folder);
        one = node("control-1");
        one.withOrders();
        one.applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP));
        two = node("control-2");
        sync = new SyncClient(one);
        sync.all(entry("orders", 10, 3));
        other = new OtherIdc(one);
        gateway = new AckingGateway(one, "gw-a1");
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(one.service().dataPlanes()).extracting(StatusReport.DataPlaneView::state)
                    .containsExactly(StatusReport.SyncState.SYNCED);
            assertThat(two.service().peers().getFirst().state()).isEqualTo(StatusReport.PeerState.CONNECTED);
        });
    }

    private TestNode node(String name) throws Exception {
        TestNode node = TestNode.named(registry, name, TestNode.QUICK, NodeObserver.NONE).sharing();
        node.awaitReady();
        return node;
    }

    @AfterEach
    void stop() {
        gateway.close();
        other.close();
        sync.close();
        one.close();
        two.close();
        registry.close();
    }

    @Test
    void anOperatorGoesBeforeAPolicyAndBothBeforeADrillWhichIsRolledBackFirst() {
        create(one, "exercise", SwitchOrigin.DRILL, 100, Duration.ofMinutes(5));
        begin(one, "exercise");
        awaitMoved("exercise");

        create(two, "flee", SwitchOrigin.AUTOMATIC, 100, Duration.ofMinutes(5));
        awaitChecked("flee");
        assertThat(checksOf("flee")).contains("SwitchOver exercise (DRILL)",
                "will be interrupted and rolled back first");
        assertThat(start(two, "flee")).isInstanceOfSatisfying(WriteResult.Conflict.class,
                conflict -> assertThat(conflict.detail())
                        .contains("exercise moves that traffic and is taken back now"));
        awaitState("exercise", SwitchOverState.ROLLED_BACK);
        begin(two, "flee");
        awaitMoved("flee");

        create(one, "repair", SwitchOrigin.MANUAL, 100, Duration.ZERO);
        assertThat(start(one, "repair")).isInstanceOf(WriteResult.Conflict.class);
        awaitState("flee", SwitchOverState.ROLLED_BACK);
        create(two, "again", SwitchOrigin.DRILL, 50, Duration.ZERO);
        begin(two, "repair");
        awaitState("repair", SwitchOverState.COMPLETED);

        assertThat(start(one, "again")).as("a drill waits, and interrupts nobody")
                .isInstanceOfAny(WriteResult.Conflict.class, WriteResult.Guarded.class);
        assertThat(status("repair").state()).isEqualTo(SwitchOverState.COMPLETED);
    }

    @Test
    void whatADrillHasMovedIsTakenBackWhenItsAgentIsKilled() {
        String move = "drill.exercise." + running() + ".there";
        create(one, move, SwitchOrigin.DRILL, 100, Duration.ofMinutes(5));
        begin(one, move);
        awaitMoved(move);

        registry.revokeLease(registry.get(RegistryKeys.drillAgent("exercise")).orElseThrow().leaseId());
        awaitState(move, SwitchOverState.ROLLED_BACK);
        assertThat(run().state()).isEqualTo(DrillState.ABORTED);
        assertThat(run().reasons()).containsExactly("agent agent-1 was silent for 30s");
    }

    @Test
    void aSwitchOverOfAnOperatorTellsTheDrillToEnd() {
        String move = "drill.exercise." + running() + ".there";
        create(one, move, SwitchOrigin.DRILL, 100, Duration.ofMinutes(5));
        begin(one, move);
        awaitMoved(move);

        create(two, "repair", SwitchOrigin.MANUAL, 100, Duration.ofMinutes(5));
        awaitChecked("repair");
        assertThat(checksOf("repair")).contains("Drill exercise runs and will be interrupted");
        assertThat(start(two, "repair")).isInstanceOf(WriteResult.Conflict.class);
        awaitState(move, SwitchOverState.ROLLED_BACK);
        begin(two, "repair");
        soon().untilAsserted(() -> assertThat(run().abort()).startsWith("pre-empted: switch-over repair of ann is "));
        assertThat(run().state()).as("its agent has not reported yet").isEqualTo(DrillState.RUNNING);
    }

    /** Lets a drill run with the traffic of core; returns the name of the run. */
    private String running() {
        Tree target = Tree.mapping(Map.of("scope", Tree.mapping(Map.of("drGroup", Tree.text("core")))));
        one.applied(Resource.of("exercise", new DrillSpec(Tree.mapping(Map.of("target", target)), null,
                new DrillTarget(new ShiftScope.DrGroupScope("core"), 100), DrillStatus.NONE)));
        assertThat(one.service().drills().run(new DrillAct("exercise", "fay", Origin.SYSTEM), "agent-1"))
                .isInstanceOf(WriteResult.Applied.class);
        return run().id();
    }

    private DrillRunRecord run() {
        DrillSpec drill = (DrillSpec) one.service().get(Kind.DRILL, "exercise").orElseThrow().spec();
        return drill.status().runs().getLast();
    }

    private String checksOf(String id) {
        return String.valueOf(two.service().switchOvers().view(id).orElseThrow().checks());
    }

    private static void create(TestNode node, String id, SwitchOrigin origin, int percent, Duration soak) {
        SwitchOverSpec asked = Moving.asked(SwitchMode.GRACEFUL, percent);
        SwitchOverSpec spec = new SwitchOverSpec(asked.scopes(), asked.from(), asked.to(), asked.steps(), soak,
                asked.gates(), asked.mode(), asked.fence(), false, asked.expires(), asked.onExpiry(), id, null);
        assertThat(node.service().switchOvers()
                .create(new SwitchOverRequest(id, spec, false, origin, "ann", Origin.SYSTEM)))
                .isInstanceOf(WriteResult.Applied.class);
    }

    private static WriteResult start(TestNode node, String id) {
        return node.service().switchOvers()
                .act(new SwitchOverAct(id, new SwitchOverEvent.Start("ann"), null, Origin.SYSTEM));
    }

    /** What was taken back has changed the ground of the plan: it is checked again. */
    private void begin(TestNode node, String id) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var _ = node.service().switchOvers()
                    .act(new SwitchOverAct(id, new SwitchOverEvent.Check("ann"), null, Origin.SYSTEM));
            assertThat(start(node, id)).isInstanceOf(WriteResult.Applied.class);
        });
    }

    /** What is asked of the node that did not write it: it hears of each write a moment later. */
    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(20))
                .ignoreExceptionsInstanceOf(NoSuchElementException.class);
    }

    /** It is made and checked by two writes. */
    private void awaitChecked(String id) {
        soon().untilAsserted(() -> assertThat(status(id).plan()).as(checksOf(id)).isNotNull());
    }

    private void awaitMoved(String id) {
        soon().untilAsserted(() -> assertThat(status(id).at().toString()).as("%s", status(id)).contains("OBSERVE"));
    }

    private void awaitState(String id, SwitchOverState state) {
        soon().untilAsserted(() -> assertThat(status(id).state()).as("%s", status(id).history().getLast())
                .isEqualTo(state));
    }

    private SwitchOverStatus status(String id) {
        return Moving.status((SwitchOverSpec) one.service().get(Kind.SWITCH_OVER, id).orElseThrow().spec());
    }
}
