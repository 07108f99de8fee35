package io.spillway.control.switchover.plan;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.spillway.control.state.ControlState;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.StepPhase;
import io.spillway.model.resource.StepPosition;
import io.spillway.model.resource.StepSide;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.switchover.StepShifts;

/**
 * What is asked of the checks, with what all of them need.
 *
 * @param id name of the switch-over
 * @param origin who wants it
 * @param before the state before its first step, which is what stands now unless it has begun
 * @param scope what it is about, and which shifts rule it now
 * @param radius what it changes when all steps are done
 */
record Question(String id, SwitchOverSpec spec, SwitchOrigin origin, PlanGround ground, ControlState before,
        MoveScope scope, BlastRadius radius) {

    /** A question about what has not begun: what it goes before is taken back first, and does not stand then. */
    static Question of(String id, SwitchOverSpec spec, SwitchOrigin origin, PlanGround ground) {
        Question now = of(id, spec, origin, ground, ground.state());
        ControlState before = ground.state();
        for (Resource rival : now.rivals()) {
            if (rival.spec() instanceof SwitchOverSpec theirs && theirs.status() != null
                    && theirs.status().plan() != null && origin.interrupts(theirs.status().origin())) {
                before = MoveScope.before(before, theirs, theirs.status().plan().baseline());
            }
        }
        return before.equals(ground.state()) ? now : of(id, spec, origin, ground, before);
    }

    /** A question about what has perhaps begun already. */
    static Question of(String id, SwitchOverSpec spec, SwitchOrigin origin, PlanGround ground, ControlState before) {
        return new Question(id, spec, origin, ground, before, MoveScope.of(ground.state(), spec),
                BlastRadius.of(ground, spec, before));
    }

    /** Returns whether nothing is asked of the IDC that is left: it is taken for dead. */
    boolean without(String idc) {
        return spec.mode() == SwitchMode.UNGRACEFUL && idc.equals(spec.from());
    }

    /** Returns what stands for each scope before the first step, cleared or not. */
    List<TrafficShiftSpec> baseline() {
        return spec.scopes().stream().flatMap(scope -> Stream.ofNullable(before.shift(scope)))
                .filter(shift -> !shift.cleared()).toList();
    }

    /** Returns what the executor writes in the last step, with the generations that it has at the earliest. */
    List<TrafficShiftSpec> lastStep() {
        SwitchOverPlan plan = new SwitchOverPlan(baseline(), scope.idcs(), scope.locks(), List.of(), Map.of(),
                Double.NaN, "", "", Instant.EPOCH, 0);
        SwitchOverStatus last = SwitchOverStatus.drafted(ground.ownIdc(), origin, "", Instant.EPOCH).change()
                .to(SwitchOverState.SHIFTING).plan(plan)
                .at(new StepPosition(spec.steps().size() - 1, StepSide.EVERYBODY, StepPhase.PUSH))
                .made(Instant.EPOCH, "", "", "");
        return StepShifts.of(spec.with(last), before::shift).stream().map(this::committed).toList();
    }

    private TrafficShiftSpec committed(TrafficShiftSpec shift) {
        TrafficShiftSpec present = before.shift(shift.scope());
        Generation seen = present == null ? null : present.generation();
        return shift.committed(seen == null ? new Generation(1, ground.ownIdc()) : seen.next(ground.ownIdc()), "");
    }

    /** Returns the state in which the last step is written. */
    ControlState after() {
        ControlState after = before;
        for (TrafficShiftSpec shift : lastStep()) {
            after = after.with(Resource.of(shift.scope().resourceName(), shift));
        }
        return after;
    }

    /** Returns the switch-overs that want the same traffic and have begun, by name. */
    List<Resource> rivals() {
        return ground.state().sorted(Kind.SWITCH_OVER).stream().filter(other -> !other.name().equals(id))
                .filter(this::rival).toList();
    }

    private boolean rival(Resource other) {
        if (!(other.spec() instanceof SwitchOverSpec theirs) || theirs.status() == null) {
            return false;
        }
        SwitchOverStatus status = Objects.requireNonNull(theirs.status());
        boolean begun = status.state().moving() || status.state().held();
        return begun && (ground.holders().entrySet().stream().anyMatch(
                held -> held.getValue().equals(other.name()) && scope.locks().contains(held.getKey()))
                || (status.plan() != null && scope.meets(status.plan().locks()))
                || theirs.scopes().stream().map(ShiftScope::path).anyMatch(scope.locks()::contains));
    }
}
