package io.spillway.control.nodes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Rendezvous hashing shares evenly, moves little, and every node says the same. */
class LiveNodesTest {

    private static final int KEYS = 20_000;
    private static final long PINNED_EMPTY = 0xE220_A839_7B1D_CDAFL;
    private static final long PINNED_CONTROL_1 = 0x66E2_381A_415D_1A98L;
    private static final long PINNED_KEY = 0x87B5_65A3_81F4_0D52L;

    private static List<String> keys(Random random) {
        String prefix = "key-" + random.nextInt(1000) + "-";
        return IntStream.range(0, KEYS).mapToObj(i -> prefix + i).toList();
    }

    private static List<String> nodes(int count, Random random) {
        int first = random.nextInt(1000);
        return IntStream.range(0, count).mapToObj(i -> "control-" + (first + i)).toList();
    }

    private static Map<String, String> owners(List<String> nodes, List<String> keys) {
        LiveNodes live = LiveNodes.of(nodes.getFirst(), nodes, 1);
        Map<String, String> owners = new HashMap<>();
        keys.forEach(key -> owners.put(key, live.ownerOf(key)));
        return owners;
    }

    @Test
    void everyNodeHasAnEqualShare() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<String> nodes = nodes(2 + random.nextInt(6), random);
            Map<String, Integer> shares = new HashMap<>();
            owners(nodes, keys(random)).values().forEach(owner -> shares.merge(owner, 1, Integer::sum));
            double fair = (double) KEYS / nodes.size();
            // Six standard deviations of a fair choice.
            double allowed = 6 * Math.sqrt(KEYS * (1.0 / nodes.size()) * (1 - 1.0 / nodes.size()));
            assertThat(shares).as("seed %d", seed).hasSize(nodes.size()).allSatisfy(
                    (node, share) -> assertThat((double) share).isBetween(fair - allowed, fair + allowed));
        }
    }

    @Test
    void onlyTheKeysOfANodeThatLeavesMoveAndEvenly() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<String> nodes = nodes(3 + random.nextInt(5), random);
            List<String> keys = keys(random);
            String leaving = nodes.get(random.nextInt(nodes.size()));
            List<String> staying = new ArrayList<>(nodes);
            staying.remove(leaving);
            Map<String, String> before = owners(nodes, keys);
            Map<String, String> after = owners(staying, keys);
            Map<String, Integer> heirs = new HashMap<>();
            int orphans = 0;
            for (String key : keys) {
                if (leaving.equals(before.get(key))) {
                    orphans++;
                    heirs.merge(String.valueOf(after.get(key)), 1, Integer::sum);
                } else {
                    assertThat(after.get(key)).as("seed %d, %s", seed, key).isEqualTo(before.get(key));
                }
            }
            double fair = (double) orphans / staying.size();
            assertThat(heirs).as("seed %d", seed).hasSize(staying.size())
                    .allSatisfy((node, share) -> assertThat((double) share).isBetween(fair * 0.7, fair * 1.3));
            assertThat(owners(nodes, keys)).as("it comes back to what it had").isEqualTo(before);
        }
    }

    @Test
    void exactlyOneOfThemOwnsAKeyWhateverTheOrderOfNames() {
        Random random = new Random(7);
        List<String> nodes = nodes(5, random);
        List<LiveNodes> views = nodes.stream()
                .map(self -> LiveNodes.of(self, nodes.reversed(), random.nextInt(100))).toList();
        for (String key : keys(random).subList(0, 2000)) {
            assertThat(views.stream().filter(view -> view.owns(key)).count()).isEqualTo(1);
        }
    }

    @Test
    void oneNodeOwnsEverythingAndOneThatIsNotOfThemNothing() {
        assertThat(LiveNodes.of("a", List.of("a"), 1).owns("x")).isTrue();
        assertThat(LiveNodes.of("a", List.of("b"), 1).owns("x")).isFalse();
        assertThat(LiveNodes.none("a").owns("x")).isFalse();
        assertThat(LiveNodes.none("a").ownerOf("x")).isNull();
    }

    @Test
    void sayingWhoOwnsIsPartOfTheProtocolBetweenVersionsOfNodes() {
        assertThat(Rendezvous.hash("")).isEqualTo(PINNED_EMPTY);
        assertThat(Rendezvous.hash("control-1")).isEqualTo(PINNED_CONTROL_1);
        assertThat(Rendezvous.hash("/spillway/v1/resources/workloads/orders-1")).isEqualTo(PINNED_KEY);
    }
}
