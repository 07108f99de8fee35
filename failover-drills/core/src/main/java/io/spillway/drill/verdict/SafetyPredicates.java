package io.spillway.drill.verdict;

import java.util.ArrayList;
import java.util.List;

import io.spillway.drill.plan.Invariant;
import io.spillway.drill.verdict.SafetyRecord.Attempt;

/** What the invariants over what was tried mean. What was not tried does not hold. */
final class SafetyPredicates {

    private static final int LOWEST_REFUSAL = 400;
    private static final int HIGHEST_REFUSAL = 499;

    private SafetyPredicates() {}

    static Finding refused(SafetyRecord safety, Invariant.Refused refused) {
        List<String> details = new ArrayList<>();
        boolean holds = !refused.events().isEmpty();
        for (String event : refused.events()) {
            List<Attempt> made = safety.attempts().stream().filter(each -> each.event().equals(event)).toList();
            if (made.isEmpty()) {
                details.add(event + " was not tried");
            }
            for (Attempt attempt : made) {
                details.add(event + " answered " + attempt.status());
                holds &= attempt.status() >= LOWEST_REFUSAL && attempt.status() <= HIGHEST_REFUSAL;
            }
            holds &= !made.isEmpty();
        }
        return new Finding(refused.name(), holds, String.join(", ", details) + " (expected: 400 to 499 each)");
    }
}
