package io.spillway.control.state;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PersistentMapTest {

    /** Few distinct hashes, so that every collision path is taken. */
    private record Clash(int value) {

        @Override
        public int hashCode() {
            return value % 7;
        }
    }

    @Test
    void doesWhatAHashMapDoesAndLeavesOlderVersionsAlone() {
        Random random = new Random(7);
        Map<Clash, Integer> model = new HashMap<>();
        PersistentMap<Clash, Integer> map = PersistentMap.empty();
        for (int i = 0; i < 5_000; i++) {
            Clash key = new Clash(random.nextInt(300));
            PersistentMap<Clash, Integer> before = map;
            Map<Clash, Integer> beforeModel = i % 500 == 0 ? new HashMap<>(model) : null;
            if (random.nextInt(3) == 0) {
                map = map.without(key);
                model.remove(key);
            } else {
                map = map.with(key, i);
                model.put(key, i);
            }
            if (beforeModel != null) {
                assertThat(before.toMap()).isEqualTo(beforeModel);
            }
            assertThat(map.get(key)).isEqualTo(model.get(key));
            assertThat(map.size()).isEqualTo(model.size());
        }
        assertThat(map.toMap()).isEqualTo(model);
    }

    @Test
    void growsFromOneLeafIntoATrieAndShrinksAgain() {
        PersistentMap<String, Integer> map = PersistentMap.empty();
        Map<String, Integer> model = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            map = map.with("w" + i, i);
            model.put("w" + i, i);
            assertThat(map.toMap()).isEqualTo(model);
            assertThat(map.get("w" + i)).isEqualTo(i);
            assertThat(map.get("w" + (i + 1))).isNull();
        }
        for (int i = 0; i < 200; i++) {
            map = map.without("w" + i);
            model.remove("w" + i);
            assertThat(map.toMap()).isEqualTo(model);
            assertThat(map.isEmpty()).isEqualTo(i == 199);
        }
    }
}
