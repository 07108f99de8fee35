package io.spillway.model.switchover;

import java.time.Instant;
import java.util.List;

import io.spillway.model.resource.StepPhase;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.Unconfirmed;
import io.spillway.model.switchover.MachineResult.Reason;
import io.spillway.model.switchover.MachineResult.Refused;
import org.jspecify.annotations.Nullable;

/** Why something that the state allows is refused all the same. */
final class Refusals {

    private Refusals() {}

    /** Returns the reason, or null when the event may happen. */
    static @Nullable Refused of(SwitchOverSpec spec, SwitchOverStatus status, SwitchOverEvent event, Instant now) {
        return switch (event) {
            case SwitchOverEvent.Approve approve -> approve(status, approve, now);
            case SwitchOverEvent.Start _ -> start(status, now);
            case SwitchOverEvent.Resume resume -> resume(status, resume);
            case SwitchOverEvent.Rollback rollback -> home(spec, status, rollback);
            case SwitchOverEvent.Extend(String _, Instant until) -> now.isBefore(until)
                    ? null
                    : new Refused(Reason.PLAN, "extend to " + until + " (expected: a time to come, it is " + now + ")");
            case SwitchOverEvent.Preempted(String by, SwitchOrigin origin) -> origin.interrupts(status.origin())
                    ? null
                    : new Refused(Reason.STATE,
                            by + " (" + origin + ") does not go before one that is " + status.origin());
            case SwitchOverEvent.Pushed _ -> push(status, event);
            case SwitchOverEvent.Acked _ -> phase(status, event, StepPhase.ACK);
            case SwitchOverEvent.Observed _ -> phase(status, event, StepPhase.OBSERVE);
            case SwitchOverEvent.GatePassed _ -> phase(status, event, StepPhase.GATE);
            case SwitchOverEvent.Check _,SwitchOverEvent.Pause _,SwitchOverEvent.Abort _,SwitchOverEvent.ForceEnd _,SwitchOverEvent.TakeOver _,SwitchOverEvent.ChecksPassed _,SwitchOverEvent.ChecksFailed _,SwitchOverEvent.PlanInvalid _,SwitchOverEvent.Fenced _,SwitchOverEvent.FenceUnconfirmed _,SwitchOverEvent.Verified _,SwitchOverEvent.Unfenced _,SwitchOverEvent.Soaked _,SwitchOverEvent.StepFailed _,SwitchOverEvent.RollbackFailed _,SwitchOverEvent.Expire _,SwitchOverEvent.Replaced _,SwitchOverEvent.Confirmed _ ->
                null;
        };
    }

    private static @Nullable Refused approve(SwitchOverStatus status, SwitchOverEvent.Approve approve, Instant now) {
        SwitchOverPlan plan = status.plan();
        if (plan == null || !plan.hash().equals(approve.plan())) {
            return new Refused(Reason.PLAN, "approval of plan " + approve.plan() + " (expected: "
                    + (plan == null ? "a frozen plan" : plan.hash()) + "); look at it again");
        }
        if (!now.isBefore(plan.until())) {
            return new Refused(Reason.PLAN, "the plan was valid until " + plan.until() + "; let it be checked again");
        }
        if (approve.by().equals(status.author())) {
            return new Refused(Reason.PERSON, approve.by() + " asked for it (expected: approval by somebody else)");
        }
        return null;
    }

    private static @Nullable Refused start(SwitchOverStatus status, Instant now) {
        SwitchOverPlan plan = status.plan();
        if (plan == null || !now.isBefore(plan.until())) {
            return new Refused(Reason.PLAN, plan == null
                    ? "there is no plan"
                    : "the plan was valid until " + plan.until() + "; let it be checked again");
        }
        int approvals = status.approvals().size();
        return status.state() == SwitchOverState.READY && approvals < plan.approvals()
                ? new Refused(Reason.PERSON, approvals + " approvals (expected: " + plan.approvals() + ")")
                : null;
    }

    private static @Nullable Refused resume(SwitchOverStatus status, SwitchOverEvent.Resume resume) {
        boolean fence = status.pause() != null && status.pause().resumes() == SwitchOverState.FENCING;
        // Whose stragglers are put in quarantine is asked again, for the Acks of the others.
        List<Unconfirmed> open = status.unconfirmed().stream().filter(each -> each.acceptedBy() == null)
                .filter(each -> !each.acks()
                        || !(resume.quarantine().stream().anyMatch(plane -> plane.idc().equals(each.idc()))
                                || (resume.behind() != null && resume.behind().counted().containsKey(each.idc()))))
                .toList();
        // To try again is always possible; to go on without the fence needs somebody's word.
        return fence || resume.accept() || open.isEmpty() ? null : unconfirmed(open);
    }

    /** An IDC that was dead gets its traffic back when what it missed is known, or by somebody's word. */
    private static @Nullable Refused home(SwitchOverSpec spec, SwitchOverStatus status,
            SwitchOverEvent.Rollback rollback) {
        List<Unconfirmed> open = status.unconfirmed().stream()
                .filter(each -> each.idc().equals(spec.from()) && !each.what().equals(Machine.FENCE)).toList();
        return rollback.accept() || open.isEmpty() || !status.state().held() ? null : unconfirmed(open);
    }

    private static Refused unconfirmed(List<Unconfirmed> open) {
        return new Refused(Reason.UNCONFIRMED, "unconfirmed: " + String.join("; ",
                open.stream().map(each -> each.what() + " at " + each.idc() + ": " + each.detail()).toList())
                + " (expected: confirmed, or accepted by an operator)");
    }

    /** Nobody gets traffic back who is fenced. */
    private static @Nullable Refused push(SwitchOverStatus status, SwitchOverEvent event) {
        return status.state() == SwitchOverState.ROLLING_BACK && status.fenced()
                ? new Refused(Reason.STATE, "pushed while a fence stands (expected: unfenced)")
                : phase(status, event, StepPhase.PUSH);
    }

    private static @Nullable Refused phase(SwitchOverStatus status, SwitchOverEvent event, StepPhase expected) {
        return status.at().phase() == expected
                ? null
                : new Refused(Reason.STATE,
                        event.kind().word() + " at " + status.at() + " (expected: in " + expected + ")");
    }
}
