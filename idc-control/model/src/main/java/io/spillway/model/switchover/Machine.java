package io.spillway.model.switchover;

import java.time.Instant;
import java.util.Set;

import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.OnGateFailure;
import io.spillway.model.resource.PauseCause;
import io.spillway.model.resource.StepPhase;
import io.spillway.model.resource.StepPosition;
import io.spillway.model.resource.StepSide;
import io.spillway.model.resource.SwitchApproval;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.SwitchOverStatusChange;
import io.spillway.model.resource.SwitchPause;
import io.spillway.model.resource.Unconfirmed;
import io.spillway.model.switchover.MachineResult.Reason;

/**
 * Makes the transitions of a switch-over. Pure: what it returns is not so before it is written, under the condition that
 * the status it was made from still stands. It never goes where {@link Transitions} does not lead.
 */
public final class Machine {

    /** What a fence that was not confirmed is called. */
    public static final String FENCE = "fence";

    private Machine() {}

    /**
     * Returns what an event does to a switch-over.
     *
     * @param now by the clock of the node that writes it
     * @param node that writes it, as in "idc-a/control-1"
     * @throws IllegalArgumentException when the machine has not seen this switch-over yet: it has no status
     */
    public static MachineResult apply(SwitchOverSpec current, SwitchOverEvent event, Instant now, String node) {
        SwitchOverStatus status = current.status();
        if (status == null) {
            throw new IllegalArgumentException("a switch-over without status");
        }
        String again = Repeats.of(status, event);
        if (again != null) {
            return new MachineResult.Unchanged(again);
        }
        Set<SwitchOverState> legal = Transitions.of(status.state(), event.kind());
        if (legal.isEmpty()) {
            return new MachineResult.Refused(Reason.STATE, event.kind().word() + " in state " + status.state()
                    + " (expected: " + expected(status.state()) + ")");
        }
        MachineResult.Refused refused = Refusals.of(current, status, event, now);
        if (refused != null) {
            return refused;
        }
        SwitchOverStatus next = change(current, status, event, now).made(now, event.kind().word(), node,
                event.detail());
        if (!legal.contains(next.state())) {
            throw new IllegalStateException(
                    event.kind() + " led from " + status.state() + " to " + next.state() + " (expected: " + legal
                            + ")");
        }
        return new MachineResult.Moved(current.with(next));
    }

    private static String expected(SwitchOverState state) {
        String words = String.join(", ", Transitions.words(state).stream().map(EventKind::word).toList());
        return words.isEmpty() ? "nothing, it is over" : words;
    }

