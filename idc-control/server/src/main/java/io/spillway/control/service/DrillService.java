package io.spillway.control.service;

import io.spillway.model.resource.DrillFault;
import org.jspecify.annotations.Nullable;

/**
 * Runs of drills. Every word blocks for a registry round trip or some: call them from a virtual thread. What is not allowed
 * is {@link WriteResult.Guarded}; what somebody else has done first is a {@link WriteResult.Conflict}. {@link
 * WriteResult.Applied} has the Drill as it stands then. Safe for use by any thread.
 */
public interface DrillService {

    /**
     * Lets a run begin now, if dates, windows, other drills and switch-overs allow it.
     *
     * @param agent who plays it himself; null when it waits for an agent
     */
    WriteResult run(DrillAct act, @Nullable String agent);

    /** Lets the run that goes on end early. Its agent hears of it with its next beat. */
    WriteResult abort(DrillAct act, String reason);

    /** An agent takes a run that waits; of several one gets it. */
    WriteResult take(DrillAct act, String run, String agent);

    /** The agent of a run lives. It must say so each few seconds; after 30 s of silence the run is ABORTED. */
    WriteResult beat(DrillAct act, String run, String agent);

    /**
     * The agent of a run lets gateways of this IDC treat requests badly, within the target of its Drill. The fault ends with the
     * run, with {@link #heal}, or at its time to live.
     *
     * @param idc   whose gateways are meant, which is refused when it is another one; null for this one
     * @param fault with a time to live; in the place of the fault of that name
     */
    WriteResult fault(DrillAct act, String run, String agent, @Nullable String idc, DrillFault fault);

    /** The agent of a run ends one of its faults. Saying it again is no error. */
    WriteResult heal(DrillAct act, String run, String agent, String event);

    /** The agent of a run tells its end. Saying it again is no error. */
    WriteResult report(DrillAct act, String run, DrillOutcome outcome);
}
