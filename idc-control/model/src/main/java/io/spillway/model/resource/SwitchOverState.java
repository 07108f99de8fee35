package io.spillway.model.resource;

/** Where a switch-over stands. What leads from one to another is in {@code model.switchover.Transitions}. */
public enum SwitchOverState {
    /** Asked for; nothing was looked at yet, or what was looked at is not valid any more. */
    DRAFT(Phase.BEFORE),
    /** Its checks are made. */
    CHECKING(Phase.BEFORE),
    /** Its checks passed and its plan is frozen; may be started, until the plan expires. */
    READY(Phase.BEFORE),
    /** Everybody has approved who must; may be started, until the plan expires. */
    APPROVED(Phase.BEFORE),
    /** The source of a stateful service is being told to stop writing. */
    FENCING(Phase.MOVING),
    /** Traffic is moved, step by step. */
    SHIFTING(Phase.MOVING),
    /** All steps are done; whether all that was to move has moved is looked at. */
    VERIFYING(Phase.MOVING),
    /** The fence is taken away where it stood, and it is verified that it is gone. */
    UNFENCING(Phase.MOVING),
    /** All is done; the last soak runs. */
    SOAKING(Phase.MOVING),
    /** Done; its shift stands until it is rolled back or expires. */
    COMPLETED(Phase.HELD),
    /** Nothing goes on until an operator says so; traffic stays as it is. */
    PAUSED(Phase.MOVING),
    /** What stood before the first step is brought back. */
    ROLLING_BACK(Phase.MOVING),
    /** What stood before the first step stands again. */
    ROLLED_BACK(Phase.OVER),
    /** It could not be brought back; an operator tries again or ends it. */
    ROLLBACK_FAILED(Phase.MOVING),
    /** Given up before anything moved. */
    ABORTED(Phase.OVER),
    /** An operator took it out of the machine's hands; traffic stays as it was at that moment. */
    FORCE_ENDED(Phase.OVER),
    /** Done, and its time is over: its shift still stands, because traffic does not go home unattended. */
    EXPIRED(Phase.HELD);

    private enum Phase {
        BEFORE, MOVING, HELD, OVER
    }

    private final Phase phase;

    SwitchOverState(Phase phase) {
        this.phase = phase;
    }

    /** Returns whether nothing of it has touched traffic yet. */
    public boolean before() {
        return phase == Phase.BEFORE;
    }

    /** Returns whether it is under way: nobody else may move traffic of its scope. */
    public boolean moving() {
        return phase == Phase.MOVING;
    }

    /** Returns whether its shift stands although it is done. */
    public boolean held() {
        return phase == Phase.HELD;
    }

    /** Returns whether nothing can become of it any more. */
    public boolean over() {
        return phase == Phase.OVER;
    }
}
