package io.spillway.gateway.failover;

import java.util.Set;

import io.spillway.gateway.balance.Alternatives;
import io.spillway.gateway.route.RetryConditions;
import io.spillway.gateway.route.RetryOn;
import io.spillway.gateway.snapshot.RetryBudgetPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows an attempt. The order of the questions is the order of {@link #decide}: is there anything to repair;
 * would repeating be harmless; does the route want it; is there time, an attempt left and a place to go; does the budget of
 * the IDC that would get it allow it. A retry after a failed connect costs nothing when it is made: nothing was sent to
 * anybody, so it repeats nothing, and the failover of an IDC that died at once must not be throttled. It is paid for
 * afterwards if it fails to connect as well ({@link RetryBudget#spend}), so that attempts stay bounded when nobody is left.
 *
 * <p>Two attempts are made in a priority (one in the last chance of a request), then the next priority is used: the second
 * one saves what a single dead endpoint broke, and a priority that is dead altogether costs two connects and not all of
 * them. When no priority is left, whoever was not tried is: an endpoint that was ejected or left behind may answer after all,
 * and a request that has attempts left is not refused before nobody is left to ask. Then an endpoint that said that it has
 * not looked at the request is asked once more, after a pause.
 *
 * <p>A gateway that reached nobody speaks for its IDC: its neighbours know the same endpoints. Before one of them is asked,
 * whoever looks alive elsewhere is, in a later priority or left behind in an earlier one.
 */
public final class FailoverPolicy {
    /** The response of an earlier attempt is on its way to the client. */
    public static final String RESPONSE_STARTED = "response_started";
    /** Repeating might do the request twice. */
    public static final String NOT_REPEATABLE = "not_repeatable";
    /** The route does not ask for repetition after this. */
    public static final String NOT_ASKED = "not_asked";
    /** All attempts that the route allows were made. */
    public static final String ATTEMPTS_SPENT = "attempts_spent";
    /** The request's time is over. */
    public static final String OUT_OF_TIME = "timeout";
    /** The retry budget of the target IDC is spent. */
    public static final String BUDGET_SPENT = "retry_budget";
    /** No endpoint is left. */
    public static final String NO_ALTERNATIVE = "no_alternative";

    /** An answer takes longer than usual. */
    public static final String HEDGE = "hedge";

    /** How many attempts a priority gets before the next one is used. */
    public static final int ATTEMPTS_PER_PRIORITY = 2;

    /** Reasons of {@code x-spillway-refused} of a gateway that has found nobody in its IDC. */
    private static final Set<String> NOBODY_THERE = Set.of("connect_failed", "no_endpoint");

    private final RetryBudget budget;

    /** Creates a policy that spends from this budget. */
    public FailoverPolicy(RetryBudget budget) {
        this.budget = budget;
    }

    /** Returns what follows; a retry that is returned has been taken from the budget. Safe for all threads. */
    public Decision decide(AttemptOutcome outcome, RequestFacts facts, RetryConditions conditions,
            Alternatives alternatives,
            RetryBudgetPolicy budgetPolicy) {
        Trouble trouble = Trouble.of(outcome, facts.bytesSent());
        if (trouble == null) {
            return Decision.Respond.INSTANCE;
        }
        String obstacle = obstacle(trouble, facts, conditions);
        if (obstacle != null) {
            return end(outcome, obstacle);
        }
        boolean here = staysHere(outcome, facts, conditions, alternatives)
                // When retries here have come to nothing too often: the next IDC has a budget of its own.
                && !(trouble.free() && alternatives.hasNext() && !budget.hasRoom(alternatives.idc(), budgetPolicy));
        if (!here && !alternatives.hasNext() && !alternatives.hasLastResort()) {
            return outcome instanceof AttemptOutcome.NotProcessed
                    ? sameEndpoint(trouble, alternatives, budgetPolicy)
                    : end(outcome, NO_ALTERNATIVE);
        }
        String target = here
                ? alternatives.idc()
                : alternatives.hasNext() ? alternatives.nextIdc() : alternatives.resortIdc();
        boolean affordable = trouble.free()
                ? budget.hasRoom(target, budgetPolicy)
                : budget.tryRetry(target, budgetPolicy);
        if (!affordable) {
            return end(outcome, BUDGET_SPENT);
        }
        if (here) {
            return new Decision.RetrySamePriority(trouble.reason());
        }
        return alternatives.hasNext()
                ? new Decision.FailOver(alternatives.priority(), trouble.reason())
                : new Decision.LastResort(trouble.reason());
    }

    /** Tells whether the priority gets another attempt, as far as its budget allows one. */
    private static boolean staysHere(AttemptOutcome outcome, RequestFacts facts, RetryConditions conditions,
            Alternatives alternatives) {
        if (alternatives.untriedHere() == 0 || (nobodyThere(outcome) && alternatives.hasElsewhere())) {
            return false;
        }
        return !alternatives.hasNext()
                || (facts.attemptsInPriority() < ATTEMPTS_PER_PRIORITY && !lastChance(facts, conditions));
    }

    private static boolean nobodyThere(AttemptOutcome outcome) {
        return outcome instanceof AttemptOutcome.Answered answered && answered.refused() != null
                && NOBODY_THERE.contains(answered.refused());
    }

    /** RFC 9113 section 8.7: who has not looked at a request may be asked again. One that is short of room needs time. */
    private Decision sameEndpoint(Trouble trouble, Alternatives alternatives, RetryBudgetPolicy budgetPolicy) {
        return budget.tryRetry(alternatives.idc(), budgetPolicy)
                ? new Decision.SameEndpoint(trouble.reason())
                : new Decision.GiveUp(BUDGET_SPENT);
    }

    /**
     * Decides whether a second attempt starts beside one whose answer takes longer than usual: on another endpoint of its
     * priority, else of the next one. For requests alone that may be made twice, as often as the route allows attempts, and
     * paid from the budget that retries have. {@code GiveUp} says that the first attempt goes on alone, and why. What is
     * returned otherwise has been taken from the budget. Safe for all threads.
     */
    public Decision hedge(RequestFacts facts, RetryConditions conditions, Alternatives alternatives,
            RetryBudgetPolicy budgetPolicy) {
        if (facts.responseStarted()) {
            return new Decision.GiveUp(RESPONSE_STARTED);
        }
        if (!facts.idempotent() || !facts.bodyReplayable()) {
            return new Decision.GiveUp(NOT_REPEATABLE);
        }
        if (facts.attempts() > conditions.maxRetries()) {
            return new Decision.GiveUp(ATTEMPTS_SPENT);
        }
        if (facts.remainingNanos() <= 0) {
            return new Decision.GiveUp(OUT_OF_TIME);
        }
        boolean here = alternatives.untriedHere() > 0;
        if (!here && !alternatives.hasNext()) {
            return new Decision.GiveUp(NO_ALTERNATIVE);
        }
        if (!budget.tryRetry(here ? alternatives.idc() : alternatives.nextIdc(), budgetPolicy)) {
            return new Decision.GiveUp(BUDGET_SPENT);
        }
        return here
                ? new Decision.RetrySamePriority(HEDGE)
                : new Decision.FailOver(alternatives.priority(), HEDGE);
    }

    private static boolean lastChance(RequestFacts facts, RetryConditions conditions) {
        return facts.attempts() >= conditions.maxRetries();
    }

    private static @Nullable String obstacle(Trouble trouble, RequestFacts facts,
            RetryConditions conditions) {
        if (facts.responseStarted()) {
            return RESPONSE_STARTED;
        }
        if (!facts.bodyReplayable() || (!trouble.unseen() && !facts.idempotent() && !trouble.named(conditions))) {
            return NOT_REPEATABLE;
        }
        if (!asked(trouble, conditions)) {
            return NOT_ASKED;
        }
        if (facts.attempts() > conditions.maxRetries()) {
            return ATTEMPTS_SPENT;
        }
        return facts.remainingNanos() <= 0 ? OUT_OF_TIME : null;
    }

    private static boolean asked(Trouble trouble, RetryConditions conditions) {
        for (RetryOn kind : trouble.kinds()) {
            if (conditions.on().contains(kind)) {
                return true;
            }
        }
        return conditions.on().contains(RetryOn.STATUS) && conditions.statuses().contains(trouble.status());
    }

    /** An answer that cannot be bettered is passed on; where there is none the gateway answers. */
    private static Decision end(AttemptOutcome outcome, String reason) {
        return outcome instanceof AttemptOutcome.Answered ? Decision.Respond.INSTANCE : new Decision.GiveUp(reason);
    }
}
