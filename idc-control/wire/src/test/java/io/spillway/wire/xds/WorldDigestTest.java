package io.spillway.wire.xds;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Two IDCs of different versions compare these numbers: what they are made of never changes, and what differs is seen. */
class WorldDigestTest {

    private static long both(long one, long other) {
        return one ^ other;
    }

    @Test
    void theNumberOfAResourceIsTheSameInEveryRelease() {
        assertThat(WorldDigest.text(WorldDigest.of("orders", "0123456789abcdef"))).isEqualTo("a9a0012b4af20e78");
        assertThat(WorldDigest.text(WorldDigest.of("", ""))).isEqualTo("fcf5c5c62dcf0627");
        assertThat(WorldDigest.text(0)).isEqualTo("0000000000000000");
    }

    @Test
    void anotherVersionAnotherNameAndTwoVersionsThatChangedPlacesAreOtherWorlds() {
        long orders = WorldDigest.of("orders", "1");
        assertThat(orders).isNotEqualTo(WorldDigest.of("orders", "2")).isNotEqualTo(WorldDigest.of("order", "s1"))
                .isNotEqualTo(WorldDigest.of("orders2", "1"));
        assertThat(both(WorldDigest.of("a", "1"), WorldDigest.of("b", "2")))
                .isNotEqualTo(both(WorldDigest.of("a", "2"), WorldDigest.of("b", "1")));
    }
}
