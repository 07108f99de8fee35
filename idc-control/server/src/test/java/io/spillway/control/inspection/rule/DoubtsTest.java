package io.spillway.control.inspection.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.spillway.control.inspection.Inspected;
import io.spillway.control.node.TestNode;
import io.spillway.control.service.Finding;
import io.spillway.control.service.Finding.Severity;
import io.spillway.control.switchover.Moving;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.Unconfirmed;
import io.spillway.model.resource.WorkloadState;
import io.spillway.model.switchover.SwitchOverEvent;
import io.spillway.model.switchover.Work;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A service of which all instances are UP and none serves is found, and so is a node that doubts itself. */
class DoubtsTest {

    private final InspectionScene scene = new InspectionScene();

    private void finds(String rule, Severity severity, String object, String what) {
        List<Finding> findings = scene.findings();
        assertThat(findings).hasSize(1);
        assertThat(findings.getFirst().rule()).isEqualTo(rule);
        assertThat(findings.getFirst().severity()).isEqualTo(severity);
        assertThat(findings.getFirst().object()).isEqualTo(object);
        assertThat(findings.getFirst().what()).contains(what);
    }

    @Test
    void aServiceWhoseWorkloadsAllFailTheirChecksSpills() {
        scene.failing("orders-1");
        finds("service-all-down", Severity.WARNING, "services/orders",
                "none of its 1 workloads here is UP (they are failing their checks): idc-b serves all of it");
    }

    @Test
    void oneOfTwoThatFailsIsNoServiceDown() {
        scene.with(TestNode.workload("orders", "orders-2", 9002, WorkloadState.UP)).failing("orders-1");
        assertThat(scene.findings()).isEmpty();
    }

    @Test
    void aServiceIsServedByNobodyWhenTheOnlyOtherIdcHasNobodyHealthy() {
        scene.failing("orders-1").with(InspectionScene.importedDead("idc-b", "orders"));
        finds("service-all-down", Severity.ERROR, "services/orders", "1 workloads are failing their checks");
    }

    @Test
    void aServiceWithoutWorkloadsHereAndDeadElsewhereIsServedByNobody() {
        scene.with(Resource.of("idle", ServiceSpec.of(List.of("idle.test"), null)))
                .with(InspectionScene.importedDead("idc-b", "idle"));
        finds("service-without-endpoints", Severity.ERROR, "services/idle", "nobody serves it");
    }

    @Test
    void checksThatTheDataPathContradicts() {
        scene.doubts = new Inspected.Doubts("checks of orders fail while requests to them succeed", Map.of(), "");
        finds("checks-not-believed", Severity.ERROR, "health checks", "not believed by control-1: checks of orders");
    }

    @Test
    void whatCouldNotBeMade() {
        scene.doubts = new Inspected.Doubts("", Map.of("services/orders", "IllegalStateException: x"), "");
        finds("not-built", Severity.ERROR, "services/orders", "cannot be made: IllegalStateException: x");
    }

    @Test
    void anAuditThatWasTamperedWith() {
        scene.doubts = new Inspected.Doubts("", Map.of(), "record 7: is missing");
        finds("audit-chain-broken", Severity.ERROR, "audit", "found by control-1: record 7: is missing");
    }

    @Test
    void aPolicyThatWouldNotAct() {
        scene.doubts = new Inspected.Doubts("", Map.of(), "", Map.of("core", "idc-b is seen by nobody"));
        finds("automatic-not-armed", Severity.ERROR, "drgroups/core", "is not armed: idc-b is seen by nobody");
    }

    @Test
    void whatTheSelfCheckOfAutomaticShiftFinds() {
        scene.doubts = new Inspected.Doubts("", Map.of(), "", Map.of(), 0, List.of("no word from idc-c"));
        finds("automatic-self-check", Severity.WARNING, "automatic shift", "found by control-1: no word from idc-c");
    }

    @Test
    void aSwitchOverWhoseTimeIsOverUntilItGoesHome() {
        SwitchOverSpec asked = Moving.asked(SwitchMode.GRACEFUL, 100);
        SwitchOverSpec completed = Moving.after(
                Moving.after(Moving.telling(SwitchMode.GRACEFUL, 100), new SwitchOverEvent.Acked(List.of(), "")),
                new SwitchOverEvent.Observed(), new SwitchOverEvent.GatePassed(""), new SwitchOverEvent.Verified(""),
                new SwitchOverEvent.Soaked());
        Instant expires = Objects.requireNonNull(Moving.status(completed).expires());
        assertThat(expires).isEqualTo(Moving.NOW.plus(asked.expires()));
        TrafficShiftSpec stands = new TrafficShiftSpec(Moving.CORE, Map.of("idc-b", 100), Set.of(), "r", null,
                OnExpiry.ALARM, false, new Generation(2, "idc-a"), "move");
        assertThat(Work.of(completed, _ -> stands, expires.minusMillis(1))).isEqualTo(new Work.Until(expires));
        assertThat(Work.of(completed, _ -> stands, expires)).isEqualTo(new Work.CheckExpiry());
        scene.with(Resource.of("move", completed));
        assertThat(scene.findings()).isEmpty();
        scene.with(Resource.of("move", Moving.after(completed, new SwitchOverEvent.Expire(false, "idc-a is weak"))));
        finds("switchover-expired", Severity.ERROR, "switchovers/move",
                "and idc-b still has the traffic of idc-a (");
        scene.with(Resource.of("move", Moving.after(completed, new SwitchOverEvent.Expire(true, ""),
                new SwitchOverEvent.Extend("ann", expires.plus(Duration.ofDays(1))))));
        assertThat(scene.findings()).isEmpty();
    }

    @Test
    void whoASwitchOverGoesOnWithoutIsNamedUntilItIsOver() {
        SwitchOverSpec without = Moving.after(Moving.telling(SwitchMode.GRACEFUL, 100),
                new SwitchOverEvent.Pause("ann", ""), new SwitchOverEvent.Resume("ann", "gw-2 hangs", false,
                        List.of(new Unconfirmed.DataPlane("idc-b", "gw-2"))));
        scene.with(Resource.of("move", without));
        finds("data-plane-quarantined", Severity.WARNING, "data plane idc-b/gw-2",
                "in quarantine: gw-2 hangs; by ann in switchovers/move");
        scene.with(Resource.of("move", Moving.after(without, new SwitchOverEvent.ForceEnd("ann", "by hand"))));
        assertThat(scene.findings()).isEmpty();
    }
}
