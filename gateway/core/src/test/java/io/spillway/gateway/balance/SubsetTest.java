package io.spillway.gateway.balance;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

import io.spillway.gateway.route.Subset;
import io.spillway.gateway.snapshot.BalancePolicy;
import io.spillway.gateway.snapshot.BalancePolicy.Fallback;
import io.spillway.gateway.snapshot.BalancePolicy.Subsets;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.Locality;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.UpstreamProtocol;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static io.spillway.gateway.balance.Clusters.cluster;
import static io.spillway.gateway.balance.Clusters.level;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A release reaches only those who were meant to see it: subsets, by the examples of Envoy's documentation
 * ({@code subsets.rst}, {@code subset_load_balancer.md}), and what another IDC adds to them.
 */
class SubsetTest {
    private static final Fallback DEFAULT = Fallback.DEFAULT;

    private final LoadBalancer balancer = new LoadBalancer();
    private final SplittableRandom random = new SplittableRandom(5);

    private static Endpoint host(String name, String labels) {
        Map<String, String> read = new TreeMap<>();
        for (String pair : labels.split(" ", -1)) {
            read.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return Endpoint.workload(name, 80, "idc-a").withLabels(read);
    }

    private static @Nullable Subset asks(String... pairs) {
        Map<String, String> labels = new TreeMap<>();
        for (String pair : pairs) {
            labels.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return Subset.of(labels);
    }

    private static XdsCluster with(Subsets subsets, PriorityLevel... levels) {
        return cluster("orders/default", levels).withBalance(BalancePolicy.DEFAULT.withSubsets(subsets));
    }

    /** Returns who is chosen in sixty draws. */
    private Set<String> served(XdsCluster whole, @Nullable Subset asked) {
        XdsCluster part = whole.part(asked);
        Set<String> served = new TreeSet<>();
        for (int i = 0; part != null && i < 60; i++) {
            switch (balancer.select(part, EndpointStates.UNTOUCHED, SelectionContext.FIRST, random)) {
                case Selection.Selected selected -> served.add(selected.endpoint().host());
                case Selection.NoEndpoint(String reason) -> served.add(reason);
            }
        }
        return served;
    }

    @Test
    void theTableOfEnvoysArchitectureOverviewHolds() {
        XdsCluster four = with(new Subsets(List.of(Set.of("v", "stage"), Set.of("stage")), DEFAULT,
                Map.of("stage", "prod"), Map.of(Set.of("stage"), Fallback.NONE)),
                level(0, "idc-a", host("host1", "v=1.0 stage=prod"), host("host2", "v=1.0 stage=prod"),
                        host("host3", "v=1.1 stage=canary"), host("host4", "v=1.2-pre stage=dev")));
        assertThat(served(four, asks("stage=canary"))).containsExactly("host3");
        assertThat(served(four, asks("v=1.2-pre", "stage=dev"))).containsExactly("host4");
        assertThat(served(four, asks("v=1.0"))).as("no selector for v alone").containsExactly("host1", "host2");
        assertThat(served(four, asks("other=x"))).as("no selector for other").containsExactly("host1", "host2");
        assertThat(served(four, null)).as("nothing asked for").containsExactly("host1", "host2");
        assertThat(four.part(asks("stage=test"))).as("its selector has no fallback").isNull();
    }

    private static final List<Endpoint> SEVEN = List.of(host("e1", "stage=prod version=1.0 type=std xlarge=true"),
            host("e2", "stage=prod version=1.0 type=std"), host("e3", "stage=prod version=1.1 type=std xlarge=true"),
            host("e4", "stage=prod version=1.1 type=std"), host("e5", "stage=prod version=1.0 type=bigmem"),
            host("e6", "stage=prod version=1.1 type=bigmem"), host("e7", "stage=dev version=1.2-pre type=std"));
    private static final Subsets SELECTORS = new Subsets(List.of(Set.of("stage", "type"), Set.of("stage", "version"),
            Set.of("version"), Set.of("xlarge", "version")), DEFAULT,
            Map.of("stage", "prod", "version", "1.0", "type", "std"));

    @Test
    void theSubsetsOfEnvoysLoadBalancerDocumentExist() {
        XdsCluster c1 = with(SELECTORS, level(0, "idc-a", SEVEN.toArray(Endpoint[]::new)));
        Map<String, Set<String>> subsets = new TreeMap<>();
        requireNonNull(c1.subsets()).parts().forEach((text, part) -> {
            Set<String> members = new TreeSet<>();
            part.priorities().getFirst().localities().getFirst().endpoints().forEach(one -> members.add(one.host()));
            subsets.put(text, members);
        });
        assertThat(subsets).containsOnly(Map.entry("stage=prod,type=std", Set.of("e1", "e2", "e3", "e4")),
                Map.entry("stage=prod,type=bigmem", Set.of("e5", "e6")),
                Map.entry("stage=dev,type=std", Set.of("e7")),
                Map.entry("stage=prod,version=1.0", Set.of("e1", "e2", "e5")),
                Map.entry("stage=prod,version=1.1", Set.of("e3", "e4", "e6")),
                Map.entry("stage=dev,version=1.2-pre", Set.of("e7")),
                Map.entry("version=1.0", Set.of("e1", "e2", "e5")), Map.entry("version=1.1", Set.of("e3", "e4", "e6")),
                Map.entry("version=1.2-pre", Set.of("e7")), Map.entry("version=1.0,xlarge=true", Set.of("e1")),
                Map.entry("version=1.1,xlarge=true", Set.of("e3")));
        assertThat(served(c1, null)).containsExactly("e1", "e2");
    }

    @Test
    void whenTheOnlyOneOfASubsetLeavesItsRequestsGoToTheDefault() {
        XdsCluster without = with(SELECTORS, level(0, "idc-a", SEVEN.subList(0, 6).toArray(Endpoint[]::new)));
        assertThat(served(without, asks("version=1.2-pre", "stage=dev"))).containsExactly("e1", "e2");
    }

    @Test
    void theThreeFallbacksAreThoseOfEnvoy() {
        PriorityLevel level = level(0, "idc-a", host("one", "v=1"), host("two", "v=2"));
        List<Set<String>> byVersion = List.of(Set.of("v"));
        for (Subset asked : new @Nullable Subset[]{null, asks("v=9"), asks("v=1", "x=1")}) {
            assertThat(with(new Subsets(byVersion, Fallback.NONE, Map.of()), level).part(asked)).isNull();
            assertThat(served(with(new Subsets(byVersion, Fallback.ANY, Map.of()), level), asked))
                    .containsExactly("one", "two");
            assertThat(served(with(new Subsets(byVersion, DEFAULT, Map.of("v", "2")), level), asked))
                    .containsExactly("two");
            assertThat(with(new Subsets(byVersion, DEFAULT, Map.of("v", "9")), level).part(asked))
                    .as("an empty default subset serves nobody").isNull();
            assertThat(served(with(new Subsets(byVersion, DEFAULT, Map.of()), level), asked))
                    .as("a default without labels is any endpoint").containsExactly("one", "two");
        }
    }

    @Test
    void aClusterWithoutSelectorsDoesNotLookAtLabels() {
        XdsCluster plain = cluster("orders/default", level(0, "idc-a", host("one", "v=1"), host("two", "v=2")));
        assertThat(plain.part(asks("v=1"))).isSameAs(plain);
        assertThat(plain.partNamed("v=1")).isSameAs(plain);
    }

    @Test
    void whoHasLostItsSubsetHereCrossesBeforeAnybodyElseGetsItsRequests() {
        Endpoint abroad = Endpoint.gateway("gw-b", 8443, "idc-b");
        Endpoint dead = host("dead", "v=2").withHealth(Health.UNHEALTHY);
        XdsCluster two = with(new Subsets(List.of(Set.of("v")), Fallback.ANY, Map.of()),
                level(0, "idc-a", host("one", "v=1"), dead), level(1, "idc-b", abroad));
        assertThat(served(two, asks("v=2"))).containsExactly("gw-b");
        assertThat(served(two, asks("v=1"))).containsExactly("one");
        XdsCluster strict = with(new Subsets(List.of(Set.of("v")), Fallback.NONE, Map.of()),
                level(0, "idc-a", host("one", "v=1")), level(1, "idc-b", abroad));
        assertThat(served(strict, asks("v=3"))).as("nobody here has it, the other IDC may").containsExactly("gw-b");
        assertThat(strict.part(null)).as("nothing is asked for, so nobody abroad is asked").isNull();
    }

    @Test
    void aPartIsTheClusterInEverythingButItsEndpoints() {
        LocalityEndpoints heavy = new LocalityEndpoints(new Locality("", "idc-a", "big"), 1000,
                List.of(host("one", "v=1"), host("two", "v=2")));
        LocalityEndpoints light = new LocalityEndpoints(new Locality("", "idc-a", "small"), 10,
                List.of(host("three", "v=2")));
        XdsCluster whole = new XdsCluster("orders/default", "orders", "default",
                List.of(new PriorityLevel(0, List.of(heavy, light))), cluster("x").policy(),
                BalancePolicy.DEFAULT.withSubsets(new Subsets(List.of(Set.of("v")), Fallback.NONE, Map.of())),
                UpstreamProtocol.HTTP2);
        XdsCluster part = requireNonNull(whole.part(asks("v=2")));
        assertThat(part.name()).isEqualTo("orders/default");
        assertThat(part.protocol()).isEqualTo(UpstreamProtocol.HTTP2);
        assertThat(part.key()).isNotEqualTo(whole.key());
        int small = 0;
        for (int i = 0; i < 1000; i++) {
            Selection selection = balancer.select(part, EndpointStates.UNTOUCHED, SelectionContext.FIRST, random);
            small += selection instanceof Selection.Selected chosen && chosen.endpoint().host().equals("three") ? 1 : 0;
        }
        assertThat(small).as("the weight of a locality is that of others too").isBetween(400, 600);
    }

    @Test
    void whatASubsetIsCalledIsTheSameEverywhereAndCanBeReadBack() {
        Subset odd = requireNonNull(asks("b=x,y=z", "a=%2F ü", "C/d.e=1"));
        assertThat(odd.text()).isEqualTo("C/d.e=1,a=%252F%20%C3%BC,b=x%2Cy%3Dz");
        assertThat(Subset.parse(odd.text())).isEqualTo(odd);
        assertThat(requireNonNull(Subset.parse(odd.text())).labels()).isEqualTo(odd.labels());
        for (String wrong : List.of("", "a", "=1", "a=1,", "b=1,a=1", "a=1,a=2", "a=%2", "a=%zz", "a=%2f")) {
            assertThat(Subset.parse(wrong)).as(wrong).isNull();
        }
    }

    @Test
    void whatIsPreparedForSubsetsThatAreGoneIsForgotten() {
        XdsCluster with = with(SELECTORS, level(0, "idc-a", SEVEN.toArray(Endpoint[]::new)));
        XdsCluster without = with(SELECTORS, level(0, "idc-a", SEVEN.subList(0, 6).toArray(Endpoint[]::new)));
        assertThat(with.keys()).hasSize(13).contains("orders/default");
        assertThat(without.keys()).hasSize(10);
    }
}
