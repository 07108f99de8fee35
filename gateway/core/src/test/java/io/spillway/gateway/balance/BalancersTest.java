package io.spillway.gateway.balance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import io.spillway.gateway.snapshot.BalancePolicy;
import io.spillway.gateway.snapshot.BalancePolicy.Method;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Health;
import org.junit.jupiter.api.Test;

import static io.spillway.gateway.balance.Clusters.workloads;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Each way to choose one endpoint of many. */
class BalancersTest {
    private static final long MILLI = 1_000_000;

    private final RandomGenerator random = new SplittableRandom(7);
    private final Map<String, Integer> active = new HashMap<>();
    private long now = -1;
    private final Latencies latencies = new Latencies(() -> now);
    private final EndpointStates states = new EndpointStates() {
        @Override
        public int activeRequests(Endpoint endpoint) {
            return active.getOrDefault(endpoint.address(), 0);
        }

        @Override
        public boolean ejected(String service, Endpoint endpoint) {
            return false;
        }

        @Override
        public long epoch() {
            return 0;
        }
    };

    private Balancer balancer(BalancePolicy policy, Endpoint... endpoints) {
        return Balancer.of(policy, endpoints, Clusters.shares(endpoints),
                new Balancer.Prepared(new HashTables(Runnable::run), latencies));
    }

    private int[] counts(Balancer balancer, int endpoints, int picks) {
        int[] counts = new int[endpoints];
        for (int i = 0; i < picks; i++) {
            counts[balancer.pick(states, SelectionContext.FIRST, random)]++;
        }
        return counts;
    }

    private static Endpoint[] weighted(int... weights) {
        Endpoint[] endpoints = workloads("idc-a", weights.length, Health.HEALTHY);
        for (int i = 0; i < weights.length; i++) {
            endpoints[i] = endpoints[i].withWeight(weights[i]);
        }
        return endpoints;
    }

    @Test
    void roundRobinIsExactInEveryRound() {
        Balancer balancer = balancer(BalancePolicy.of(Method.ROUND_ROBIN), weighted(1, 1, 1));
        for (int i = 0; i < 10; i++) {
            assertThat(counts(balancer, 3, 3)).containsExactly(1, 1, 1);
        }
    }

    @Test
    void weightedRoundRobinIsSmooth() {
        Balancer balancer = balancer(BalancePolicy.of(Method.ROUND_ROBIN), weighted(5, 1, 1));
        counts(balancer, 3, 70);
        int[] counts = counts(balancer, 3, 700);
        assertThat(counts[0]).isCloseTo(500, within(2));
        assertThat(counts[1]).isCloseTo(100, within(2));
        int row = 0;
        for (int i = 0; i < 700; i++) {
            row = balancer.pick(states, SelectionContext.FIRST, random) == 0 ? row + 1 : 0;
            assertThat(row).as("never all five turns in a row without end").isLessThanOrEqualTo(6);
        }
    }

    @Test
    void loopsBeginAtDifferentEndpoints() {
        List<Integer> firsts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            firsts.add(balancer(BalancePolicy.of(Method.ROUND_ROBIN), weighted(1, 1, 1, 1)).pick(states,
                    SelectionContext.FIRST, random));
        }
        assertThat(firsts).contains(0, 1, 2, 3);
    }

    @Test
    void leastRequestOfEqualsTakesTheLessLoadedOfTwo() {
        Balancer balancer = balancer(BalancePolicy.DEFAULT, weighted(1, 1, 1));
        active.put("10.0.0.1:8080", 5);
        int[] counts = counts(balancer, 3, 3000);
        assertThat(counts[0]).as("both draws are others").isZero();
        assertThat(counts[1]).isCloseTo(1500, within(150));
    }

    @Test
    void leastRequestOfUnequalsGoesByWeightOverActivePlusOne() {
        Balancer idle = balancer(BalancePolicy.DEFAULT, weighted(300, 100));
        assertThat(counts(idle, 2, 4000)[0]).isCloseTo(3000, within(5));
        // 300 / (5 + 1) = 50 against 100 / (0 + 1) = 100.
        active.put("10.0.0.1:8080", 5);
        Balancer busy = balancer(BalancePolicy.DEFAULT, weighted(300, 100));
        assertThat(counts(busy, 2, 3000)[0]).isCloseTo(1000, within(5));
    }

    @Test
    void randomGoesByWeight() {
        Balancer balancer = balancer(BalancePolicy.of(Method.RANDOM), weighted(1, 3));
        assertThat(counts(balancer, 2, 4000)[1]).isCloseTo(3000, within(150));
    }

    @Test
    void theEwmaPeaksAtOnceAndDecaysOverTenSeconds() {
        PeakEwma cost = new PeakEwma(0);
        cost.observe(10 * MILLI, 0);
        assertThat(cost.load(0, 0)).isEqualTo(10.0 * MILLI);
        cost.observe(100 * MILLI, 1);
        assertThat(cost.load(0, 1)).as("a peak counts at once").isEqualTo(100.0 * MILLI);
        assertThat(cost.load(3, 1)).as("times pending plus one").isEqualTo(400.0 * MILLI);
        assertThat(cost.load(0, 1 + 10_000 * MILLI)).as("e to the -1 after ten seconds")
                .isCloseTo(100.0 * MILLI / Math.E, within(1.0));
        cost.observe(0, 1 + 10_000 * MILLI);
        PeakEwma mixed = new PeakEwma(0);
        mixed.observe(100 * MILLI, 0);
        mixed.observe(50 * MILLI, 10_000 * MILLI);
        assertThat(mixed.load(0, 10_000 * MILLI))
                .isCloseTo((50 * (1 - 1 / Math.E) + 100 / Math.E) * MILLI, within(1.0));
        assertThat(new PeakEwma(0).load(0, 0)).as("unknown and idle is free").isZero();
        assertThat(new PeakEwma(0).load(2, 0)).as("unknown and busy is the last").isEqualTo(PeakEwma.PENALTY + 2);
    }

    @Test
    void peakEwmaAvoidsTheSlowOne() {
        Endpoint[] two = weighted(1, 1);
        Balancer balancer = balancer(BalancePolicy.of(Method.PEAK_EWMA), two);
        latencies.observe(two[0], 100 * MILLI);
        latencies.observe(two[1], 2 * MILLI);
        assertThat(counts(balancer, 2, 1000)).containsExactly(0, 1000);
        active.put(two[1].address(), 100);
        assertThat(counts(balancer, 2, 10)).as("until the fast one has fifty times as much").containsExactly(10, 0);
    }

    @Test
    void slowStartFollowsTheFormula() {
        BalancePolicy.SlowStart even = new BalancePolicy.SlowStart(Duration.ofSeconds(10), 1, 10);
        assertThat(WarmUp.factor(even, 0)).isEqualTo(0.1);
        assertThat(WarmUp.factor(even, 2_500 * MILLI)).isEqualTo(0.25);
        assertThat(WarmUp.factor(even, 10_000 * MILLI)).isEqualTo(1);
        BalancePolicy.SlowStart eager = new BalancePolicy.SlowStart(Duration.ofSeconds(10), 2, 10);
        assertThat(WarmUp.factor(eager, 2_500 * MILLI)).isEqualTo(0.5);
        BalancePolicy.SlowStart lazy = new BalancePolicy.SlowStart(Duration.ofSeconds(10), 0.5, 0);
        assertThat(WarmUp.factor(lazy, 5_000 * MILLI)).isEqualTo(0.25);
        assertThat(WarmUp.factor(lazy, 0)).as("one millisecond at least").isCloseTo(1e-8, within(1e-12));
    }
}
