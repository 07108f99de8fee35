package io.spillway.gateway.balance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import io.spillway.gateway.snapshot.BalancePolicy;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.XdsCluster;
import org.junit.jupiter.api.Test;

import static io.spillway.gateway.balance.Clusters.cluster;
import static io.spillway.gateway.balance.Clusters.level;
import static io.spillway.gateway.balance.Clusters.workloads;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Apertures and slow start, as requests see them. */
class NarrowingTest {
    private final RandomGenerator random = new SplittableRandom(5);
    private final Set<String> ejected = new HashSet<>();
    private long now;
    private long epoch;
    private final LoadBalancer balancer = new LoadBalancers(() -> now, Runnable::run, "gw-a-3").forLoop();
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

    private Map<String, Integer> counts(XdsCluster cluster, SelectionContext context, int times) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < times; i++) {
            counts.merge(switch (balancer.select(cluster, states, context, random)) {
                case Selection.Selected selected -> selected.endpoint().host();
                case Selection.NoEndpoint(String reason) -> reason;
            }, 1, Integer::sum);
        }
        return counts;
    }

    @Test
    void gatewaysLieAtVanDerCorputNumbersOfTheirOrdinals() {
        assertThat(Aperture.vanDerCorput(0)).isZero();
        assertThat(Aperture.vanDerCorput(1)).isEqualTo(0.5);
        assertThat(Aperture.vanDerCorput(2)).isEqualTo(0.25);
        assertThat(Aperture.vanDerCorput(3)).isEqualTo(0.75);
        assertThat(Aperture.vanDerCorput(4)).isEqualTo(0.125);
        assertThat(Aperture.position("gw-a-3")).isEqualTo(0.75);
        assertThat(Aperture.position("blue")).isBetween(0.0, 1.0);
    }

    @Test
    void aGatewayUsesSomeOfManyAndTogetherTheyUseAll() {
        Endpoint[] many = new Endpoint[200];
        for (int i = 0; i < many.length; i++) {
            many[i] = Endpoint.workload("10.1." + i / 100 + "." + i % 100, 80, "idc-a");
        }
        PriorityLevel level = level(0, "idc-a", many);
        Map<Endpoint, Integer> gateways = new HashMap<>();
        for (int ordinal = 0; ordinal < 40; ordinal++) {
            PriorityLevel mine = Aperture.narrow(level, Aperture.position("gw-" + ordinal), 20);
            List<Endpoint> used = mine.localities().getFirst().endpoints();
            assertThat(used).hasSize(20);
            used.forEach(one -> gateways.merge(one, 1, Integer::sum));
        }
        assertThat(gateways).as("40 * 20 over 200").hasSize(200);
        assertThat(gateways.values()).allSatisfy(count -> assertThat(count).isBetween(1, 8));
        List<Endpoint> fewer = new ArrayList<>(List.of(many));
        Endpoint gone = Aperture.narrow(level, 0.5, 20).localities().getFirst().endpoints().getFirst();
        fewer.remove(gone);
        List<Endpoint> before = Aperture.narrow(level, 0.5, 20).localities().getFirst().endpoints();
        List<Endpoint> after = Aperture.narrow(level(0, "idc-a", fewer.toArray(Endpoint[]::new)), 0.5, 20).localities()
                .getFirst().endpoints();
        List<Endpoint> kept = new ArrayList<>(before);
        kept.retainAll(after);
        assertThat(kept).as("only one has changed").hasSize(19);
        assertThat(Aperture.narrow(level, 0.5, 200)).isSameAs(level);
    }

    @Test
    void theApertureHoldsForRequests() {
        XdsCluster cluster = cluster("orders/default", level(0, "idc-a", workloads("idc-a", 50, Health.HEALTHY)))
                .withBalance(BalancePolicy.DEFAULT.withEndpointLimit(4));
        assertThat(counts(cluster, SelectionContext.FIRST, 500)).hasSize(4);
    }

    @Test
    void anEndpointThatReturnsIsWarmedUpAndOneThatWasAlwaysThereIsNot() {
        Endpoint[] two = workloads("idc-a", 2, Health.HEALTHY);
        XdsCluster cluster = cluster("orders/default", level(0, "idc-a", two)).withBalance(BalancePolicy
                .of(BalancePolicy.Method.RANDOM)
                .withSlowStart(new BalancePolicy.SlowStart(Duration.ofSeconds(10), 1, 10)));
        assertThat(counts(cluster, SelectionContext.FIRST, 2000).get("10.0.0.1")).isCloseTo(1000, within(100));
        ejected.add("10.0.0.1:8080");
        epoch++;
        assertThat(counts(cluster, SelectionContext.FIRST, 100)).containsOnlyKeys("10.0.0.2");
        ejected.clear();
        epoch++;
        // A tenth against a whole: 1 in 11; after 5 s a half against a whole: 1 in 3.
        assertThat(counts(cluster, SelectionContext.FIRST, 4400).get("10.0.0.1")).isCloseTo(400, within(70));
        now += 5_000_000_000L;
        epoch++;
        assertThat(counts(cluster, SelectionContext.FIRST, 3000).get("10.0.0.1")).isCloseTo(1000, within(120));
        now += 5_000_000_000L;
        assertThat(counts(cluster, SelectionContext.FIRST, 2000).get("10.0.0.1")).isCloseTo(1000, within(100));
    }
}
