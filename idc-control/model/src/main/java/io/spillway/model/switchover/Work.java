package io.spillway.model.switchover;

import java.time.Instant;
import java.util.function.Function;

import io.spillway.model.resource.Generation;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about a switch-over as it stands, by whoever coordinates it: read from what is written alone, so that a
 * node that takes over goes on where the other was.
 */
public sealed interface Work {

    /** Nothing, until somebody says something. */
    record Idle(String why) implements Work {}

    /** Nothing, until then. */
    record Until(Instant then) implements Work {}

    /** To write that this happened. */
    record Happen(SwitchOverEvent event) implements Work {}

    /** To make the checks and the plan. */
    record MakeChecks() implements Work {}

    /** To ask the fence provider for the fence, again if need be, and to write what it said. */
    record AskFence() implements Work {}

    /** To ask it to take the fence away, to verify that it is gone, and to write that. */
    record AskUnfence() implements Work {}

    /** To write the step's shifts ({@link StepShifts}) and that it was done, in one transaction. */
    record WriteShifts() implements Work {}

    /** To look who knows the shifts that were written since then. */
    record AwaitAcks(Instant since) implements Work {}

    /** To compare what is measured with what was measured before. */
    record JudgeGate() implements Work {}

    /** To look whether all that was to move has moved, since then. */
    record Verify(Instant since) implements Work {}

    /** To look whether the IDC that would get its traffic back can have it, and to write that the time is over. */
    record CheckExpiry() implements Work {}

    /**
     * Returns what is to be done.
     *
     * @param standing what stands for a scope now; null when there never was a shift
     */
    static Work of(SwitchOverSpec spec, Function<ShiftScope, @Nullable TrafficShiftSpec> standing, Instant now) {
        SwitchOverStatus status = spec.status();
        if (status == null) {
            return new Idle("the machine has not seen it");
        }
        String replaced = replaced(spec, status, standing);
        if (replaced != null && (status.state().moving() || status.state().held())) {
            return new Happen(new SwitchOverEvent.Replaced(replaced));
        }
        return switch (status.state()) {
            case DRAFT -> new Idle("its checks are not asked for");
            case CHECKING -> new MakeChecks();
            case READY, APPROVED -> due(status, now, new SwitchOverEvent.PlanInvalid("the plan is too old"));
            case FENCING -> new AskFence();
            case SHIFTING -> step(status, now);
            case VERIFYING -> new Verify(status.since());
            case UNFENCING -> new AskUnfence();
            case SOAKING -> due(status, now, new SwitchOverEvent.Soaked());
            case COMPLETED -> status.expires() == null
                    ? new Idle("it does not expire")
                    : now.isBefore(status.expires()) ? new Until(status.expires()) : new CheckExpiry();
            case ROLLING_BACK -> status.fenced() ? new AskUnfence() : step(status, now);
            case PAUSED -> new Idle("it is paused");
            case ROLLBACK_FAILED -> new Idle("its rollback failed");
            case EXPIRED -> new Idle("its time is over and its shift stands");
            case ROLLED_BACK, ABORTED, FORCE_ENDED -> new Idle("it is over");
        };
    }

    /** Says which of its shifts does not stand any more; null when all do that it has written. */
    private static @Nullable String replaced(SwitchOverSpec spec, SwitchOverStatus status,
            Function<ShiftScope, @Nullable TrafficShiftSpec> standing) {
        for (ShiftScope scope : spec.scopes()) {
            Generation written = status.written().get(scope.path());
            TrafficShiftSpec present = standing.apply(scope);
            if (written != null && (present == null || !written.equals(present.generation()))) {
                return "the shift of " + scope.path() + " in generation " + written + " was replaced by "
                        + (present == null ? "nothing" : present.author() + " with " + present.generation());
            }
        }
        return null;
    }

    private static Work step(SwitchOverStatus status, Instant now) {
        return switch (status.at().phase()) {
            case PUSH -> new WriteShifts();
            case ACK -> new AwaitAcks(status.since());
            case OBSERVE -> due(status, now, new SwitchOverEvent.Observed());
            case GATE -> new JudgeGate();
        };
    }

    private static Work due(SwitchOverStatus status, Instant now, SwitchOverEvent then) {
        Instant due = status.due();
        return due != null && now.isBefore(due) ? new Until(due) : new Happen(then);
    }
}
