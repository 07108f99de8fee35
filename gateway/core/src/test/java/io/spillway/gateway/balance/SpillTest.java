package io.spillway.gateway.balance;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import io.spillway.gateway.snapshot.BalancePolicy;
import io.spillway.gateway.snapshot.BalancePolicy.Spill;
import io.spillway.gateway.snapshot.Capacity;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.Locality;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.XdsCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.spillway.gateway.balance.Clusters.cluster;
import static io.spillway.gateway.balance.Clusters.gateways;
import static io.spillway.gateway.balance.Clusters.level;
import static io.spillway.gateway.balance.Clusters.workloads;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** How much leaves home, and how much another IDC gets. */
class SpillTest {
    private static final double PER_WEIGHT = 10;

    private final RandomGenerator random = new SplittableRandom(3);
    private final Set<String> ejected = new HashSet<>();
    private long now;
    private long epoch;
    private final LoadBalancers shared = new LoadBalancers(() -> now, Runnable::run, "gw-1");
    private final LoadBalancer balancer = shared.forLoop();
    private final EndpointStates states = new EndpointStates() {
        @Override
        public int activeRequests(Endpoint endpoint) {
            return 0;
        }

        @Override
        public boolean ejected(String service, Endpoint endpoint) {
            return ejected.contains(endpoint.address());
        }

        @Override
        public long epoch() {
            return epoch;
        }
    };

    private void eject(Endpoint endpoint) {
        ejected.add(endpoint.address());
        epoch++;
    }

    /** Sends so many requests within a second and measures; returns how many went where. */
    private Map<String, Integer> second(XdsCluster cluster, int requests) {
        Map<String, Integer> byIdc = new HashMap<>();
        for (int i = 0; i < requests; i++) {
            if (balancer.select(cluster, states, SelectionContext.FIRST, random) instanceof Selection.Selected to) {
                byIdc.merge(to.endpoint().idc(), 1, Integer::sum);
            }
        }
        now += 1_000_000_000;
        shared.measure();
        return byIdc;
    }

    private static XdsCluster twoAndTwo(BalancePolicy policy) {
        Endpoint[] local = workloads("idc-a", 2, Health.HEALTHY);
        local[0] = local[0].withWeight(100);
        local[1] = local[1].withWeight(100);
        return cluster("orders/default", level(0, "idc-a", local),
                level(1, "idc-b", gateways("idc-b", 2, Health.HEALTHY))).withBalance(policy);
    }

    @Test
    void oneOfTwoDiesAndEnvoySendsThirtyPercentAbroadHoweverIdleTheOtherIs() {
        XdsCluster cluster = twoAndTwo(BalancePolicy.DEFAULT);
        eject(cluster.priorities().getFirst().localities().getFirst().endpoints().getFirst());
        assertThat(second(cluster, 3000).get("idc-b")).isCloseTo(900, within(90));
    }

    @Test
    void oneOfTwoDiesAndAllStaysHomeBecauseTheOtherCanCarryIt() {
        XdsCluster cluster = twoAndTwo(BalancePolicy.DEFAULT.withSpill(new Spill(true, PER_WEIGHT, 2)));
        // Two gateways share what 100 of weight carry at 10 each: 500/s for this one.
        second(cluster, 400);
        eject(cluster.priorities().getFirst().localities().getFirst().endpoints().getFirst());
        assertThat(second(cluster, 400)).containsOnlyKeys("idc-a");
        assertThat(balancer.loads(cluster, states).why(0))
                .isEqualTo("by capacity: 400/s wanted, 500/s can be carried here");
    }

    @Test
    void whatHomeCannotCarryAndOnlyThatGoesAbroad() {
        XdsCluster cluster = twoAndTwo(BalancePolicy.DEFAULT.withSpill(new Spill(true, PER_WEIGHT, 2)));
        eject(cluster.priorities().getFirst().localities().getFirst().endpoints().getFirst());
        for (int i = 0; i < 20; i++) {
            second(cluster, 2000);
        }
        // 500 of 2000 a second.
        assertThat(second(cluster, 2000).get("idc-a")).isCloseTo(500, within(60));
    }