    private static SwitchOverStatusChange change(SwitchOverSpec spec, SwitchOverStatus status, SwitchOverEvent event,
            Instant now) {
        SwitchOverStatusChange change = status.change();
        return switch (event) {
            case SwitchOverEvent.Check _ -> change.to(SwitchOverState.CHECKING).plan(null);
            case SwitchOverEvent.ChecksPassed(var plan) ->
                change.to(SwitchOverState.READY).plan(plan).due(plan.until());
            case SwitchOverEvent.ChecksFailed(var checks) -> change.forbidden(checks).plan(null);
            case SwitchOverEvent.PlanInvalid _ -> change.to(SwitchOverState.DRAFT).plan(null);
            case SwitchOverEvent.Approve approve -> approve(status, change, approve, now);
            case SwitchOverEvent.Start _ -> start(spec, change, now);
            case SwitchOverEvent.Fenced _ -> change.to(SwitchOverState.SHIFTING);
            case SwitchOverEvent.FenceUnconfirmed(String detail) -> unfenced(spec, change, detail);
            case SwitchOverEvent.Pushed pushed -> pushed(status, change, pushed);
            case SwitchOverEvent.Acked acked -> acked(spec, status, change, acked, now);
            case SwitchOverEvent.Observed _ -> change.at(status.at().in(StepPhase.GATE));
            case SwitchOverEvent.GatePassed _ -> gatePassed(spec, status, change);
            case SwitchOverEvent.Verified _ ->
                status.fenced() ? change.to(SwitchOverState.UNFENCING) : soak(spec, change, now);
            case SwitchOverEvent.Unfenced _ -> status.state() == SwitchOverState.ROLLING_BACK
                    ? change.fenced(false).confirmed(FENCE, spec.from())
                    : soak(spec, change.fenced(false).confirmed(FENCE, spec.from()), now);
            case SwitchOverEvent.Soaked _ -> change.to(SwitchOverState.COMPLETED);
            case SwitchOverEvent.StepFailed failed -> stepFailed(spec, status, change, failed);
            case SwitchOverEvent.Pause(String by, String reason) ->
                change.paused(new SwitchPause(PauseCause.OPERATOR, status.state(), by + ": " + reason));
            case SwitchOverEvent.Resume resume -> resume(spec, status, change, resume, now);
            case SwitchOverEvent.Rollback rollback -> backOrGone(status, quarantined(change, rollback));
            case SwitchOverEvent.Preempted _ -> backOrGone(status, change);
            case SwitchOverEvent.RollbackFailed _ -> change.to(SwitchOverState.ROLLBACK_FAILED);
            case SwitchOverEvent.Replaced(String detail) -> replaced(status, change, detail);
            case SwitchOverEvent.Abort _ -> change.to(SwitchOverState.ABORTED);
            case SwitchOverEvent.ForceEnd _ -> change.to(SwitchOverState.FORCE_ENDED);
            case SwitchOverEvent.Extend(String _, Instant until) -> status.state() == SwitchOverState.EXPIRED
                    ? change.to(SwitchOverState.COMPLETED).expires(until)
                    : change.expires(until);
            case SwitchOverEvent.Expire(boolean fit, String _) -> spec.onExpiry() == OnExpiry.CLEAR && fit
                    ? back(change)
                    : change.to(SwitchOverState.EXPIRED);
            case SwitchOverEvent.Confirmed(String what, String idc) -> change.confirmed(what, idc);
            case SwitchOverEvent.TakeOver(String _, String _, String idc) -> change.takenOver(idc);
        };
    }

    private static SwitchOverStatusChange approve(SwitchOverStatus status, SwitchOverStatusChange change,
            SwitchOverEvent.Approve approve, Instant now) {
        change.approved(new SwitchApproval(approve.by(), now, approve.plan()));
        SwitchOverPlan plan = status.plan();
        if (plan != null && status.approvals().size() + 1 >= plan.approvals()) {
            change.to(SwitchOverState.APPROVED).due(plan.until());
        }
        return change;
    }

    /** The fence may stand from the moment that somebody is about to ask for it. */
    private static SwitchOverStatusChange start(SwitchOverSpec spec, SwitchOverStatusChange change, Instant now) {
        return change.to(spec.fenced() ? SwitchOverState.FENCING : SwitchOverState.SHIFTING).fenced(spec.fenced())
                .at(StepPosition.FIRST).expires(now.plus(spec.expires()));
    }

    /** A dead IDC confirms nothing, and whoever chose that mode knew; else somebody has to say that it may go on. */
    private static SwitchOverStatusChange unfenced(SwitchOverSpec spec, SwitchOverStatusChange change, String detail) {
        change.unconfirmed(new Unconfirmed(FENCE, spec.from(), detail, null));
        return spec.mode() == SwitchMode.UNGRACEFUL
                ? change.to(SwitchOverState.SHIFTING)
                : change.paused(new SwitchPause(PauseCause.STEP_FAILED, SwitchOverState.FENCING, "fence: " + detail));
    }

    private static SwitchOverStatusChange pushed(SwitchOverStatus status, SwitchOverStatusChange change,
            SwitchOverEvent.Pushed pushed) {
        pushed.generations().forEach(change::written);
        boolean begins = status.state() == SwitchOverState.SHIFTING && status.at().side() == StepSide.RECEIVER;
        return (begins ? change.measured(pushed.before()) : change).at(status.at().in(StepPhase.ACK));
    }

    private static SwitchOverStatusChange acked(SwitchOverSpec spec, SwitchOverStatus status,
            SwitchOverStatusChange change, SwitchOverEvent.Acked acked, Instant now) {
        acked.late().forEach(change::unconfirmed);
        if (status.at().side() == StepSide.RECEIVER) {
            return change.at(status.at().toEverybody());
        }
        return status.state() == SwitchOverState.ROLLING_BACK
                ? change.to(SwitchOverState.ROLLED_BACK)
                : change.at(status.at().in(StepPhase.OBSERVE)).due(now.plus(spec.watch()));
    }

