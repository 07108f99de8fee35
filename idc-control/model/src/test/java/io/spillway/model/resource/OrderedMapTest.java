package io.spillway.model.resource;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A map of labels is small, in order, and else like any other map. */
class OrderedMapTest {

    @Test
    void keepsTheOrderAndEqualsAnyMapWithTheSameEntries() {
        for (int size = 0; size <= OrderedMap.MOST + 2; size++) {
            Map<String, String> source = new LinkedHashMap<>();
            for (int i = size; i > 0; i--) {
                source.put("key-" + i, "value-" + i);
            }
            Map<String, String> map = Ordered.map(source);
            assertThat(List.copyOf(map.entrySet())).isEqualTo(List.copyOf(source.entrySet()));
            assertThat(map).isEqualTo(new HashMap<>(source)).hasSameHashCodeAs(source).hasSize(size);
            source.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
            assertThat(map.get("absent")).isNull();
            assertThat(map.containsKey("absent")).isFalse();
        }
    }

    @Test
    void changesNeitherWithItsSourceNorByItself() {
        Map<String, String> source = new HashMap<>(Map.of("app", "orders"));
        Map<String, String> map = Ordered.map(source);
        source.put("app", "other");
        assertThat(map).isEqualTo(Map.of("app", "orders"));
        assertThatThrownBy(() -> map.put("zone", "b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThat(Ordered.map(map)).isSameAs(map);
    }
}
