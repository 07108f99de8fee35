package io.spillway.gateway.failover;

import java.util.Set;

import io.spillway.gateway.balance.Alternatives;
import io.spillway.gateway.failover.Decision.FailOver;
import io.spillway.gateway.failover.Decision.GiveUp;
import io.spillway.gateway.failover.Decision.RetrySamePriority;
import io.spillway.gateway.route.RetryConditions;
import io.spillway.gateway.route.RetryOn;
import io.spillway.gateway.snapshot.HedgePolicy;
import io.spillway.gateway.snapshot.RetryBudgetPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An answer takes longer than usual: who may be asked beside, and who may not. */
class HedgeTest {
    private static final Alternatives BOTH = new Alternatives(0, "idc-a", 1, 1, "idc-b");
    private static final Alternatives ONLY_NEXT = new Alternatives(0, "idc-a", 0, 1, "idc-b");
    private static final Alternatives LAST_RESORT = new Alternatives(0, "idc-a", 0, -1, "", "idc-a");
    private static final RequestFacts GET = facts(true, true, false, 1, 1_000_000_000L);

    private final RetryBudget budget = new RetryBudget(new FakeTicker());
    private final FailoverPolicy policy = new FailoverPolicy(budget);

    private static RequestFacts facts(boolean idempotent, boolean replayable, boolean started, int attempts,
            long remaining) {
        return new RequestFacts(idempotent, 100, replayable, started, attempts, attempts, remaining);
    }

    private Decision hedge(RequestFacts facts, Alternatives alternatives) {
        return policy.hedge(facts, RetryConditions.STANDARD, alternatives, RetryBudgetPolicy.DEFAULT);
    }

    @Test
    void anotherEndpointOfThePriorityIsAskedElseOneOfTheNextPriority() {
        assertThat(hedge(GET, BOTH)).isEqualTo(new RetrySamePriority("hedge"));
        assertThat(hedge(GET, ONLY_NEXT)).isEqualTo(new FailOver(0, "hedge"));
        assertThat(budget.spent("idc-a")).isEqualTo(1);
        assertThat(budget.spent("idc-b")).isEqualTo(1);
    }

    @Test
    void nobodyIsAskedWhoLooksDead() {
        assertThat(hedge(GET, LAST_RESORT)).isEqualTo(new GiveUp("no_alternative"));
        assertThat(budget.spent("idc-a")).isZero();
    }

    @Test
    void whatMayNotBeDoneTwiceIsNotDoneTwice() {
        assertThat(hedge(facts(false, true, false, 1, 1), BOTH)).isEqualTo(new GiveUp("not_repeatable"));
        assertThat(hedge(facts(true, false, false, 1, 1), BOTH)).isEqualTo(new GiveUp("not_repeatable"));
        assertThat(hedge(facts(true, true, true, 1, 1), BOTH)).isEqualTo(new GiveUp("response_started"));
    }

    @Test
    void aHedgeIsOneOfTheAttemptsThatTheRouteAllowsAndNeedsTime() {
        assertThat(hedge(facts(true, true, false, 3, 1), BOTH)).isEqualTo(new RetrySamePriority("hedge"));
        assertThat(hedge(facts(true, true, false, 4, 1), BOTH)).isEqualTo(new GiveUp("attempts_spent"));
        assertThat(hedge(facts(true, true, false, 1, 0), BOTH)).isEqualTo(new GiveUp("timeout"));
        RetryConditions none = new RetryConditions(0, Set.of(RetryOn.RESET), Set.of(), null);
        assertThat(policy.hedge(GET, none, BOTH, RetryBudgetPolicy.DEFAULT)).isEqualTo(new GiveUp("attempts_spent"));
    }

    @Test
    void hedgesAndRetriesShareTheBudgetOfTheIdcThatGetsThem() {
        RetryBudgetPolicy tight = new RetryBudgetPolicy(20, 0);
        for (int i = 0; i < 10; i++) {
            budget.onRequest();
        }
        assertThat(budget.tryRetry("idc-a", tight)).isTrue();
        assertThat(policy.hedge(GET, RetryConditions.STANDARD, BOTH, tight)).isEqualTo(new RetrySamePriority("hedge"));
        assertThat(policy.hedge(GET, RetryConditions.STANDARD, BOTH, tight)).isEqualTo(new GiveUp("retry_budget"));
        assertThat(budget.tryRetry("idc-a", tight)).isFalse();
        assertThat(policy.hedge(GET, RetryConditions.STANDARD, ONLY_NEXT, tight)).isEqualTo(new FailOver(0, "hedge"));
    }

    @Test
    void onlyAPercentileThatTheMemoryOfLatenciesCanTellIsTaken() {
        assertThat(new HedgePolicy(50).percentile()).isEqualTo(50);
        assertThatThrownBy(() -> new HedgePolicy(49)).hasMessage("percentile: 49 (expected: 50..99)");
        assertThatThrownBy(() -> new HedgePolicy(100)).hasMessage("percentile: 100 (expected: 50..99)");
    }
}
