package io.spillway.control.conformance.trial;

/**
 * A case and what came of it.
 *
 * @param seconds how long it took
 */
public record CaseResult(ConformanceCase played, CaseOutcome outcome, double seconds) {

    /** Returns {@code pass}, {@code FAIL} or {@code n/a}. */
    public String word() {
        return switch (outcome) {
            case CaseOutcome.Passed _ -> "pass";
            case CaseOutcome.Failed _ -> "FAIL";
            case CaseOutcome.NotApplicable _ -> "n/a";
        };
    }

    /** Returns why it failed or was not applicable; empty when it passed. */
    public String why() {
        return switch (outcome) {
            case CaseOutcome.Passed _ -> "";
            case CaseOutcome.Failed failed -> failed.why();
            case CaseOutcome.NotApplicable not -> not.why();
        };
    }

    /** Returns whether it failed. */
    public boolean failed() {
        return outcome instanceof CaseOutcome.Failed;
    }
}
