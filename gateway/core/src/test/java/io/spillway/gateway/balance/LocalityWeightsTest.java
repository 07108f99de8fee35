package io.spillway.gateway.balance;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import io.spillway.gateway.balance.Selection.Selected;
import io.spillway.gateway.snapshot.BalancePolicy;
import io.spillway.gateway.snapshot.BalancePolicy.Method;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.Locality;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.XdsCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.spillway.gateway.balance.Clusters.cluster;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What the weights of localities do (Envoy, {@code locality_weight.rst}; {@code HostSetImpl::rebuildLocalityScheduler},
 * {@code ZoneAwareLoadBalancerBase::hostSourceToUse}, {@code normalizeLocalityWeights}), and what happens without them.
 */
@Tag("slow")
class LocalityWeightsTest {
    private static final int DRAWS = 20_000;

    private final RandomGenerator random = new SplittableRandom(5);
    private final LoadBalancer balancer = new LoadBalancer();

    private static Endpoint[] hosts(String net, int count) {
        Endpoint[] hosts = new Endpoint[count];
        for (int i = 0; i < count; i++) {
            hosts[i] = Endpoint.workload(net + "." + (i + 1), 80, "idc-a");
        }
        return hosts;
    }

    private static LocalityEndpoints locality(String name, int weight, Endpoint... endpoints) {
        return new LocalityEndpoints(new Locality("", "idc-a", name), weight, List.of(endpoints));
    }

    private static XdsCluster of(Method method, LocalityEndpoints... localities) {
        return cluster("orders/default", new PriorityLevel(0, List.of(localities)))
                .withBalance(BalancePolicy.of(method));
    }

    private static Endpoint[] with(Endpoint[] hosts, Health health, int... which) {
        Endpoint[] changed = hosts.clone();
        for (int i : which) {
            changed[i] = hosts[i].withHealth(health);
        }
        return changed;
    }

    /** Returns what each locality got, in percent. */
    private Map<String, Double> shares(XdsCluster cluster) {
        Map<String, Double> shares = new HashMap<>();
        for (int i = 0; i < DRAWS; i++) {
            SelectionContext context = new SelectionContext(List.of(), 0, SelectionKey.ofHash(random.nextLong()));
            if (balancer.select(cluster, EndpointStates.UNTOUCHED, context, random) instanceof Selected selected) {
                shares.merge(selected.locality().cluster(), 100.0 / DRAWS, Double::sum);
            }
        }
        return shares;
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void withoutWeightsItMakesNoDifferenceWhereAnEndpointIs(Method method) {
        Endpoint[] four = hosts("10.0.0", 4);
        Endpoint[] one = hosts("10.0.1", 1);
        assertThat(shares(of(method, locality("four", 0, four), locality("one", 0, one))).get("one"))
                .isCloseTo(20, within(3.0));
        assertThat(shares(of(method, locality("four", 0, with(four, Health.UNHEALTHY, 0, 1)),
                locality("one", 0, one))).get("one")).isCloseTo(100 / 3.0, within(4.0));
    }

    @Test
    void withoutWeightsTheLessLoadedOfTwoIsFoundInAnyLocality() {
        Endpoint[] busy = hosts("10.0.0", 1);
        Endpoint[] idle = hosts("10.0.1", 1);
        EndpointStates states = new EndpointStates() {
            @Override
            public int activeRequests(Endpoint endpoint) {
                return endpoint.equals(busy[0]) ? 9 : 0;
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
        XdsCluster cluster = of(Method.LEAST_REQUEST, locality("busy", 0, busy), locality("idle", 0, idle));
        Set<Endpoint> chosen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            if (balancer.select(cluster, states, SelectionContext.FIRST, random) instanceof Selected selected) {
                chosen.add(selected.endpoint());
            }
        }
        assertThat(chosen).containsExactly(idle[0]);
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void aWeightIsTheShareOfALocalityHoweverManyEndpointsItHas(Method method) {
        assertThat(shares(of(method, locality("four", 1, hosts("10.0.0", 4)), locality("one", 3, hosts("10.0.1", 1))))
                .get("one")).isCloseTo(75, within(3.0));
    }

    @Test
    void aLocalityKeepsItsWeightUntilSevenTenthsOfItAreLeft() {
        Endpoint[] ten = hosts("10.0.0", 10);
        LocalityEndpoints other = locality("other", 50, hosts("10.0.1", 10));
        // Envoy's overprovisioning of 1.4: availability 1.4 * 8/10 and 1.4 * 5/10.
        assertThat(shares(of(Method.RANDOM, locality("hurt", 50, with(ten, Health.UNHEALTHY, 0, 1)), other))
                .get("hurt")).isCloseTo(50, within(1.5));
        assertThat(shares(of(Method.RANDOM, locality("hurt", 50, with(ten, Health.UNHEALTHY, 0, 1, 2, 3, 4)), other))
                .get("hurt")).isCloseTo(100 * 35 / 85.0, within(1.5));
    }

    @Test
    void inPanicWeightsDoNotCount() {
        Endpoint[] four = with(hosts("10.0.0", 4), Health.UNHEALTHY, 0, 1, 2);
        Endpoint[] one = with(hosts("10.0.1", 1), Health.UNHEALTHY, 0);
        assertThat(shares(of(Method.RANDOM, locality("four", 1, four), locality("one", 3, one))).get("one"))
                .isCloseTo(20, within(1.5));
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void aLocalityWithoutWeightBesideOthersServesOnlyWhenTheyAreGone(Method method) {
        Endpoint[] weighted = hosts("10.0.0", 2);
        LocalityEndpoints none = locality("none", 0, hosts("10.0.1", 4));
        assertThat(shares(of(method, locality("some", 7, weighted), none))).containsOnlyKeys("some");
        assertThat(shares(of(method, locality("some", 7, with(weighted, Health.UNHEALTHY, 0, 1)), none)))
                .as("it counts as healthy, so there is no panic").containsOnlyKeys("none");
    }
}
