package io.spillway.drill.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.spillway.drill.churn.ChurnResult;
import io.spillway.drill.load.Punctuality;
import io.spillway.drill.plan.Invariant;

/** Judges a run: first whether it can be believed, then whether its invariants hold. */
public final class Judge {

    private static final double ENOUGH = 0.9;

    private Judge() {}

    /** Returns the verdict on a run. */
    public static Judgement judge(RunRecord run, List<Invariant> invariants) {
        List<Finding> findings = invariants.stream().map(invariant -> Predicates.check(run, invariant)).toList();
        List<String> broken = new ArrayList<>(findings.stream()
                .filter(finding -> !finding.holds())
                .map(finding -> finding.name() + ": " + finding.detail())
                .toList());
        broken.addAll(run.safety().differences());
        String aborted = run.aborted();
        String wanted = run.safety().abortedBy();
        if (aborted == null && wanted != null) {
            broken.add("the drill was not aborted (expected: by " + wanted + ")");
        }
        if (aborted != null && (wanted == null || !aborted.contains(wanted))) {
            List<String> reasons = new ArrayList<>(List.of(aborted));
            reasons.addAll(broken);
            return new Judgement(Verdict.ABORTED, reasons, findings);
        }
        List<String> doubts = doubts(run);
        if (!doubts.isEmpty()) {
            return new Judgement(Verdict.VOID, doubts, findings);
        }
        return new Judgement(broken.isEmpty() ? Verdict.PASS : Verdict.FAIL, broken, findings);
    }

    /** Changes are made by the same program as requests, and it may be as late with them as with these. */
    private static void churnDoubts(RunRecord run, List<String> doubts) {
        for (ChurnResult churn : run.control().churns()) {
            if (churn.lateP99Ms() > run.latestMs()) {
                doubts.add(String.format(Locale.ROOT,
                        "1 %% of the changes were begun %.0f ms or more after their time (expected at most %.0f ms)",
                        churn.lateP99Ms(), run.latestMs()));
            }
        }
    }

    private static List<String> doubts(RunRecord run) {
        List<String> doubts = new ArrayList<>();
        churnDoubts(run, doubts);
        if (!run.hasUsers()) {
            return doubts;
        }
        Punctuality punctuality = run.punctuality();
        if (punctuality.sent() < ENOUGH * punctuality.due()) {
            doubts.add(String.format(Locale.ROOT, "the generator sent %d of %d requests (expected at least 90 %%)",
                    punctuality.sent(), punctuality.due()));
        }
        if (punctuality.lateP99Ms() > run.latestMs()) {
            doubts.add(String.format(Locale.ROOT,
                    "the generator was late: 1 %% of the requests left %.0f ms or more after their time (expected at most %.0f ms)",
                    punctuality.lateP99Ms(), run.latestMs()));
        }
        if (run.recording().size() == 0) {
            doubts.add("no request was recorded");
        }
        return doubts;
    }
}
