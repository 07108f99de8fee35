package io.spillway.gateway.failover;

import java.time.Duration;

import io.spillway.gateway.balance.Alternatives;
import io.spillway.gateway.route.RetryConditions;
import io.spillway.gateway.snapshot.RetryBudgetPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Two IDCs are sick for ten minutes, and no request succeeds: repetition must not become the second outage. */
class LongOutageTest {
    private static final int SECONDS = 600;
    private static final int RPS = 100;
    private static final long STEP = 1_000_000_000L / RPS;

    enum Sickness {
        REFUSES {
            @Override
            AttemptOutcome outcome() {
                return new AttemptOutcome.ConnectFailed("refused");
            }
        },
        SAYS_NOTHING {
            @Override
            AttemptOutcome outcome() {
                return new AttemptOutcome.TimedOut();
            }
        };

        abstract AttemptOutcome outcome();
    }

    private final FakeTicker ticker = new FakeTicker();
    private final RetryBudget budget = new RetryBudget(ticker);
    private final FailoverPolicy policy = new FailoverPolicy(budget);
    private final int[] retries = new int[2];

    @ParameterizedTest
    @EnumSource
    void eachIdcGetsAFifthMoreThanItsRequestsAndTenASecond(Sickness sickness) {
        for (int i = 0; i < SECONDS * RPS; i++) {
            ticker.advance(Duration.ofNanos(STEP));
            budget.onRequest();
            request(sickness.outcome());
        }
        int requests = SECONDS * RPS;
        int most = requests / 5 + 10 * SECONDS;
        assertThat(retries[0]).isLessThanOrEqualTo(most);
        assertThat(retries[1]).isLessThanOrEqualTo(most);
        assertThat(retries[1]).isGreaterThan(most * 3 / 4);
    }

    @Test
    void anIdcThatDiedAtOnceIsLeftByEveryRequestHoweverManyEndpointsItHad() {
        int served = 0;
        for (int i = 0; i < 20_000; i++) {
            ticker.advance(Duration.ofNanos(STEP / 10));
            budget.onRequest();
            Decision first = decide(new AttemptOutcome.ConnectFailed("refused"), 1, 1, 1000);
            if (first instanceof Decision.RetrySamePriority) {
                budget.spend("idc-a");
                first = decide(new AttemptOutcome.ConnectFailed("refused"), 2, 2, 999);
            }
            served += first instanceof Decision.FailOver ? 1 : 0;
        }
        assertThat(served).isEqualTo(20_000);
    }

    private void request(AttemptOutcome outcome) {
        int at = 0;
        int here = 1;
        for (int attempts = 1; attempts < 5; attempts++) {
            Decision decision = decide(outcome, attempts, here, at == 0 ? 5 : 0);
            if (at == 1) {
                return;
            }
            switch (decision) {
                case Decision.RetrySamePriority _ -> here++;
                case Decision.FailOver _ -> at = 1;
                case Decision.LastResort _,Decision.SameEndpoint _ ->
                    throw new AssertionError("there is always a next priority");
                case Decision.GiveUp _,Decision.Respond _ -> {
                    return;
                }
            }
            retries[at]++;
            if (outcome instanceof AttemptOutcome.ConnectFailed) {
                budget.spend(at == 0 ? "idc-a" : "idc-b");
            }
        }
    }

    private Decision decide(AttemptOutcome outcome, int attempts, int here, int untried) {
        RequestFacts facts = new RequestFacts(true, 100, true, false, attempts, here, Long.MAX_VALUE);
        return policy.decide(outcome, facts, RetryConditions.STANDARD,
                new Alternatives(0, "idc-a", untried, 1, "idc-b"), RetryBudgetPolicy.DEFAULT);
    }
}
