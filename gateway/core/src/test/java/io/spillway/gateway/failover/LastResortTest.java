package io.spillway.gateway.failover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.spillway.gateway.balance.EndpointStates;
import io.spillway.gateway.balance.LoadBalancer;
import io.spillway.gateway.balance.Selection;
import io.spillway.gateway.balance.SelectionContext;
import io.spillway.gateway.limit.LimitPolicy;
import io.spillway.gateway.route.RetryConditions;
import io.spillway.gateway.snapshot.ClusterPolicy;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Locality;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.OutlierPolicy;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.RetryBudgetPolicy;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The only endpoint that could answer was taken for dead: a request that has failed everywhere else still gets there. A
 * request is refused when nobody is left to ask, not when nobody is left who looks well.
 */
class LastResortTest {
    private static final Endpoint A1 = Endpoint.workload("10.0.0.1", 80, "idc-a");
    private static final Endpoint A2 = Endpoint.workload("10.0.0.2", 80, "idc-a");
    private static final Endpoint A3 = Endpoint.workload("10.0.0.3", 80, "idc-a");
    private static final Endpoint NOBODY = Endpoint.workload("10.9.0.9", 80, "idc-z");
    private static final Endpoint B = Endpoint.gateway("10.1.0.1", 443, "idc-b");
    private static final Endpoint B2 = Endpoint.gateway("10.1.0.2", 443, "idc-b");

    private final LoadBalancer balancer = new LoadBalancer();
    private final FailoverPolicy policy = new FailoverPolicy(new RetryBudget(() -> 0));
    private final List<Endpoint> tried = new ArrayList<>();
    /** What the gateways of the other IDC answer; null when they are dead themselves. */
    private @Nullable String refusal;

    /** Plays one request of which every attempt at another endpoint than that fails; returns who was asked. */
    private List<Endpoint> ask(XdsCluster cluster, Set<Endpoint> ejected, Endpoint good) {
        EndpointStates states = states(ejected);
        SelectionContext context = SelectionContext.FIRST;
        int here = 1;
        for (int attempts = 1;; attempts++) {
            if (!(balancer.select(cluster, states, context, new Random(7)) instanceof Selection.Selected selected)) {
                return tried;
            }
            tried.add(selected.endpoint());
            if (selected.endpoint().equals(good)) {
                return tried;
            }
            int first = context.firstPriority();
            Decision decision = policy.decide(failure(selected.endpoint()),
                    new RequestFacts(true, 0, true, false, attempts, here, Long.MAX_VALUE), RetryConditions.STANDARD,
                    balancer.alternatives(cluster, states, new SelectionContext(tried, first), selected.priority()),
                    RetryBudgetPolicy.DEFAULT);
            switch (decision) {
                case Decision.RetrySamePriority _ -> {
                    here++;
                    context = new SelectionContext(tried, first);
                }
                case Decision.FailOver(int from, String _) -> {
                    here = 1;
                    context = new SelectionContext(tried, from + 1);
                }
                case Decision.SameEndpoint _ -> throw new AssertionError("nobody refuses to look");
                case Decision.LastResort _ -> context = new SelectionContext(tried, 0).asLastResort();
                case Decision.GiveUp _,Decision.Respond _ -> {
                    return tried;
                }
            }
        }
    }

    /** A workload is dead; a gateway lives, and whoever is behind it is dead. */
    private AttemptOutcome failure(Endpoint endpoint) {
        return endpoint.role() == Endpoint.Role.GATEWAY && refusal != null
                ? new AttemptOutcome.Answered(503, refusal)
                : new AttemptOutcome.ConnectFailed("refused");
    }

    @Test
    void theOtherIdcsGatewayIsAskedAlthoughItIsEjectedWhenEverybodyHereIsDead() {
        assertThat(ask(cluster(50, List.of(A1, A2), List.of(B)), Set.of(B), B)).containsExactlyInAnyOrder(A1, A2, B)
                .endsWith(B);
    }

    @Test
    void whoeverWasLeftBehindHereIsAskedWhenTheOtherIdcFails() {
        List<Endpoint> asked = ask(cluster(50, List.of(A1, A2, A3), List.of(B)), Set.of(), NOBODY);
        assertThat(asked).as("two here, the other IDC, the third here").hasSize(4).containsOnlyOnce(A1, A2, A3, B);
        assertThat(asked.get(2)).isEqualTo(B);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect_failed", "no_endpoint"})
    void whenTheOtherIdcSaysThatNobodyIsAliveThereItsSecondGatewayDoesNotGetTheLastAttemptOfARequest(String reason) {
        refusal = reason;
        List<Endpoint> asked = ask(cluster(50, List.of(A1, A2, A3), List.of(B, B2)), Set.of(), NOBODY);
        assertThat(asked).as("two here, one gateway, the third here").hasSize(4).contains(A1, A2, A3);
        assertThat(asked.get(2)).isIn(B, B2);
    }

    @Test
    void aThirdIdcIsAskedBeforeTheSecondGatewayOfOneThatHasNobody() {
        refusal = "no_endpoint";
        Endpoint third = Endpoint.gateway("10.2.0.1", 443, "idc-c");
        assertThat(ask(cluster(50, List.of(B, B2), List.of(third)), Set.of(), third)).hasSize(2).endsWith(third);
    }

    @Test
    void theSecondGatewayOfAnIdcThatHasNobodyIsAskedBeforeWhatLooksDeadHere() {
        refusal = "connect_failed";
        assertThat(ask(cluster(50, List.of(A1, A2), List.of(B, B2)), Set.of(A1, A2), NOBODY)).hasSize(4)
                .first().isIn(B, B2);
        assertThat(tried.get(1)).isIn(B, B2);
    }

    @Test
    void aGatewayThatIsShortOfSomethingItselfDoesNotSpeakForItsNeighbour() {
        refusal = "overload";
        assertThat(ask(cluster(50, List.of(A1, A2, A3), List.of(B, B2)), Set.of(), B2)).hasSizeBetween(3, 4)
                .endsWith(B2);
    }

    @Test
    void whoSwitchedPanicOffIsNotServedByWhatLooksDead() {
        assertThat(ask(cluster(0, List.of(A1, A2), List.of(B)), Set.of(B), B)).containsExactlyInAnyOrder(A1, A2);
    }

    private static EndpointStates states(Set<Endpoint> ejected) {
        return new EndpointStates() {
            @Override
            public int activeRequests(Endpoint endpoint) {
                return 0;
            }

            @Override
            public boolean ejected(String service, Endpoint endpoint) {
                return ejected.contains(endpoint);
            }

            @Override
            public long epoch() {
                return 0;
            }
        };
    }

    @SafeVarargs
    private static XdsCluster cluster(int panicThreshold, List<Endpoint>... levels) {
        List<PriorityLevel> priorities = new ArrayList<>();
        for (List<Endpoint> level : levels) {
            priorities.add(new PriorityLevel(priorities.size(),
                    List.of(new LocalityEndpoints(new Locality("", level.getFirst().idc(), ""), 1, level))));
        }
        return new XdsCluster("orders/default", "orders", "default", priorities,
                new ClusterPolicy(Duration.ofMillis(250), 140, panicThreshold, OutlierPolicy.DEFAULT,
                        RetryBudgetPolicy.DEFAULT, LimitPolicy.OPEN));
    }
}
