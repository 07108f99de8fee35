package io.spillway.gateway.balance;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import io.spillway.gateway.balance.Selection.NoEndpoint;
import io.spillway.gateway.balance.Selection.Selected;
import io.spillway.gateway.limit.LimitPolicy;
import io.spillway.gateway.snapshot.ClusterPolicy;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.Locality;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.OutlierPolicy;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.RetryBudgetPolicy;
import io.spillway.gateway.snapshot.XdsCluster;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static io.spillway.gateway.balance.Clusters.cluster;
import static io.spillway.gateway.balance.Clusters.gateways;
import static io.spillway.gateway.balance.Clusters.level;
import static io.spillway.gateway.balance.Clusters.workloads;
import static org.assertj.core.api.Assertions.assertThat;

class LoadBalancerTest {
    private static final int DRAWS = 20_000;

    private final LoadBalancer balancer = new LoadBalancer();
    private final Random random = new Random(11);
    private final States states = new States();

    /** States that a test sets. */
    private static final class States implements EndpointStates {
        private final Map<String, Integer> active = new HashMap<>();
        private final Set<String> ejected = new HashSet<>();
        private long epoch;

        void eject(Endpoint... endpoints) {
            for (Endpoint endpoint : endpoints) {
                ejected.add(endpoint.address());
            }
            epoch++;
        }

        @Override
        public int activeRequests(Endpoint endpoint) {
            return active.getOrDefault(endpoint.address(), 0);
        }

        @Override
        public boolean ejected(String service, Endpoint endpoint) {
            return ejected.contains(endpoint.address());
        }

        @Override
        public long epoch() {
            return epoch;
        }
    }

