package io.spillway.model.resource;

/** What is done of a step of a switch-over. */
public enum StepPhase {
    /** The step's shift is to be written. */
    PUSH,
    /** It is written; those who must know it are waited for. */
    ACK,
    /** They know it; traffic is watched while the soak runs. */
    OBSERVE,
    /** What was watched is compared with what was before the step. */
    GATE
}
