package io.spillway.gateway.balance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.spillway.gateway.balance.Clusters.workloads;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class HashBalancerTest {
    private final RandomGenerator random = new SplittableRandom(11);
    private final Map<String, Integer> active = new HashMap<>();
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

    private static Balancer balancer(BalancePolicy policy, HashTables tables, Endpoint... endpoints) {
        return Balancer.of(policy, endpoints, Clusters.shares(endpoints),
                new Balancer.Prepared(tables, new Latencies(() -> 0)));
    }

    private static Balancer balancer(BalancePolicy policy, Endpoint... endpoints) {
        return balancer(policy, new HashTables(Runnable::run), endpoints);
    }

    private String owner(Balancer balancer, Endpoint[] endpoints, String key) {
        SelectionContext context = new SelectionContext(List.of(), 0, SelectionKey.ofHash(XxHash.of(key)));
        return endpoints[balancer.pick(states, context, random)].address();
    }

    @Test
    void theHashIsXxh64() {
        assertThat(XxHash.of("")).isEqualTo(0xef46db3751d8e999L);
        assertThat(XxHash.of("a")).isEqualTo(0xd24ec4f1a98c6e5bL);
        assertThat(XxHash.of("abc")).isEqualTo(0x44bc2cf5ad770999L);
        assertThat(XxHash.of("Nobody inspects the spammish repetition")).isEqualTo(0xfbcea83c8a378bf1L);
        assertThat(XxHash.of("a".getBytes(StandardCharsets.UTF_8), 1)).isNotEqualTo(XxHash.of("a"));
    }

    @ParameterizedTest
    @EnumSource(value = Method.class, names = {"RING_HASH", "MAGLEV"})
    void theSameKeyGoesToTheSameEndpointAndFewMoveWhenOneGoes(Method method) {
        Endpoint[] ten = workloads("idc-a", 10, Health.HEALTHY);
        Endpoint[] nine = Arrays.copyOf(ten, 9);
        Balancer before = balancer(BalancePolicy.of(method), ten);
        Balancer after = balancer(BalancePolicy.of(method), nine);
        int moved = 0;
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < 5000; i++) {
            String was = owner(before, ten, "user-" + i);
            assertThat(owner(before, ten, "user-" + i)).isEqualTo(was);
            counts.merge(was, 1, Integer::sum);
            boolean gone = was.equals("10.0.0.10:8080");
            moved += !gone && !owner(after, nine, "user-" + i).equals(was) ? 1 : 0;
        }
        assertThat(counts).hasSize(10);
        int most = method == Method.MAGLEV ? 60 : 250;
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isCloseTo(500, within(most)));
        assertThat(moved).as("keys of the nine that moved").isLessThan(600);
    }

    @ParameterizedTest
    @EnumSource(value = Method.class, names = {"RING_HASH", "MAGLEV"})
    void weightsCount(Method method) {
        Endpoint[] two = workloads("idc-a", 2, Health.HEALTHY);
        two[1] = two[1].withWeight(3);
        Balancer balancer = balancer(BalancePolicy.of(method), two);
        int heavy = 0;
        for (int i = 0; i < 4000; i++) {
            heavy += owner(balancer, two, "k" + i).equals(two[1].address()) ? 1 : 0;
        }
        assertThat(heavy).isCloseTo(3000, within(method == Method.MAGLEV ? 100 : 250));
    }

    @Test
    void theRingHasAtLeastItsMinimumOfPointsAndNoMoreThanItsMaximum() {
        String[] keys = {"a", "b", "c"};
        double[] thirds = {1 / 3.0, 1 / 3.0, 1 / 3.0};
        // ceil(1024 / 3) = 342 for each.
        assertThat(((HashTable.Ring) HashTable.ring(keys, thirds, 1024, 8_000_000)).size()).isEqualTo(1026);
        assertThat(((HashTable.Ring) HashTable.ring(keys, thirds, 1024, 100)).size()).isEqualTo(100);
    }

    @Test
    void aMaglevTableIsSharedEvenly() {
        String[] keys = new String[7];
        double[] weights = new double[7];
        for (int i = 0; i < 7; i++) {
            keys[i] = "10.0.0." + i;
            weights[i] = 1 / 7.0;
        }
        HashTable table = HashTable.maglev(keys, weights, 65537);
        int[] counts = new int[7];
        for (int i = 0; i < 65537; i++) {
            counts[table.at(i)]++;
        }
        // 65537 / 7 = 9362.4: the turns differ by one.
        assertThat(counts).containsOnly(9362, 9363);
    }

    @Test
    void whileTheTableIsBuiltElsewhereTheChoiceIsTheSameOnEveryLoop() {
        List<Runnable> work = new ArrayList<>();
        HashTables tables = new HashTables(work::add);
        Endpoint[] many = workloads("idc-a", 50, Health.HEALTHY);
        Balancer one = balancer(BalancePolicy.of(Method.MAGLEV), tables, many);
        Balancer other = balancer(BalancePolicy.of(Method.MAGLEV), tables, many);
        assertThat(work).as("built once for all loops").hasSize(1);
        for (int i = 0; i < 100; i++) {
            assertThat(owner(one, many, "k" + i)).isEqualTo(owner(other, many, "k" + i));
        }
        work.getFirst().run();
        Balancer direct = balancer(BalancePolicy.of(Method.MAGLEV), many);
        for (int i = 0; i < 100; i++) {
            assertThat(owner(one, many, "k" + i)).isEqualTo(owner(direct, many, "k" + i));
        }
    }

    @Test
    void nobodyGetsMoreThanItsBoundAndTheOverflowIsSpreadTheSameWayForTheSameKey() {
        BalancePolicy bounded = BalancePolicy.of(Method.MAGLEV)
                .withHashing(new BalancePolicy.Hashing(1024, 8192, 65537, 150));
        Endpoint[] ten = workloads("idc-a", 10, Health.HEALTHY);
        Balancer balancer = balancer(bounded, ten);
        String home = owner(balancer, ten, "hot");
        active.put(home, 3);
        // (3 + 1) * 1.5 = 6 slots, 0.6 of them rounded up is 1 each: 3 active are too many.
        String away = owner(balancer, ten, "hot");
        assertThat(away).isNotEqualTo(home).isEqualTo(owner(balancer, ten, "hot"));
        for (Endpoint endpoint : ten) {
            active.put(endpoint.address(), 3);
        }
        assertThat(owner(balancer, ten, "hot")).as("31 * 1.5 / 10 = 5 slots each").isEqualTo(home);
        active.clear();
        int most = 0;
        for (int i = 0; i < 200; i++) {
            String owner = owner(balancer, ten, "hot");
            most = Math.max(most, active.merge(owner, 1, Integer::sum));
        }
        assertThat(most).isLessThanOrEqualTo(31);
    }

    @Test
    void aRetryGoesToAnother() {
        Endpoint[] three = workloads("idc-a", 3, Health.HEALTHY);
        Balancer balancer = balancer(BalancePolicy.of(Method.RING_HASH), three);
        for (int i = 0; i < 50; i++) {
            SelectionKey key = SelectionKey.ofHash(XxHash.of("k" + i));
            List<Endpoint> tried = new ArrayList<>();
            for (int attempt = 0; attempt < 3; attempt++) {
                Endpoint next = three[balancer.pick(states, new SelectionContext(tried, 0, key), random)];
                assertThat(tried).doesNotContain(next);
                tried.add(next);
            }
        }
    }
}
