package io.spillway.control.switchover.run;

import java.time.Instant;

import io.spillway.model.resource.Resource;
import io.spillway.model.switchover.MachineResult;

/** What became of a transition. */
sealed interface Written {

    /** It is written, and the state has it. */
    record Done(Resource record, long revision) implements Written {}

    /** It was done before. */
    record Unchanged(Resource record, String why) implements Written {}

    /** The machine does not allow it. */
    record Refused(MachineResult.Reason reason, String why) implements Written {}

    /** A safety rule refuses the shifts of the step. */
    record Forbidden(String guard, String detail) implements Written {}

    /** Another switch-over moves that traffic: {@code by} moves {@code what}. */
    record Held(String what, String by) implements Written {}

    /** Something else was written meanwhile; the state knows now. */
    record Overtaken(String what) implements Written {}

    /** The registry cannot be written; or it may have happened, when {@code outcomeUnknown}. */
    record Unavailable(Instant since, String reason, boolean outcomeUnknown) implements Written {}
}
