package io.spillway.model.resource;

/**
 * One item of a switch-over's check list.
 *
 * @param item what was looked at, as in "capacity"
 * @param how it was looked at, with figures
 * @param why it matters
 * @param action what to do when it did not pass
 */
public record SwitchCheck(String item, Outcome outcome, String how, String why, String action) {

    /** What came out. */
    public enum Outcome {
        PASSED,
        /** Worth knowing; the plan is ready all the same. */
        WARNING, FAILED,
        /** Could not be looked at, and does not need to be in this mode. */
        SKIPPED
    }

    /** Returns whether a plan with this item may be carried out. */
    public boolean allows() {
        return outcome != Outcome.FAILED;
    }
}
