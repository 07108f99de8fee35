package io.spillway.model.switchover;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.spillway.model.resource.Generation;
import io.spillway.model.resource.PauseCause;
import io.spillway.model.resource.StepFigures;
import io.spillway.model.resource.SwitchCheck;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.Unconfirmed;
import org.jspecify.annotations.Nullable;

/** Something that happened to a switch-over, with what is known of it. */
public sealed interface SwitchOverEvent {

    /** Returns what kind of event this is. */
    default EventKind kind() {
        return switch (this) {
            case Check _ -> EventKind.CHECK;
            case Approve _ -> EventKind.APPROVE;
            case Start _ -> EventKind.START;
            case Pause _ -> EventKind.PAUSE;
            case Resume _ -> EventKind.RESUME;
            case Rollback _ -> EventKind.ROLLBACK;
            case Abort _ -> EventKind.ABORT;
            case ForceEnd _ -> EventKind.FORCE_END;
            case Extend _ -> EventKind.EXTEND;
            case TakeOver _ -> EventKind.TAKE_OVER;
            case ChecksPassed _ -> EventKind.CHECKS_PASSED;
            case ChecksFailed _ -> EventKind.CHECKS_FAILED;
            case PlanInvalid _ -> EventKind.PLAN_INVALID;
            case Fenced _ -> EventKind.FENCED;
            case FenceUnconfirmed _ -> EventKind.FENCE_UNCONFIRMED;
            case Pushed _ -> EventKind.PUSHED;
            case Acked _ -> EventKind.ACKED;
            case Observed _ -> EventKind.OBSERVED;
            case GatePassed _ -> EventKind.GATE_PASSED;
            case Verified _ -> EventKind.VERIFIED;
            case Unfenced _ -> EventKind.UNFENCED;
            case Soaked _ -> EventKind.SOAKED;
            case StepFailed _ -> EventKind.STEP_FAILED;
            case RollbackFailed _ -> EventKind.ROLLBACK_FAILED;
            case Expire _ -> EventKind.EXPIRE;
            case Replaced _ -> EventKind.REPLACED;
            case Confirmed _ -> EventKind.CONFIRMED;
            case Preempted _ -> EventKind.PREEMPTED;
        };
    }

    /** Returns what people read of it beside its kind; empty for nothing. */
    default String detail() {
        return "";
    }

    /** An operator said something. */
    sealed interface Said extends SwitchOverEvent {

        /** Returns who: the person, whatever credential was shown. */
        String by();

        /** Returns why; empty where nobody has to say. */
        default String reason() {
            return "";
        }

        @Override
        default String detail() {
            return reason().isEmpty() ? "by " + by() : "by " + by() + ": " + reason();
        }
    }

    /** The checks are asked for. */
    record Check(String by) implements Said {}

    /** The plan of that hash is approved. */
    record Approve(String by, String plan) implements Said {}

    /** It shall begin. */
    record Start(String by) implements Said {}

    /** It shall stand still. */
    record Pause(String by, String reason) implements Said {}

    /** Somebody goes on, there or back, with what is unconfirmed. */
    sealed interface GoesOn extends Said {

        /** Returns whether with all that is. */
        boolean accept();

        /** Returns without which data planes, which nobody waits for from then on until they have Acked. */
        List<Unconfirmed.DataPlane> quarantine();

        /** Returns that all are meant that are behind; null when only those that are named are. */
        @Nullable
        AllBehind behind();

        /** Returns the same about as many data planes as were counted. */
        GoesOn counted(AllBehind counted);

        @Override
        default String detail() {
            String without = quarantine().isEmpty()
                    ? ""
                    : " without "
                            + String.join(", ", quarantine().stream().map(Unconfirmed.DataPlane::toString).toList());
            return Said.super.detail() + without + (behind() == null ? "" : " without " + behind());
        }
    }

    /**
     * It shall go on.
     *
     * @param accept whether also with what is unconfirmed
     */
    record Resume(String by, String reason, boolean accept, List<Unconfirmed.DataPlane> quarantine,
            @Nullable AllBehind behind) implements GoesOn {

        public Resume {
            quarantine = List.copyOf(quarantine);
        }

        /** Creates one that puts nobody in quarantine. */
        public Resume(String by, String reason, boolean accept) {
            this(by, reason, accept, List.of());
        }

        /** Creates one that puts these in quarantine. */
        public Resume(String by, String reason, boolean accept, List<Unconfirmed.DataPlane> quarantine) {
            this(by, reason, accept, quarantine, null);
        }

        @Override
        public Resume counted(AllBehind counted) {
            return new Resume(by, reason, accept, quarantine, counted);
        }
    }

