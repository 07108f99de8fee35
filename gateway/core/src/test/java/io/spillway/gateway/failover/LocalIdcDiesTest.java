package io.spillway.gateway.failover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.spillway.gateway.balance.EndpointStates;
import io.spillway.gateway.balance.LoadBalancer;
import io.spillway.gateway.balance.Selection;
import io.spillway.gateway.balance.SelectionContext;
import io.spillway.gateway.route.GroupChoice;
import io.spillway.gateway.route.Requests;
import io.spillway.gateway.route.RetryConditions;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.WeightedCluster;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.XdsCluster;
import org.junit.jupiter.api.Test;

import static io.spillway.gateway.balance.Clusters.cluster;
import static io.spillway.gateway.balance.Clusters.gateways;
import static io.spillway.gateway.balance.Clusters.level;
import static io.spillway.gateway.balance.Clusters.workloads;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * All decisions of a request together, without a network: ten local endpoints and two gateways of the other IDC under a
 * shift of 50/50, and the local ones die at once while the control plane still calls them healthy.
 */
class LocalIdcDiesTest {
    private final FakeTicker ticker = new FakeTicker();
    private final RetryBudget budget = new RetryBudget(ticker);
    private final FailoverPolicy policy = new FailoverPolicy(budget);
    private final OutlierDetector detector = new OutlierDetector(ticker);
    private final LoadBalancer balancer = new LoadBalancer();
    private final Random random = new Random(3);
    private final Set<Endpoint> dead = new HashSet<>();
    private final EndpointStates states = new EndpointStates() {
        @Override
        public int activeRequests(Endpoint endpoint) {
            return 0;
        }

        @Override
        public boolean ejected(String service, Endpoint endpoint) {
            return detector.ejected(service, endpoint);
        }

        @Override
        public long epoch() {
            return detector.epoch();
        }
    };

    private final Endpoint[] local = workloads("idc-a", 10, Health.HEALTHY);
    private final Endpoint[] remote = gateways("idc-b", 2, Health.HEALTHY);
    private final Map<String, XdsCluster> clusters = Map.of("orders/default!idc-a",
            cluster("orders/default!idc-a", level(0, "idc-a", local), level(1, "idc-b", remote)),
            "orders/default!idc-b",
            cluster("orders/default!idc-b", level(0, "idc-b", remote), level(1, "idc-a", local)));
    private final RouteAction.Forward forward = new RouteAction.Forward(List.of(
            new WeightedCluster("orders/default!idc-a", 50), new WeightedCluster("orders/default!idc-b", 50)),
            Duration.ofSeconds(15), RetryConditions.STANDARD, null);

    private int attempts;

    /** Returns the IDC that served, or why nobody did. */
    private String request(boolean idempotent, AttemptOutcome whenDead) {
        budget.onRequest();
        XdsCluster cluster = requireNonNull(
                clusters.get(GroupChoice.choose(forward, Requests.get("h", "/"), random).cluster()));
        List<Endpoint> tried = new ArrayList<>();
        int first = 0;
        int here = 0;
        int total = 0;
        int lastPriority = -1;
        boolean lastResort = false;
        while (true) {
            SelectionContext context = lastResort
                    ? new SelectionContext(tried, 0).asLastResort()
                    : new SelectionContext(tried, first);
            if (!(balancer.select(cluster, states, context, random) instanceof Selection.Selected selected)) {
                return "no_endpoint";
            }
            attempts++;
            total++;
            here = selected.priority() == lastPriority ? here + 1 : 1;
            lastPriority = selected.priority();
            tried.add(selected.endpoint());
            boolean works = !dead.contains(selected.endpoint());
            AttemptOutcome outcome = works ? AttemptOutcome.Answered.OK : whenDead;
            detector.report(cluster, selected.endpoint(), outcome);
            Decision decision = policy.decide(outcome,
                    new RequestFacts(idempotent, outcome instanceof AttemptOutcome.ConnectFailed ? 0 : 100, true, false,
                            total,
                            here, Long.MAX_VALUE),
                    forward.retries(), balancer.alternatives(cluster, states, new SelectionContext(tried, first),
                            selected.priority()),
                    cluster.policy().retryBudget());
            switch (decision) {
                case Decision.Respond _ -> {
                    return selected.endpoint().idc();
                }
                case Decision.GiveUp(String reason) -> {
                    return reason;
                }
                case Decision.RetrySamePriority _ -> first = selected.priority();
                case Decision.FailOver(int from, String _) -> first = from + 1;
                case Decision.LastResort _ -> lastResort = true;
                case Decision.SameEndpoint _ -> throw new AssertionError("nobody refuses to look");
            }
        }
    }

    @Test
    void noRequestFailsAndSoonNoneTriesTheDeadOnes() {
        for (int i = 0; i < 1000; i++) {
            assertThat(request(true, AttemptOutcome.Answered.OK)).isIn("idc-a", "idc-b");
        }
        dead.addAll(List.of(local));
        for (int i = 0; i < 2000; i++) {
            ticker.advance(Duration.ofMillis(3));
            assertThat(request(i % 5 > 0, new AttemptOutcome.ConnectFailed("refused"))).isEqualTo("idc-b");
        }
        assertThat(detector.ejections()).hasSize(10);
        attempts = 0;
        for (int i = 0; i < 1000; i++) {
            assertThat(request(true, new AttemptOutcome.ConnectFailed("refused"))).isEqualTo("idc-b");
        }
        assertThat(attempts).as("all ejected: one attempt each").isEqualTo(1000);
    }

    @Test
    void resetsOfEstablishedConnectionsFailNoGetEither() {
        for (int i = 0; i < 1000; i++) {
            request(true, AttemptOutcome.Answered.OK);
        }
        dead.addAll(List.of(local));
        for (int i = 0; i < 2000; i++) {
            ticker.advance(Duration.ofMillis(3));
            assertThat(request(true, new AttemptOutcome.ResetBeforeResponse(false))).isEqualTo("idc-b");
        }
    }

    @Test
    void aGatewayWithoutAnyTrafficBeforeHasEnoughBudgetToo() {
        dead.addAll(List.of(local));
        for (int i = 0; i < 200; i++) {
            assertThat(request(false, new AttemptOutcome.ConnectFailed("timed_out"))).isEqualTo("idc-b");
        }
    }

    @Test
    void theyAreUsedAgainWhenTheirEjectionEnds() {
        dead.addAll(List.of(local));
        for (int i = 0; i < 500; i++) {
            request(true, new AttemptOutcome.ConnectFailed("refused"));
        }
        dead.clear();
        ticker.advance(Duration.ofSeconds(31));
        int home = 0;
        for (int i = 0; i < 1000; i++) {
            home += request(true, AttemptOutcome.Answered.OK).equals("idc-a") ? 1 : 0;
        }
        assertThat(home).isBetween(430, 570);
    }

    @Test
    void whenEverythingIsDeadTheRequestEndsWithAReason() {
        dead.addAll(List.of(local));
        dead.addAll(List.of(remote));
        for (int i = 0; i < 500; i++) {
            assertThat(request(true, new AttemptOutcome.ConnectFailed("refused"))).isIn("attempts_spent",
                    "no_alternative");
        }
    }
}
