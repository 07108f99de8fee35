package io.spillway.gateway.balance;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import io.spillway.gateway.snapshot.BalancePolicy;
import io.spillway.gateway.snapshot.Capacity;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.LoadFigures;
import io.spillway.gateway.snapshot.Locality;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;
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

    /** Two workloads of weight 100 at home, which carry 1000/s each; two gateways abroad. */
    private static XdsCluster twoAndTwo(@Nullable LoadFigures home, @Nullable LoadFigures abroad) {
        Endpoint[] local = workloads("idc-a", 2, Health.HEALTHY);
        local[0] = local[0].withWeight(100);
        local[1] = local[1].withWeight(100);
        return cluster("orders/default", told(0, "idc-a", home, null, local),
                told(1, "idc-b", abroad, new Capacity(200, 200), gateways("idc-b", 2, Health.HEALTHY)));
    }

    private static PriorityLevel told(int priority, String idc, @Nullable LoadFigures figures,
            @Nullable Capacity behind, Endpoint... endpoints) {
        return new PriorityLevel(priority, List.of(new LocalityEndpoints(new Locality("", idc, ""), 0,
                List.of(endpoints), behind, figures)));
    }

    private static XdsCluster told(double demand, double abroad) {
        return twoAndTwo(new LoadFigures(demand, 2000), new LoadFigures(demand, abroad));
    }

    private static Endpoint first(XdsCluster cluster) {
        return cluster.priorities().getFirst().localities().getFirst().endpoints().getFirst();
    }

    @Test
    void oneOfTwoDiesAndEnvoySendsThirtyPercentAbroadHoweverIdleTheOtherIs() {
        XdsCluster cluster = twoAndTwo(null, null);
        eject(first(cluster));
        assertThat(second(cluster, 3000).get("idc-b")).isCloseTo(900, within(90));
    }

    @Test
    void oneOfTwoDiesAndAllStaysHomeBecauseTheOtherCanCarryIt() {
        XdsCluster cluster = told(400, 500);
        eject(first(cluster));
        assertThat(second(cluster, 400)).containsOnlyKeys("idc-a");
        assertThat(balancer.loads(cluster, states).why(0))
                .isEqualTo("by capacity: 400/s wanted in this IDC, 1000/s can be carried here");
    }

    @Test
    void whatHomeCannotCarryAndOnlyThatGoesAbroad() {
        XdsCluster cluster = told(1250, 500);
        eject(first(cluster));
        PriorityLoads loads = balancer.loads(cluster, states);
        assertThat(loads.healthyLoad(0)).isEqualTo(80);
        assertThat(loads.healthyLoad(1)).isEqualTo(20);
        assertThat(loads.why(1)).isEqualTo(
                "by capacity: 1250/s wanted in this IDC, 500/s of it may go there, 200 of 200 healthy behind its gateways");
        assertThat(second(cluster, 1250).get("idc-b")).isCloseTo(250, within(60));
    }

    @Test
    void whatAllTogetherCannotCarryIsDividedByWhatEachCarries() {
        XdsCluster cluster = told(4000, 250);
        eject(first(cluster));
        PriorityLoads loads = balancer.loads(cluster, states);
        // 25 % can be carried here, 6 % there; all of it goes somewhere, in that proportion.
        assertThat(loads.healthyLoad(0)).isEqualTo(81);
        assertThat(loads.healthyLoad(1)).isEqualTo(19);
        assertThat(balancer.share(cluster, states, "idc-b")).isEqualTo(250);
    }

    @Test
    void aTargetThatIsFullGetsNothingAsLongAsAnybodyLivesHere() {
        XdsCluster cluster = told(4000, 0);
        eject(first(cluster));
        assertThat(balancer.loads(cluster, states).healthyLoad(0)).isEqualTo(100);
        XdsCluster dead = cluster("orders/default",
                told(0, "idc-a", new LoadFigures(4000, 2000), null, workloads("idc-a", 2, Health.UNHEALTHY)),
                cluster.priorities().getLast());
        assertThat(balancer.loads(dead, states).healthyLoad(1)).as("refused there by class, not lost here")
                .isEqualTo(100);
        assertThat(balancer.share(dead, states, "idc-b")).isZero();
    }

    @Test
    void theShareOfAGatewayIsItsPartOfTheDemand() {
        XdsCluster cluster = told(1000, 200);
        assertThat(balancer.share(cluster, states, "idc-b")).as("not measured yet").isEqualTo(200);
        for (int i = 0; i < 20; i++) {
            second(cluster, 250);
        }
        assertThat(balancer.share(cluster, states, "idc-b")).isCloseTo(50, within(2.0));
        assertThat(balancer.share(cluster, states, "idc-a")).as("nobody bounds home").isNegative();
        assertThat(balancer.share(twoAndTwo(null, null), states, "idc-b")).isNegative();
    }

    @Test
    void aGatewayThatSeesMoreThanItWasToldBelievesItself() {
        XdsCluster cluster = told(400, 5000);
        eject(first(cluster));
        for (int i = 0; i < 20; i++) {
            second(cluster, 2000);
        }
        assertThat(second(cluster, 2000).get("idc-b")).isCloseTo(1000, within(90));
    }

    /** Any number of gateways with any parts of the demand: none overfills what the target may be sent. */
    @Test
    void allGatewaysTogetherDoNotOverfillATarget() {
        for (int seed = 0; seed < 20_000; seed++) {
            SplittableRandom figures = new SplittableRandom(seed);
            double[] gateways = figures.doubles(figures.nextInt(1, 40), 0, 500).toArray();
            double demand = Arrays.stream(gateways).sum();
            LoadFigures home = new LoadFigures(demand, figures.nextDouble(0, demand * 1.5));
            LoadFigures abroad = new LoadFigures(demand, figures.nextDouble(0, demand));
            double sent = 0;
            for (double own : gateways) {
                PriorityLoads loads = PriorityLoads.of(new PriorityLoads.Census[]{
                        new PriorityLoads.Census(2, 2, 0).with(CapacitySpill.atHome(home, own, 100, 100), false),
                        new PriorityLoads.Census(2, 2, 0)
                                .with(CapacitySpill.abroad(abroad, own, null, true, false), true)},
                        140, 50);
                sent += Math.min(own * loads.healthyLoad(1) / 100, CapacitySpill.share(abroad, own));
                if (home.capacity() >= demand) {
                    assertThat(loads.healthyLoad(0)).as("seed %d", seed).isEqualTo(100);
                }
            }
            assertThat(sent).as("seed %d", seed).isLessThanOrEqualTo(abroad.capacity() * (1 + 1e-9));
        }
    }

    @Test
    void withoutAControlPlaneFiguresGrowOldAndNumbersDecideAgain() {
        XdsCluster cluster = told(400, 500);
        eject(first(cluster));
        shared.backedBy(() -> false);
        second(cluster, 400);
        assertThat(balancer.loads(cluster, states).healthyLoad(0)).isEqualTo(100);
        now += Duration.ofMinutes(2).toNanos();
        shared.measure();
        assertThat(balancer.loads(cluster, states).healthyLoad(0)).isEqualTo(70);
        assertThat(balancer.share(cluster, states, "idc-b")).as("nothing is refused by old figures").isNegative();
        shared.backedBy(() -> true);
        shared.measure();
        assertThat(balancer.loads(cluster, states).healthyLoad(0)).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"999, -1, 100, 100", "1000, -1, 100, 100", "1001, -1, 100, 99", "4000, -1, 100, 25", "1000, -1, 0, 0",
            "0, -1, 0, 0", "0, -1, 100, 100", "100, 2000, 100, 50", "100, 2000, 50, 25"})
    void theFormula(double demand, double own, long healthy, int expected) {
        assertThat(CapacitySpill.atHome(new LoadFigures(demand, 1000), own, healthy, 100).availability())
                .isEqualTo(expected);
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
