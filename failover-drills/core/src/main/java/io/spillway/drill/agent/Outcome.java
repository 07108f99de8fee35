package io.spillway.drill.agent;

import java.util.List;

import io.spillway.drill.verdict.Verdict;

/**
 * How a run ended.
 *
 * @param reasons why; none when it passed
 * @param report  where the report is; empty for nowhere
 */
public record Outcome(Verdict verdict, List<String> reasons, String report) {

    public Outcome {
        reasons = List.copyOf(reasons);
    }

    /** Returns one that was ended early, or never began. */
    public static Outcome aborted(String why, String report) {
        return new Outcome(Verdict.ABORTED, List.of(why), report);
    }
}
