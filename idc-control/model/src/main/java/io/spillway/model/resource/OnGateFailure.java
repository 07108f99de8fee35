package io.spillway.model.resource;

/** What becomes of a switch-over whose gate fails. */
public enum OnGateFailure {
    /** It stops where it is until an operator says what next. */
    PAUSE,
    /** It goes back to what stood before. */
    ROLLBACK
}
