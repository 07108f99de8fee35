package io.spillway.control.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.spillway.control.node.TestNode;
import io.spillway.control.state.ControlState;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.DrillFault;
import io.spillway.model.resource.DrillRunRecord;
import io.spillway.model.resource.DrillSchedule;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.DrillStatus;
import io.spillway.model.resource.DrillTarget;
import io.spillway.model.resource.Fault;
import io.spillway.model.resource.HeaderEdits;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.Treatment;
import io.spillway.model.resource.WeightedGroup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which faults the run of a drill may make: within its target and its share, one at a time. */
class FaultDecisionTest {

    private static final Instant NOW = Instant.parse("2026-11-28T03:00:00Z");
    private static final DrillRunRecord RUN = DrillRunRecord.due("r1", "schedule", NOW, DrillSchedule.GRACE)
            .taken("agent-1", NOW);
    private static final ShiftScope CORE = new ShiftScope.DrGroupScope("core");

    private static DrillFault fault(String event, String service, double aborted, double delayed) {
        return new DrillFault(event, service,
                new Fault(delayed == 0 ? null : new Fault.Delay(Duration.ofMillis(200), delayed),
                        aborted == 0 ? null : new Fault.Abort(503, aborted), Duration.ofMinutes(5), null));
    }

    private static ControlState state(Resource... more) {
        ControlState state = ControlState.empty()
                .with(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1)).withRevision(1))
                .with(TestNode.service("orders").withRevision(2))
                .with(Resource.of("alone", ServiceSpec.of(List.of("alone.test"), null)).withRevision(3));
        for (Resource each : more) {
            state = state.with(each.withRevision(4));
        }
        return state;
    }

    private static FaultDecision decide(ControlState state, @Nullable ShiftScope scope, DrillRunRecord run,
            DrillFault asked) {
        DrillSpec spec = new DrillSpec(Tree.mapping(Map.of()), null, scope == null ? null : new DrillTarget(scope, 25),
                new DrillStatus(null, null, List.of(run)));
        return FaultDecision.of(state, Resource.of("weekly", spec), run, asked, NOW);
    }

    private static void refused(FaultDecision decision, String guard, String why) {
        assertThat(decision).isInstanceOfSatisfying(FaultDecision.Refused.class, refused -> {
            assertThat(refused.guard()).isEqualTo(guard);
            assertThat(refused.why()).isEqualTo(why);
        });
    }

    @Test
    void endsAtItsTimeToLiveFromNowOn() {
        for (ShiftScope scope : List.of(CORE, new ShiftScope.ServiceScope("orders"),
                new ShiftScope.IdcScope("idc-b"))) {
            assertThat(decide(state(), scope, RUN, fault("errors", "orders", 20, 5)))
                    .isInstanceOfSatisfying(FaultDecision.Granted.class, granted -> assertThat(granted.fault().fault())
                            .isEqualTo(new Fault(new Fault.Delay(Duration.ofMillis(200), 5), new Fault.Abort(503, 20),
                                    null, NOW.plus(Duration.ofMinutes(5)))));
        }
    }

    @Test
    void staysWithinItsTarget() {
        refused(decide(state(), null, RUN, fault("errors", "orders", 1, 0)), "drill_target",
                "Drill weekly has no target: it is played on a fleet of its own");
        refused(decide(state(), CORE, RUN, fault("errors", "nosuch", 1, 0)), "drill_target",
                "Service nosuch is not known");
        refused(decide(state(), CORE, RUN, fault("errors", "alone", 1, 0)), "drill_target",
                "Service alone is not of drgroup/core, the target");
        refused(decide(state(), new ShiftScope.ServiceScope("alone"), RUN, fault("errors", "orders", 1, 0)),
                "drill_target", "Service orders is not of service/alone, the target");
        refused(decide(state(), new ShiftScope.IdcScope("idc-z"), RUN, fault("errors", "orders", 1, 0)),
                "drill_target", "Service orders is not of idc/idc-z, the target");
    }

    @Test
    void touchesNoMoreThanItsShare() {
        refused(decide(state(), CORE, RUN, fault("errors", "orders", 20, 5.5)), "drill_share",
                "the fault touches 25.50 % of the requests of Service orders (expected: at most 25 %, the target's share)");
    }

    @Test
    void thereIsOneAtATimeForAService() {
        Fault until = new Fault(null, new Fault.Abort(503, 1), null, NOW.plusSeconds(1));
        DrillRunRecord busy = RUN.with(new DrillFault("first", "orders", until));
        refused(decide(state(), CORE, busy, fault("second", "orders", 1, 0)), "drill_fault",
                "fault first of Service orders goes on (expected: one at a time)");
        assertThat(decide(state(), CORE, busy, fault("first", "orders", 1, 0))).as("it is made anew")
                .isInstanceOf(FaultDecision.Granted.class);
        DrillRunRecord over = RUN
                .with(new DrillFault("first", "orders", new Fault(null, new Fault.Abort(503, 1), null, NOW)));
        assertThat(decide(state(), CORE, over, fault("second", "orders", 1, 0)))
                .isInstanceOf(FaultDecision.Granted.class);
        Resource route = Resource.of("shop", new RouteSpec(List.of("shop.test"), List.of(RouteMatch.ANY),
                List.of(new WeightedGroup("orders", "default", 100)), null, null, null, null,
                new Treatment(null, null, HeaderEdits.NONE, HeaderEdits.NONE, null, until)));
        refused(decide(state(route), CORE, RUN, fault("errors", "orders", 1, 0)), "drill_fault",
                "Route shop makes a fault of its own until 2026-11-28T03:00:01Z");
    }
}
