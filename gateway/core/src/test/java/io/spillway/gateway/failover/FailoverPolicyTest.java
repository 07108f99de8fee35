package io.spillway.gateway.failover;

import java.util.Set;

import io.spillway.gateway.balance.Alternatives;
import io.spillway.gateway.failover.AttemptOutcome.Answered;
import io.spillway.gateway.failover.AttemptOutcome.ConnectFailed;
import io.spillway.gateway.failover.AttemptOutcome.ResetBeforeResponse;
import io.spillway.gateway.failover.AttemptOutcome.ResponseBroken;
import io.spillway.gateway.failover.AttemptOutcome.TimedOut;
import io.spillway.gateway.failover.Decision.FailOver;
import io.spillway.gateway.failover.Decision.GiveUp;
import io.spillway.gateway.failover.Decision.Respond;
import io.spillway.gateway.failover.Decision.RetrySamePriority;
import io.spillway.gateway.route.RetryConditions;
import io.spillway.gateway.route.RetryOn;
import io.spillway.gateway.snapshot.RetryBudgetPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FailoverPolicyTest {
    private static final Alternatives BOTH = new Alternatives(0, "idc-a", 2, 1, "idc-b");
    private static final Alternatives ONLY_HERE = new Alternatives(0, "idc-a", 2, -1, "");
    private static final Alternatives ONLY_NEXT = new Alternatives(0, "idc-a", 0, 1, "idc-b");
    private static final Alternatives NONE = new Alternatives(0, "idc-a", 0, -1, "");
    private static final AttemptOutcome REFUSED = new ConnectFailed("refused");

    private final RetryBudget budget = new RetryBudget(new FakeTicker());
    private final FailoverPolicy policy = new FailoverPolicy(budget);

    private static RequestFacts get(int attempts, int here) {
        return new RequestFacts(true, 100, true, false, attempts, here, 1_000_000_000L);
    }

    private static RequestFacts post(long bytesSent, boolean replayable) {
        return new RequestFacts(false, bytesSent, replayable, false, 1, 1, 1_000_000_000L);
    }

    private Decision decide(AttemptOutcome outcome, RequestFacts facts, Alternatives alternatives) {
        return policy.decide(outcome, facts, RetryConditions.STANDARD, alternatives, RetryBudgetPolicy.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 304, 404, 429, 500, 503})
    void answersOfAServiceGoToTheClient(int status) {
        assertThat(decide(Answered.of(status), get(1, 1), BOTH)).isInstanceOf(Respond.class);
    }

    @Test
    void aSecondAttemptStaysTheThirdOneMovesOn() {
        assertThat(decide(REFUSED, get(1, 1), BOTH)).isEqualTo(new RetrySamePriority("connect_failure"));
        assertThat(decide(REFUSED, get(2, 2), BOTH)).isEqualTo(new FailOver(0, "connect_failure"));
        assertThat(decide(REFUSED, get(1, 1), ONLY_NEXT)).isEqualTo(new FailOver(0, "connect_failure"));
        assertThat(decide(REFUSED, get(3, 3), ONLY_HERE)).isEqualTo(new RetrySamePriority("connect_failure"));
        assertThat(decide(REFUSED, get(4, 4), ONLY_HERE)).isEqualTo(new GiveUp("attempts_spent"));
        assertThat(decide(REFUSED, get(1, 1), NONE)).isEqualTo(new GiveUp("no_alternative"));
    }

    @Test
    void theLastChanceOfARequestGoesToTheNextPriority() {
        RetryConditions one = new RetryConditions(1, Set.of(RetryOn.CONNECT_FAILURE), Set.of(), null);
        assertThat(policy.decide(REFUSED, get(1, 1), one, BOTH, RetryBudgetPolicy.DEFAULT))
                .isEqualTo(new FailOver(0, "connect_failure"));
    }

    @Test
    void whoHasNotLookedAtARequestIsAskedAgainWhereThereIsNobodyElse() {
        AttemptOutcome refused = new AttemptOutcome.NotProcessed();
        assertThat(decide(refused, post(0, true), BOTH)).isEqualTo(new RetrySamePriority("refused_stream"));
        assertThat(decide(refused, post(0, true), NONE)).isEqualTo(new Decision.SameEndpoint("refused_stream"));
        assertThat(decide(refused, get(4, 4), NONE)).isEqualTo(new GiveUp("attempts_spent"));
        assertThat(decide(refused, post(0, false), NONE)).isEqualTo(new GiveUp("not_repeatable"));
        assertThat(policy.decide(refused, get(1, 1), RetryConditions.NONE, NONE, RetryBudgetPolicy.DEFAULT))
                .isEqualTo(new GiveUp("not_asked"));
        assertThat(budget.spent("idc-a")).as("no retry after a refusal is free").isEqualTo(2);
        RetryBudgetPolicy none = new RetryBudgetPolicy(0, 0);
        assertThat(policy.decide(refused, get(1, 1), RetryConditions.STANDARD, NONE, none))
                .isEqualTo(new GiveUp("retry_budget"));
        assertThat(decide(REFUSED, get(1, 1), NONE)).as("who does not connect is not asked again")
                .isEqualTo(new GiveUp("no_alternative"));
    }

    @Test
    void aPostIsRepeatedOnlyWhenNobodyCanHaveSeenIt() {
        assertThat(decide(REFUSED, post(0, true), BOTH)).isEqualTo(new RetrySamePriority("connect_failure"));
        assertThat(decide(new ResetBeforeResponse(true), post(0, true), BOTH))
                .isEqualTo(new RetrySamePriority("reset"));
        assertThat(decide(new ResetBeforeResponse(true), post(1, true), BOTH)).isEqualTo(new GiveUp("not_repeatable"));
        assertThat(decide(new TimedOut(), post(0, true), BOTH)).isEqualTo(new GiveUp("not_repeatable"));
        assertThat(decide(REFUSED, post(0, false), BOTH)).isEqualTo(new GiveUp("not_repeatable"));
        assertThat(decide(new Answered(503, "no_endpoint"), post(500, true), ONLY_NEXT))
                .isEqualTo(new FailOver(0, "refused"));
        assertThat(decide(new Answered(503, "no_endpoint"), post(500, false), ONLY_NEXT)).isInstanceOf(Respond.class);
    }

    @Test
    void aPostThatAnotherGatewayHadPassedOnIsNotRepeated() {
        assertThat(decide(new Answered(502, "reset"), post(500, true), ONLY_NEXT)).isInstanceOf(Respond.class);
        assertThat(decide(new Answered(504, "timeout"), post(500, true), ONLY_NEXT)).isInstanceOf(Respond.class);
        assertThat(decide(new Answered(503, "budget"), post(500, true), ONLY_NEXT)).as("nothing was connected to there")
                .isEqualTo(new FailOver(0, "refused"));
        assertThat(decide(new Answered(200, "budget", 14), post(500, true), ONLY_NEXT)).isInstanceOf(Respond.class);
        assertThat(decide(new Answered(200, "reset", 14), post(500, true), ONLY_NEXT)).isInstanceOf(Respond.class);
        assertThat(decide(new Answered(502, "reset"), get(1, 1), ONLY_NEXT)).as("a GET may be")
                .isEqualTo(new FailOver(0, "refused"));
    }

    @Test
    void aCallIsRepeatedAfterTheGrpcStatusesThatTheRouteNames() {
        assertThat(decide(new Answered(200, null, 14), post(500, true), BOTH))
                .isEqualTo(new RetrySamePriority("grpc_14"));
        assertThat(decide(new Answered(200, null, 13), post(500, true), BOTH)).isInstanceOf(Respond.class);
        assertThat(decide(new Answered(200, null, 5), post(500, true), BOTH)).isInstanceOf(Respond.class);
        assertThat(decide(new Answered(200, null, 0), post(500, true), BOTH)).isInstanceOf(Respond.class);
        assertThat(decide(new Answered(200, null, 14), post(500, false), BOTH)).as("the body is gone")
                .isInstanceOf(Respond.class);
    }

    @Test
    void aCallThatAnotherGatewayRefusedGoesElsewhereUnlessThatWereInVain() {
        assertThat(decide(new Answered(200, "no_endpoint", 14), post(500, true), ONLY_NEXT))
                .isEqualTo(new FailOver(0, "refused"));
        assertThat(decide(new Answered(200, "loop", 13), post(500, true), ONLY_NEXT)).isInstanceOf(Respond.class);
    }

    @Test
    void aGetIsRepeatedAfterAResetAndATimeOut() {
        assertThat(decide(new ResetBeforeResponse(false), get(1, 1), BOTH)).isEqualTo(new RetrySamePriority("reset"));
        assertThat(decide(new ResponseBroken(), get(1, 1), BOTH)).isEqualTo(new RetrySamePriority("broken_response"));
        assertThat(decide(new TimedOut(), get(2, 2), BOTH)).isEqualTo(new FailOver(0, "timeout"));
    }

    @Test
    void aLoopOrAClientsMistakeIsNotRepeated() {
        assertThat(decide(new Answered(508, "loop"), get(1, 1), BOTH)).isInstanceOf(Respond.class);
        assertThat(decide(new Answered(400, "framing"), get(1, 1), BOTH)).isInstanceOf(Respond.class);
    }

    @Test
    void nothingIsRepeatedOnceTheClientHasPartOfAResponse() {
        assertThat(decide(new ResponseBroken(), new RequestFacts(true, 10, true, true, 1, 1, 1000), BOTH))
                .isEqualTo(new GiveUp("response_started"));
    }

    @Test
    void nothingIsRepeatedWhenTheTimeIsOver() {
        assertThat(decide(REFUSED, new RequestFacts(true, 0, true, false, 1, 1, 0), BOTH))
                .isEqualTo(new GiveUp("timeout"));
    }

    @Test
    void theRouteSaysWhichStatusesAreRepeated() {
        RetryConditions gateway = new RetryConditions(3, Set.of(RetryOn.GATEWAY_ERROR), Set.of(), null);
        assertThat(policy.decide(Answered.of(503), get(1, 1), gateway, BOTH, RetryBudgetPolicy.DEFAULT))
                .isEqualTo(new RetrySamePriority("status_5xx"));
        assertThat(policy.decide(Answered.of(500), get(1, 1), gateway, BOTH, RetryBudgetPolicy.DEFAULT))
                .isInstanceOf(Respond.class);
        assertThat(policy.decide(Answered.of(503), post(10, true), gateway, BOTH, RetryBudgetPolicy.DEFAULT))
                .isInstanceOf(Respond.class);
        RetryConditions listed = new RetryConditions(3, Set.of(RetryOn.STATUS), Set.of(409), null);
        assertThat(policy.decide(Answered.of(409), get(1, 1), listed, BOTH, RetryBudgetPolicy.DEFAULT))
                .isEqualTo(new RetrySamePriority("status_4xx"));
        assertThat(policy.decide(REFUSED, get(1, 1), RetryConditions.NONE, BOTH, RetryBudgetPolicy.DEFAULT))
                .isEqualTo(new GiveUp("not_asked"));
    }

    @Test
    void theBudgetOfTheIdcThatWouldGetTheRetryDecides() {
        ResetBeforeResponse reset = new ResetBeforeResponse(false);
        for (int i = 0; i < 100; i++) {
            assertThat(decide(reset, get(2, 2), BOTH)).isEqualTo(new FailOver(0, "reset"));
        }
        assertThat(decide(reset, get(2, 2), BOTH)).isEqualTo(new GiveUp("retry_budget"));
        assertThat(decide(reset, get(1, 1), BOTH)).as("the budget of idc-a").isEqualTo(new RetrySamePriority("reset"));
        assertThat(decide(new Answered(503, "no_endpoint"), get(2, 2), BOTH)).as("there is an answer")
                .isInstanceOf(Respond.class);
        assertThat(budget.spent("idc-b")).isEqualTo(100);
    }

    @Test
    void failedConnectsAddNoLoadAndCostNoBudget() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(decide(REFUSED, get(2, 2), BOTH)).isEqualTo(new FailOver(0, "connect_failure"));
        }
        assertThat(budget.spent("idc-b")).isZero();
    }

    @Test
    void onlyMethodsThatRfc9110CallsIdempotentAreSoAndATunnelThroughWhichNothingHasGone() {
        assertThat(Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "CONNECT"))
                .allMatch(RequestFacts::idempotentMethod);
        assertThat(Set.of("POST", "PATCH", "get")).noneMatch(RequestFacts::idempotentMethod);
    }

    @Test
    void aRetryAfterAFailedConnectIsFreeUntilTooManyOfThemFailToo() {
        for (int i = 0; i < 1000; i++) {
            assertThat(decide(REFUSED, get(1, 1), BOTH)).isEqualTo(new RetrySamePriority("connect_failure"));
        }
        for (int i = 0; i < 100; i++) {
            budget.spend("idc-a");
        }
        // Here nothing is left, the next IDC has a budget of its own.
        assertThat(decide(REFUSED, get(1, 1), BOTH)).isEqualTo(new FailOver(0, "connect_failure"));
        assertThat(decide(REFUSED, get(1, 1), ONLY_HERE)).isEqualTo(new GiveUp("retry_budget"));
        for (int i = 0; i < 100; i++) {
            budget.spend("idc-b");
        }
        assertThat(decide(REFUSED, get(1, 1), BOTH)).isEqualTo(new GiveUp("retry_budget"));
    }
}
