package io.spillway.control.inspection.rule;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;

/** Shifts that were written here and are not in force, because another IDC wrote the same scope and did not know. */
final class LostShift implements Rule {

    private static final Findings.Advice ADVICE = new Findings.Advice("shift-lost",
            "Who wrote it was told that it is in force, and it is not any more",
            "See what is in force: spillway get shifts; agree with the author of it; then write what shall hold, if it "
                    + "is the same with another reason: spillway shift set SCOPE ... --reason TEXT");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        idc.state().notes().lost().all().forEach((scope, lost) -> findings.warning(ADVICE, "shift " + scope,
                lost.loser() + " of " + lost.loserAuthor() + " lost to " + lost.winner() + " of " + lost.winnerAuthor()
                        + " at " + lost.at() + ", which was written without knowing it"));
    }
}
