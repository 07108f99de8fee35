package io.spillway.gateway.xds.world;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReferenceCountsTest {

    @Test
    void forgetsANameWithItsLastReferrer() {
        ReferenceCounts counts = new ReferenceCounts();
        counts.set("a", Set.of("x", "y"));
        counts.set("b", Set.of("x"));
        counts.set("a", Set.of("y"));
        assertThat(counts.names()).containsExactlyInAnyOrder("x", "y");
        counts.set("b", Set.of());
        assertThat(counts.names()).containsExactly("y");
        assertThat(counts.takeOrphans()).containsExactly("x");
        assertThat(counts.takeOrphans()).isEmpty();
    }

    @Test
    void aNameThatGotANewReferrerIsNoOrphan() {
        ReferenceCounts counts = new ReferenceCounts();
        counts.set("a", Set.of("x"));
        counts.set("a", Set.of());
        counts.set("b", Set.of("x"));
        assertThat(counts.takeOrphans()).isEmpty();
    }

    @Test
    void saysTheSameAsCountingFromScratch() {
        Random random = new Random(11);
        ReferenceCounts counts = new ReferenceCounts();
        Map<String, Set<String>> model = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            String referrer = "r" + random.nextInt(8);
            Set<String> names = new HashSet<>();
            for (int n = random.nextInt(4); n > 0; n--) {
                names.add("n" + random.nextInt(6));
            }
            model.put(referrer, names);
            counts.set(referrer, Set.copyOf(names));
            Set<String> expected = new HashSet<>();
            model.values().forEach(expected::addAll);
            assertThat(counts.names()).isEqualTo(expected);
        }
    }
}