    @ParameterizedTest
    @CsvSource({"true, 10, 1, 999, 100, 100", "true, 10, 1, 1000, 100, 100", "true, 10, 1, 1001, 100, 99",
            "true, 10, 4, 1000, 100, 25", "true, 10, 1, 1000, 0, 0", "true, 10, 1, 0, 0, 0",
            "true, 10, 1, -1, 100, -1", "true, 0, 1, 100, 100, -1", "false, 10, 1, 100, 100, -1"})
    void theFormula(boolean byCapacity, double perWeight, int gateways, double demand, long weight, int expected) {
        CapacitySpill spill = CapacitySpill.atHome(new Spill(byCapacity, perWeight, gateways), demand, weight);
        assertThat(spill == null ? -1 : spill.availability()).isEqualTo(expected);
    }

    private static XdsCluster behind(int declared, int healthy, Endpoint[] local, Endpoint[] remote) {
        return cluster("orders/default", level(0, "idc-a", local), new PriorityLevel(1, List.of(new LocalityEndpoints(
                new Locality("", "idc-b", ""), 0, List.of(remote), new Capacity(declared, healthy)))),
                level(2, "idc-c", gateways("idc-c", 1, Health.HEALTHY)));
    }

    @Test
    void aHundredHealthyOfAThousandBehindTwoHealthyGatewaysIsNotHealthy() {
        Endpoint[] remote = {Endpoint.gateway("10.8.0.1", 1, "idc-b"), Endpoint.gateway("10.8.0.2", 1, "idc-b")};
        XdsCluster cluster = behind(1000, 100, workloads("idc-a", 2, Health.UNHEALTHY), remote);
        PriorityLoads loads = balancer.loads(cluster, states);
        assertThat(loads.availability(1)).isEqualTo(14);
        assertThat(loads.healthyLoad(1)).isEqualTo(14);
        assertThat(loads.healthyLoad(2)).isEqualTo(86);
        assertThat(loads.why(1)).isEqualTo("100 of 1000 healthy behind its gateways");
        eject(remote[0]);
        assertThat(balancer.loads(cluster, states).healthyLoad(1)).as("either gateway reaches all of it").isEqualTo(14);
        eject(remote[1]);
        assertThat(balancer.loads(cluster, states).healthyLoad(1)).isZero();
    }

    @Test
    void theLittleThatIsLeftOfARemoteIdcIsNoReasonToPanicOverTheDeadHere() {
        Endpoint[] remote = {Endpoint.gateway("10.8.0.1", 1, "idc-b")};
        XdsCluster three = behind(1000, 100, workloads("idc-a", 2, Health.UNHEALTHY), remote);
        XdsCluster two = new XdsCluster("orders/default", "orders", "default", three.priorities().subList(0, 2),
                three.policy());
        assertThat(balancer.loads(two, states).healthyLoad(1)).isEqualTo(100);
        assertThat(second(two, 100)).containsOnlyKeys("idc-b");
    }

    @Test
    void healthByWeightAsXdsHasIt() {
        Endpoint[] local = workloads("idc-a", 2, Health.HEALTHY);
        local[0] = local[0].withWeight(30);
        local[1] = local[1].withWeight(70).withHealth(Health.UNHEALTHY);
        XdsCluster byNumber = cluster("orders/default", level(0, "idc-a", local),
                level(1, "idc-b", gateways("idc-b", 1, Health.HEALTHY)));
        assertThat(balancer.loads(byNumber, states).healthyLoad(0)).isEqualTo(70);
        XdsCluster byWeight = byNumber.withBalance(BalancePolicy.DEFAULT.withHealth(false, true));
        assertThat(balancer.loads(byWeight, states).healthyLoad(0)).as("140 * 30 / 100").isEqualTo(42);
    }

    @Test
    void aClusterThatIsToFailOnPanicDoes() {
        Endpoint[] local = workloads("idc-a", 4, Health.UNHEALTHY);
        local[0] = local[0].withHealth(Health.HEALTHY);
        XdsCluster panicking = cluster("orders/default", level(0, "idc-a", local));
        assertThat(balancer.select(panicking, states, SelectionContext.FIRST, random))
                .isInstanceOf(Selection.Selected.class);
        XdsCluster failing = panicking.withBalance(BalancePolicy.DEFAULT.withHealth(true, false));
        assertThat(balancer.select(failing, states, SelectionContext.FIRST, random))
                .isEqualTo(new Selection.NoEndpoint(Selection.PANIC_REFUSED));
    }
}
