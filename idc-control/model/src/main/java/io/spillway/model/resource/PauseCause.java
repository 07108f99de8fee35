package io.spillway.model.resource;

/** Why a switch-over stands still. */
public enum PauseCause {
    /** An operator said so. */
    OPERATOR,
    /** A safety rule or a gate. */
    GUARD,
    /** Something of a step could not be done in its time. */
    STEP_FAILED
}
