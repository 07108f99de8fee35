package io.spillway.model.resource;

/** How a run of a drill stands. */
public enum DrillState {
    /** It is due and waits for an agent. */
    SCHEDULED,
    /** An agent plays it. */
    RUNNING,
    /** Every invariant held. */
    PASS,
    /** One did not. */
    FAIL,
    /** The measurement was no good: nothing is proven either way. */
    VOID,
    /** It was ended early, or its agent was silent. */
    ABORTED,
    /** It was due and did not begin in time. */
    MISSED;

    /** Returns whether nothing more comes of it. */
    public boolean over() {
        return this != SCHEDULED && this != RUNNING;
    }

    /** Returns whether an agent may report it as the outcome of a run. */
    public boolean verdict() {
        return over() && this != MISSED;
    }
}
