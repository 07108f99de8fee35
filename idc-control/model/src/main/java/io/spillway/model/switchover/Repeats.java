package io.spillway.model.switchover;

import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import org.jspecify.annotations.Nullable;

/** Whether something was done already: whoever got no answer may say it again. */
final class Repeats {

    private Repeats() {}

    /** Returns what was done already, for people; null when the event is news. */
    static @Nullable String of(SwitchOverStatus status, SwitchOverEvent event) {
        SwitchOverState state = status.state();
        boolean repeated = switch (event) {
            case SwitchOverEvent.Check _ -> state == SwitchOverState.CHECKING;
            case SwitchOverEvent.Approve(String by, String plan) -> (state == SwitchOverState.READY
                    || state == SwitchOverState.APPROVED) && status.approvals().stream()
                            .anyMatch(known -> known.by().equals(by) && known.plan().equals(plan));
            case SwitchOverEvent.Start _ -> (state.moving() && state != SwitchOverState.ROLLING_BACK
                    && state != SwitchOverState.ROLLBACK_FAILED) || state.held();
            case SwitchOverEvent.Pause _ -> state == SwitchOverState.PAUSED;
            case SwitchOverEvent.Resume resume -> (state == SwitchOverState.FENCING || state == SwitchOverState.SHIFTING
                    || state == SwitchOverState.VERIFYING || state == SwitchOverState.UNFENCING
                    || state == SwitchOverState.SOAKING || state == SwitchOverState.COMPLETED)
                    && quarantined(status, resume);
            case SwitchOverEvent.Rollback back -> state == SwitchOverState.ROLLED_BACK
                    || (state == SwitchOverState.ROLLING_BACK && quarantined(status, back));
            case SwitchOverEvent.Abort _ -> state == SwitchOverState.ABORTED;
            case SwitchOverEvent.ForceEnd _ -> state == SwitchOverState.FORCE_ENDED;
            case SwitchOverEvent.TakeOver(String _, String _, String idc) ->
                !state.over() && status.generation().idc().equals(idc);
            case SwitchOverEvent.Confirmed(String what, String idc) -> status.unconfirmed().stream()
                    .noneMatch(known -> known.what().equals(what) && known.idc().equals(idc));
            case SwitchOverEvent.ChecksPassed _,SwitchOverEvent.ChecksFailed _,SwitchOverEvent.PlanInvalid _,SwitchOverEvent.Fenced _,SwitchOverEvent.FenceUnconfirmed _,SwitchOverEvent.Pushed _,SwitchOverEvent.Acked _,SwitchOverEvent.Observed _,SwitchOverEvent.GatePassed _,SwitchOverEvent.Verified _,SwitchOverEvent.Unfenced _,SwitchOverEvent.Soaked _,SwitchOverEvent.StepFailed _,SwitchOverEvent.RollbackFailed _,SwitchOverEvent.Replaced _,SwitchOverEvent.Extend _,SwitchOverEvent.Expire _,SwitchOverEvent.Preempted _ ->
                false;
        };
        return repeated ? event.kind().word() + " was done already: it is " + state : null;
    }

    /** Whoever has Acked since is not missed. */
    private static boolean quarantined(SwitchOverStatus status, SwitchOverEvent.GoesOn word) {
        AllBehind behind = word.behind();
        return status.quarantined().containsAll(word.quarantine()) && (behind == null || behind.counted().entrySet()
                .stream().allMatch(each -> each.getValue() <= status.quarantinedAtMost(each.getKey())));
    }
}
