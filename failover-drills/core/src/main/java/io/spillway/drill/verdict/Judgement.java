package io.spillway.drill.verdict;

import java.util.List;

/**
 * The verdict on a run.
 *
 * @param verdict
 *            in one word
 * @param reasons
 *            why it is not PASS, empty when it is
 * @param findings
 *            one per invariant, in the drill's order
 */
public record Judgement(Verdict verdict, List<String> reasons, List<Finding> findings) {

    /** Copies the lists. */
    public Judgement {
        reasons = List.copyOf(reasons);
        findings = List.copyOf(findings);
    }
}
