package io.spillway.model.switchover;

import io.spillway.model.resource.SwitchOverSpec;

/** What an event does to a switch-over. */
public sealed interface MachineResult {

    /** It is this now, once it is written. */
    record Moved(SwitchOverSpec next) implements MachineResult {}

    /** It was done already: the same said twice is said once. */
    record Unchanged(String why) implements MachineResult {}

    /** It may not happen in this state, or not so. */
    record Refused(Reason reason, String why) implements MachineResult {}

    /** Why something is refused. */
    enum Reason {
        /** Not in this state. */
        STATE,
        /** Not by this person. */
        PERSON,
        /** The plan is another, or too old. */
        PLAN,
        /** Another IDC coordinates it: there it can be said, or it is taken over first. */
        ELSEWHERE,
        /** Something is not confirmed that has to be, or accepted. */
        UNCONFIRMED
    }
}