    private Map<String, Integer> draw(XdsCluster cluster) {
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < DRAWS; i++) {
            String key = switch (balancer.select(cluster, states, SelectionContext.FIRST, random)) {
                case Selected selected -> selected.endpoint().idc() + " " + selected.reason();
                case NoEndpoint(String reason) -> reason;
            };
            counts.merge(key, 1, Integer::sum);
        }
        return counts;
    }

    private static double percent(int count) {
        return 100.0 * count / DRAWS;
    }

    @Test
    void everythingStaysInPriorityZeroWhileItIsHealthy() {
        XdsCluster cluster = cluster("orders/default", level(0, "idc-a", workloads("idc-a", 10, Health.HEALTHY)),
                level(1, "idc-b", gateways("idc-b", 2, Health.HEALTHY)));
        assertThat(draw(cluster)).containsOnly(Map.entry("idc-a preferred", DRAWS));
    }

    @Test
    void halfAPrioritySpillsThirtyPercent() {
        Endpoint[] local = workloads("idc-a", 10, Health.HEALTHY);
        for (int i = 0; i < 5; i++) {
            local[i] = local[i].withHealth(Health.UNHEALTHY);
        }
        Map<String, Integer> counts = draw(cluster("orders/default", level(0, "idc-a", local),
                level(1, "idc-b", gateways("idc-b", 2, Health.HEALTHY))));
        assertThat(counts).containsOnlyKeys("idc-a preferred", "idc-b spilled");
        assertThat(percent(counts.getOrDefault("idc-b spilled", 0))).isCloseTo(30, Offset.offset(1.5));
    }

    @Test
    void theDeadLocalsOfAShiftInHalvesSendEverythingToTheOtherIdc() {
        // 10 local endpoints and 2 remote gateways; the shift a:50 b:50 is two clusters, each a full priority list.
        Endpoint[] dead = workloads("idc-a", 10, Health.UNHEALTHY);
        Endpoint[] remote = gateways("idc-b", 2, Health.HEALTHY);
        XdsCluster towardsA = cluster("orders/default!idc-a", level(0, "idc-a", dead), level(1, "idc-b", remote));
        XdsCluster towardsB = cluster("orders/default!idc-b", level(0, "idc-b", remote), level(1, "idc-a", dead));
        assertThat(draw(towardsA)).containsOnly(Map.entry("idc-b failed_over", DRAWS));
        assertThat(draw(towardsB)).containsOnly(Map.entry("idc-b preferred", DRAWS));
    }

    @Test
    void theDeadLocalsAreAlsoLeftWhenOnlyThisGatewayEjectedThem() {
        Endpoint[] local = workloads("idc-a", 10, Health.HEALTHY);
        states.eject(local);
        assertThat(draw(cluster("orders/default!idc-a", level(0, "idc-a", local),
                level(1, "idc-b", gateways("idc-b", 2, Health.HEALTHY)))))
                .containsOnly(Map.entry("idc-b failed_over", DRAWS));
    }

    @Test
    void anIdcOfWeightZeroIsTheLastResortAndAnExcludedOneIsNone() {
        // The control plane lists an IDC of weight 0 last and leaves out one that is excluded.
        Endpoint[] local = workloads("idc-a", 4, Health.HEALTHY);
        Endpoint[] remote = gateways("idc-b", 2, Health.HEALTHY);
        XdsCluster cluster = cluster("orders/default!idc-b", level(0, "idc-b", remote), level(1, "idc-a", local));
        assertThat(draw(cluster)).containsOnlyKeys("idc-b preferred");
        states.eject(remote);
        assertThat(draw(cluster)).containsOnlyKeys("idc-a failed_over");
        XdsCluster excluding = cluster("orders/default!idc-b",
                level(0, "idc-b", gateways("idc-b", 2, Health.UNHEALTHY)));
        assertThat(draw(excluding)).containsOnlyKeys("idc-b panic");
    }

    @Test
    void aDrainingEndpointGetsNothingNotEvenInPanic() {
        Endpoint[] endpoints = workloads("idc-a", 4, Health.DRAINING);
        endpoints[3] = endpoints[3].withHealth(Health.UNHEALTHY);
        XdsCluster panicking = cluster("orders/default", level(0, "idc-a", endpoints));
        for (int i = 0; i < 1000; i++) {
            assertThat(balancer.select(panicking, states, SelectionContext.FIRST, random))
                    .isInstanceOfSatisfying(Selected.class, one -> assertThat(one.endpoint()).isEqualTo(endpoints[3]));
        }
        assertThat(draw(cluster("all-draining", level(0, "idc-a", workloads("idc-a", 3, Health.DRAINING)))))
                .containsOnlyKeys("no_endpoint");
    }

    @Test
    void drainingEndpointsDoNotMakeTheirPriorityLookSick() {
        Endpoint[] endpoints = workloads("idc-a", 10, Health.DRAINING);
        endpoints[0] = endpoints[0].withHealth(Health.HEALTHY);
        assertThat(draw(cluster("orders/default", level(0, "idc-a", endpoints),
                level(1, "idc-b", gateways("idc-b", 2, Health.HEALTHY))))).containsOnlyKeys("idc-a preferred");
    }

    @Test
    void ejectionsDoNotHoldWhenTheyWouldLeaveNothing() {
        Endpoint[] local = workloads("idc-a", 2, Health.HEALTHY);
        states.eject(local);
        assertThat(draw(cluster("orders/default@local", level(0, "idc-a", local)))).containsOnlyKeys("idc-a preferred");
    }

    @Test
    void inPanicASecondAttemptGoesToTheOneThatIsKnownToLive() {
        // One of three lives here and nobody there: panic, in which the first attempt may meet a dead one.
        Endpoint[] local = workloads("idc-a", 3, Health.HEALTHY);
        Endpoint[] remote = gateways("idc-b", 2, Health.HEALTHY);
        states.eject(local[0], local[1]);
        states.eject(remote);
        XdsCluster cluster = cluster("orders/default", level(0, "idc-a", local), level(1, "idc-b", remote));
        for (int i = 0; i < 1000; i++) {
            assertThat(balancer.select(cluster, states, new SelectionContext(List.of(local[0]), 0), random))
                    .isInstanceOfSatisfying(Selected.class, one -> assertThat(one.endpoint()).isEqualTo(local[2]));
        }
        assertThat(balancer.select(cluster, states, new SelectionContext(List.of(local[0], local[2]), 0), random))
                .as("when that one failed too the others are asked").isInstanceOf(Selected.class);
    }

    @Test
    void withPanicOffUnhealthyEndpointsGetNothing() {
        ClusterPolicy noPanic = new ClusterPolicy(Duration.ofMillis(250), 140, 0, OutlierPolicy.DEFAULT,
                RetryBudgetPolicy.DEFAULT, LimitPolicy.OPEN);
        XdsCluster cluster = new XdsCluster("orders/default", "orders", "default",
                List.of(level(0, "idc-a", workloads("idc-a", 3, Health.UNHEALTHY))), noPanic);
        assertThat(draw(cluster)).containsOnlyKeys("no_endpoint");
        assertThat(draw(cluster("empty"))).containsOnlyKeys("no_endpoint");
    }

    @Test
    void unequalWeightsAreDividedByWhatIsInFlight() {
        Endpoint small = Endpoint.workload("10.0.0.1", 80, "idc-a").withWeight(1);
        Endpoint big = Endpoint.workload("10.0.0.2", 80, "idc-a").withWeight(9);
        XdsCluster cluster = cluster("orders/default", level(0, "idc-a", small, big));
        assertThat(percent(count(cluster, big))).as("idle: by weight").isCloseTo(90, Offset.offset(1.5));
        states.active.put(small.address(), 2);
        states.active.put(big.address(), 9);
        // Envoy's weight / (active + 1): 1 / 3 against 9 / 10.
        assertThat(percent(count(cluster, small))).isCloseTo(27, Offset.offset(0.5));
    }

    private int count(XdsCluster cluster, Endpoint wanted) {
        int count = 0;
        for (int i = 0; i < DRAWS; i++) {
            if (balancer.select(cluster, states, SelectionContext.FIRST, random) instanceof Selected selected
                    && selected.endpoint().equals(wanted)) {
                count++;
            }
        }
        return count;
    }

    @Test
    void equalEndpointsAreUsedEvenlyAndABusyOneIsAvoided() {
        Endpoint[] local = workloads("idc-a", 4, Health.HEALTHY);
        XdsCluster cluster = cluster("orders/default", level(0, "idc-a", local));
        for (Endpoint endpoint : local) {
            assertThat(percent(count(cluster, endpoint))).isCloseTo(25, Offset.offset(1.5));
        }
        states.active.put(local[0].address(), 5);
        assertThat(count(cluster, local[0])).isZero();
    }

    @Test
    void localitiesTakeTheirWeightAsLongAsEnoughOfThemIsHealthy() {
        Endpoint[] first = workloads("idc-a", 4, Health.HEALTHY);
        Endpoint[] second = gateways("idc-a", 4, Health.HEALTHY);
        assertThat(percent(fromPrimary(first, second))).isCloseTo(75, Offset.offset(1.5));
        Endpoint[] half = first.clone();
        half[0] = half[0].withHealth(Health.UNHEALTHY);
        half[1] = half[1].withHealth(Health.UNHEALTHY);
        // 75 * 0.7 against 25 * 1.
        assertThat(percent(fromPrimary(half, second))).isCloseTo(100 * 52.5 / 77.5, Offset.offset(1.5));
    }

    private int fromPrimary(Endpoint[] first, Endpoint[] second) {
        XdsCluster cluster = cluster("orders/default",
                new PriorityLevel(0,
                        List.of(new LocalityEndpoints(new Locality("", "idc-a", "primary"), 75, List.of(first)),
                                new LocalityEndpoints(new Locality("", "idc-a", "remote"), 25, List.of(second)),
                                new LocalityEndpoints(new Locality("", "idc-a", "none"), 0,
                                        List.of(Endpoint.workload("10.7.0.1", 80, "idc-a"))))));
        int count = 0;
        for (int i = 0; i < DRAWS; i++) {
            if (balancer.select(cluster, states, SelectionContext.FIRST, random) instanceof Selected selected) {
                assertThat(selected.locality().cluster()).isNotEqualTo("none");
                count += selected.locality().cluster().equals("primary") ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void degradedEndpointsTakeWhatTheHealthyCannot() {
        Endpoint[] endpoints = workloads("idc-a", 4, Health.DEGRADED);
        endpoints[0] = endpoints[0].withHealth(Health.HEALTHY);
        Map<String, Integer> counts = draw(cluster("orders/default", level(0, "idc-a", endpoints)));
        assertThat(percent(counts.getOrDefault("idc-a preferred", 0))).isCloseTo(35, Offset.offset(1.5));
        assertThat(percent(counts.getOrDefault("idc-a degraded", 0))).isCloseTo(65, Offset.offset(1.5));
    }

    @Test
    void anEndpointOfWeightZeroTakesNothingBesideOthers() {
        Endpoint none = Endpoint.workload("10.0.0.1", 80, "idc-a").withWeight(0);
        Endpoint one = Endpoint.workload("10.0.0.2", 80, "idc-a");
        assertThat(count(cluster("both", level(0, "idc-a", none, one)), none)).isZero();
        assertThat(count(cluster("alone", level(0, "idc-a", none)), none)).isEqualTo(DRAWS);
    }

    @Test
    void aNewClusterObjectOrEpochIsSeenAtOnce() {
        Endpoint[] local = workloads("idc-a", 1, Health.HEALTHY);
        Endpoint[] remote = gateways("idc-b", 1, Health.HEALTHY);
        XdsCluster cluster = cluster("orders/default", level(0, "idc-a", local), level(1, "idc-b", remote));
        assertThat(draw(cluster)).containsOnlyKeys("idc-a preferred");
        states.eject(local);
        assertThat(draw(cluster)).containsOnlyKeys("idc-b failed_over");
        states.ejected.clear();
        states.epoch++;
        assertThat(draw(cluster)).containsOnlyKeys("idc-a preferred");
        assertThat(draw(cluster("orders/default", level(0, "idc-b", remote)))).containsOnlyKeys("idc-b preferred");
    }
}
