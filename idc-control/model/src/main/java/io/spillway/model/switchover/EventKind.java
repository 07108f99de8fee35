package io.spillway.model.switchover;

import java.util.Locale;

/** What may happen to a switch-over. */
public enum EventKind {
    CHECK(true, "an operator asks for the checks"), CHECKS_PASSED(false,
            "all checks allow it; the plan is frozen"), CHECKS_FAILED(false, "a check forbids it"), PLAN_INVALID(false,
                    "the plan is too old, or what it was made from has changed"), APPROVE(true,
                            "somebody else than the author approves the frozen plan"), START(true,
                                    "an operator starts it"), FENCED(false,
                                            "the fence provider has confirmed the fence"), FENCE_UNCONFIRMED(false,
                                                    "the fence provider has not confirmed the fence"), PUSHED(false,
                                                            "the shifts of the step were written, in the same transaction"), ACKED(
                                                                    false,
                                                                    "those who must know the shifts know them"), OBSERVED(
                                                                            false,
                                                                            "the step was watched for its soak"), GATE_PASSED(
                                                                                    false,
                                                                                    "the step's figures are within the gates"), VERIFIED(
                                                                                            false,
                                                                                            "all that was to move has moved"), UNFENCED(
                                                                                                    false,
                                                                                                    "the fence provider has confirmed that the fence is gone"), SOAKED(
                                                                                                            false,
                                                                                                            "the last soak is over"), STEP_FAILED(
                                                                                                                    false,
                                                                                                                    "a gate failed, or something was not done in its time"), PAUSE(
                                                                                                                            true,
                                                                                                                            "an operator stops it where it is"), RESUME(
                                                                                                                                    true,
                                                                                                                                    "an operator lets it go on"), ROLLBACK(
                                                                                                                                            true,
                                                                                                                                            "an operator takes it back"), ROLLBACK_FAILED(
                                                                                                                                                    false,
                                                                                                                                                    "what stood before could not be brought back in time"), ABORT(
                                                                                                                                                            true,
                                                                                                                                                            "an operator gives it up before anything moved"), FORCE_END(
                                                                                                                                                                    true,
                                                                                                                                                                    "an operator takes it out of the machine's hands, with a reason"), EXTEND(
                                                                                                                                                                            true,
                                                                                                                                                                            "an operator lets its shift stand for longer"), EXPIRE(
                                                                                                                                                                                    false,
                                                                                                                                                                                    "the time of its shift is over"), REPLACED(
                                                                                                                                                                                            false,
                                                                                                                                                                                            "a shift that it has written was replaced by somebody else's"), CONFIRMED(
                                                                                                                                                                                                    false,
                                                                                                                                                                                                    "what was unconfirmed is confirmed"), PREEMPTED(
                                                                                                                                                                                                            false,
                                                                                                                                                                                                            "one of higher precedence wants the same traffic"), TAKE_OVER(
                                                                                                                                                                                                                    true,
                                                                                                                                                                                                                    "an operator lets another IDC coordinate it");

    private final boolean operators;
    private final String meaning;

    EventKind(boolean operators, String meaning) {
        this.operators = operators;
        this.meaning = meaning;
    }

    /** Returns whether a person says it; the machine's nodes say the others. */
    public boolean operators() {
        return operators;
    }

    /** Returns what happened, for people. */
    public String meaning() {
        return meaning;
    }

    /** Returns the word for it, as in "force-end". */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