    private static SwitchOverStatusChange gatePassed(SwitchOverSpec spec, SwitchOverStatus status,
            SwitchOverStatusChange change) {
        return status.at().step() + 1 < spec.steps().size()
                ? change.at(status.at().nextStep())
                : change.to(SwitchOverState.VERIFYING);
    }

    private static SwitchOverStatusChange soak(SwitchOverSpec spec, SwitchOverStatusChange change, Instant now) {
        return change.to(SwitchOverState.SOAKING).due(now.plus(spec.watch()));
    }

    private static SwitchOverStatusChange stepFailed(SwitchOverSpec spec, SwitchOverStatus status,
            SwitchOverStatusChange change, SwitchOverEvent.StepFailed failed) {
        failed.late().forEach(change::unconfirmed);
        return spec.gates().onFailure() == OnGateFailure.ROLLBACK
                ? back(change)
                : change.paused(new SwitchPause(failed.cause(), status.state(), failed.detail()));
    }

    /** A soak begins anew: what it watched while it stood still says nothing. */
    private static SwitchOverStatusChange resume(SwitchOverSpec spec, SwitchOverStatus status,
            SwitchOverStatusChange change, SwitchOverEvent.Resume resume, Instant now) {
        SwitchPause pause = status.pause();
        SwitchOverState next = pause == null ? SwitchOverState.SHIFTING : pause.resumes();
        boolean fenceAccepted = resume.accept() && next == SwitchOverState.FENCING;
        if (resume.accept()) {
            status.unconfirmed().forEach(each -> change
                    .unconfirmed(new Unconfirmed(each.what(), each.idc(), each.detail(), resume.by())));
        }
        quarantined(change, resume).to(fenceAccepted ? SwitchOverState.SHIFTING : next);
        boolean watching = next == SwitchOverState.SHIFTING && (status.at().phase() == StepPhase.OBSERVE
                || status.at().phase() == StepPhase.GATE);
        if (watching) {
            change.at(status.at().in(StepPhase.OBSERVE));
        }
        return watching || next == SwitchOverState.SOAKING ? change.due(now.plus(spec.watch())) : change;
    }

    private static SwitchOverStatusChange quarantined(SwitchOverStatusChange change, SwitchOverEvent.GoesOn word) {
        word.quarantine()
                .forEach(plane -> change.unconfirmed(Unconfirmed.quarantined(plane, word.by(), word.reason())));
        AllBehind behind = word.behind();
        if (behind != null) {
            behind.counted().forEach((idc, most) -> change
                    .unconfirmed(Unconfirmed.behind(idc, most, word.by(), word.reason())));
        }
        return change;
    }

    /** What it has written does not stand any more: the step is written again if somebody says so. */
    private static SwitchOverStatusChange replaced(SwitchOverStatus status, SwitchOverStatusChange change,
            String detail) {
        status.written().keySet().forEach(change::forgotten);
        if (status.state() == SwitchOverState.ROLLING_BACK || status.state() == SwitchOverState.ROLLBACK_FAILED) {
            return back(change);
        }
        if (status.state().held()) {
            return change.to(SwitchOverState.FORCE_ENDED);
        }
        boolean before = status.pause() != null && status.pause().resumes() == SwitchOverState.FENCING;
        return change.at(new StepPosition(status.at().step(), StepSide.RECEIVER, StepPhase.PUSH))
                .paused(new SwitchPause(
                        PauseCause.GUARD, before ? SwitchOverState.FENCING : SwitchOverState.SHIFTING, detail));
    }

    private static SwitchOverStatusChange backOrGone(SwitchOverStatus status, SwitchOverStatusChange change) {
        return status.state().before() ? change.to(SwitchOverState.ABORTED) : back(change);
    }

    private static SwitchOverStatusChange back(SwitchOverStatusChange change) {
        return change.to(SwitchOverState.ROLLING_BACK).at(StepPosition.FIRST);
    }
}