    /**
     * What stood before shall be brought back.
     *
     * @param accept whether also when something of the IDC that gets its traffic back is unconfirmed
     */
    record Rollback(String by, String reason, boolean accept, List<Unconfirmed.DataPlane> quarantine,
            @Nullable AllBehind behind) implements GoesOn {

        public Rollback {
            quarantine = List.copyOf(quarantine);
        }

        /** Creates one that puts nobody in quarantine. */
        public Rollback(String by, String reason, boolean accept) {
            this(by, reason, accept, List.of());
        }

        /** Creates one that puts these in quarantine. */
        public Rollback(String by, String reason, boolean accept, List<Unconfirmed.DataPlane> quarantine) {
            this(by, reason, accept, quarantine, null);
        }

        @Override
        public Rollback counted(AllBehind counted) {
            return new Rollback(by, reason, accept, quarantine, counted);
        }
    }

    /** It is not wanted any more. */
    record Abort(String by, String reason) implements Said {}

    /** The machine shall leave it alone. */
    record ForceEnd(String by, String reason) implements Said {}

    /** Its shift shall stand until then. */
    record Extend(String by, Instant until) implements Said {}

    /** That IDC shall coordinate it. */
    record TakeOver(String by, String reason, String idc) implements Said {}

    /** The plan that was made. */
    record ChecksPassed(SwitchOverPlan plan) implements SwitchOverEvent {}

    /** The list, with at least one item that forbids it. */
    record ChecksFailed(List<SwitchCheck> checks) implements SwitchOverEvent {

        public ChecksFailed {
            checks = List.copyOf(checks);
        }

        @Override
        public String detail() {
            return String.join("; ", checks.stream().filter(check -> !check.allows())
                    .map(check -> check.item() + ": " + check.how()).toList());
        }
    }

    /** The plan is not worth anything any more. */
    record PlanInvalid(String detail) implements SwitchOverEvent {}

    /** The fence stands. */
    record Fenced(String detail) implements SwitchOverEvent {}

    /** Nobody knows whether the fence stands. */
    record FenceUnconfirmed(String detail) implements SwitchOverEvent {}

    /**
     * Shifts were written.
     *
     * @param generations by path of the scope
     * @param before what was measured before they were; null when not known
     */
    record Pushed(Map<String, Generation> generations, @Nullable StepFigures before) implements SwitchOverEvent {

        public Pushed {
            generations = Map.copyOf(generations);
        }
    }

    /**
     * Enough know them.
     *
     * @param late what is unconfirmed all the same, as the fleet of a dead IDC
     */
    record Acked(List<Unconfirmed> late, String detail) implements SwitchOverEvent {

        public Acked {
            late = List.copyOf(late);
        }
    }

    /** The soak is over. */
    record Observed() implements SwitchOverEvent {}

    /** The gate is open. */
    record GatePassed(String detail) implements SwitchOverEvent {}

    /** Traffic is where it shall be. */
    record Verified(String detail) implements SwitchOverEvent {}

    /** The fence is gone. */
    record Unfenced(String detail) implements SwitchOverEvent {}

    /** It has stood long enough. */
    record Soaked() implements SwitchOverEvent {}

    /**
     * Something did not work: a gate is the guard's matter, the rest the step's.
     *
     * @param late what is unconfirmed because of it, so that an operator can go on without it
     */
    record StepFailed(PauseCause cause, String detail, List<Unconfirmed> late) implements SwitchOverEvent {

        public StepFailed {
            late = List.copyOf(late);
        }

        /** Of a failure that leaves nothing unconfirmed. */
        public StepFailed(PauseCause cause, String detail) {
            this(cause, detail, List.of());
        }
    }

    /** It cannot be taken back, for now. */
    record RollbackFailed(String detail) implements SwitchOverEvent {}

    /**
     * The time is over.
     *
     * @param fit whether the checks of the IDC that would get its traffic back pass
     */
    record Expire(boolean fit, String detail) implements SwitchOverEvent {}

    /** Somebody else's shift stands where its own did. */
    record Replaced(String detail) implements SwitchOverEvent {}

    /** What was unconfirmed at an IDC is confirmed. */
    record Confirmed(String what, String idc) implements SwitchOverEvent {

        @Override
        public String detail() {
            return what + " at " + idc;
        }
    }

    /** One that goes before it wants its traffic. */
    record Preempted(String by, SwitchOrigin origin) implements SwitchOverEvent {

        @Override
        public String detail() {
            return "by " + by + " (" + origin + ")";
        }
    }
}
