package io.spillway.control.ads;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The table of names against a map of the JDK, in histories that collide, grow and shrink. */
class NameTableTest {

    private record Thing(String name, int version) {}

    @Test
    void itHoldsWhatAMapHolds() {
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            NameTable<Thing> table = new NameTable<>(Thing::name);
            Map<String, Thing> model = new HashMap<>();
            int names = random.nextInt(1, 200);
            for (int step = 0; step < 600; step++) {
                String name = name(random.nextInt(names));
                if (random.nextInt(5) < 3) {
                    Thing thing = new Thing(name, step);
                    assertThat(table.put(thing)).as("seed %d, step %d", seed, step).isEqualTo(model.put(name, thing));
                } else {
                    assertThat(table.remove(name)).as("seed %d, step %d", seed, step).isEqualTo(model.remove(name));
                }
                String other = name(random.nextInt(names));
                assertThat(table.get(other)).as("seed %d, step %d", seed, step).isEqualTo(model.get(other));
                assertThat(table.size()).isEqualTo(model.size());
            }
            assertThat(table.names()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(model.keySet());
        }
    }

    @Test
    void nothingIsLeftAfterClear() {
        NameTable<Thing> table = new NameTable<>(Thing::name);
        table.put(new Thing("orders", 1));
        table.clear();
        assertThat(table.contains("orders")).isFalse();
        assertThat(table.names()).isEmpty();
    }

    /** Every other name has the hash code of the one before it. */
    private static String name(int number) {
        return (number % 2 == 0 ? "Aa" : "BB") + number / 2;
    }
}
