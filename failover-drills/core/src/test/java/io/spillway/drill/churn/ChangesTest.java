package io.spillway.drill.churn;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.drill.churn.Change.Put;
import io.spillway.drill.churn.Change.Remove;
import io.spillway.drill.churn.ChurnSpec.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChangesTest {

    private static ChurnSpec spec(long seed, Kind... kinds) {
        return new ChurnSpec(5, 3, 20, List.of(kinds), seed);
    }

    @Test
    void areTheSameForTheSameSeed() {
        Changes one = new Changes(spec(7, Kind.values()));
        Changes other = new Changes(spec(7, Kind.values()));
        Changes another = new Changes(spec(8, Kind.values()));
        boolean differs = false;
        for (int i = 0; i < 500; i++) {
            Change change = one.next();
            assertThat(other.next()).isEqualTo(change);
            differs |= !another.next().equals(change);
        }
        assertThat(differs).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void alwaysChangeSomethingAndNeverEmptyAService(long seed) {
        Changes changes = new Changes(spec(seed, Kind.values()));
        Map<String, Put> world = new HashMap<>();
        changes.population().forEach(put -> world.put(put.workload(), put));
        Set<String> removed = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            switch (changes.next()) {
                case Put put -> assertThat(world.put(put.workload(), put)).as("before change %d", i).isNotEqualTo(put);
                case Remove(String workload) -> {
                    assertThat(world.remove(workload)).as("before change %d", i).isNotNull();
                    removed.add(workload);
                }
            }
            Map<String, Integer> instances = new HashMap<>();
            world.values().forEach(put -> instances.merge(put.service(), 1, Integer::sum));
            assertThat(instances).hasSize(5).allSatisfy((service, count) -> assertThat(count).isBetween(2, 3));
            assertThat(changes.standing()).isEqualTo(world);
        }
        assertThat(removed).hasSize(15);
    }

    @Test
    void areOfTheKindsThatAreWanted() {
        Changes weights = new Changes(spec(1, Kind.WEIGHT));
        Changes addresses = new Changes(spec(1, Kind.ADDRESS));
        Changes membership = new Changes(spec(1, Kind.MEMBERSHIP));
        int removed = 0;
        for (int i = 0; i < 200; i++) {
            assertThat(((Put) weights.next()).port()).isBetween(20_000, 20_014);
            assertThat(((Put) addresses.next()).weight()).isEqualTo(100);
            removed += membership.next() instanceof Remove ? 1 : 0;
        }
        assertThat(removed).isBetween(100, 103);
    }

    @Test
    void areNotMadeOfNothing() {
        assertThatThrownBy(() -> new ChurnSpec(1, 1, 20, List.of(Kind.MEMBERSHIP), 1))
                .hasMessageContaining("at least 2, so that a service is never empty");
        assertThatThrownBy(() -> new ChurnSpec(0, 1, 20, List.of(Kind.WEIGHT), 1)).hasMessageContaining("0 services");
    }
}
