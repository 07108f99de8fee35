package io.spillway.control.imports.lead;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.spillway.registry.Compare;
import io.spillway.registry.KeyValue;
import io.spillway.registry.RegistryKeys;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MoveTest {

    private static final Claimant FIRST = new Claimant("sync-1", "x", Duration.ofSeconds(2));
    private static final Claimant SECOND = new Claimant("sync-2", "y", Duration.ofSeconds(2));

    private static Standing standing(Claimant who, long lease) {
        return new Standing(who.node(), who.instance(), "control-1", Instant.EPOCH, lease, 40);
    }

    @Test
    void whoCameFirstLeadsWhenNobodyDoes() {
        assertThat(Move.of(null, 0, null, List.of(FIRST, SECOND))).isEqualTo(new Move.Claim(FIRST, 0));
        assertThat(Move.of(null, 0, null, List.of())).isInstanceOf(Move.Follow.class);
    }

    @Test
    void whoLeadsElsewhereOrHereIsLeftAlone() {
        assertThat(Move.of(standing(FIRST, 7), 0, null, List.of(SECOND))).isInstanceOf(Move.Follow.class);
        assertThat(Move.of(standing(FIRST, 7), 7, FIRST, List.of(FIRST, SECOND))).isEqualTo(new Move.Keep(FIRST));
    }

    /** Its control node died: it does not wait until the registry has counted the lease out. */
    @Test
    void whoLedFromAnotherControlNodeLeadsOnFromHere() {
        assertThat(Move.of(standing(FIRST, 7), 0, null, List.of(SECOND, FIRST))).isEqualTo(new Move.Claim(FIRST, 40));
        Claimant restarted = new Claimant("sync-1", "z", Duration.ofSeconds(2));
        assertThat(Move.of(standing(FIRST, 7), 0, null, List.of(restarted))).isInstanceOf(Move.Follow.class);
    }

    @Test
    void aFenceHoldsOnlyAtTheRevisionOfItsTerm() {
        List<Compare> fence = new Term(true, 40, "sync-1").fence();
        assertThat(Term.holds(fence, List.of(key(40)))).isTrue();
        assertThat(Term.holds(fence, List.of(key(41)))).isFalse();
        assertThat(Term.holds(fence, List.of())).isFalse();
    }

    private static KeyValue key(long revision) {
        return new KeyValue(RegistryKeys.SYNC_LEADER, new byte[0], 1, revision, 0);
    }

    @Test
    void aLeaseIsWholeSecondsInTheRegistryAndNeverShorter() {
        assertThat(new Claimant("sync-1", "", Duration.ofMillis(2500)).ttl()).isEqualTo(Duration.ofSeconds(3));
        assertThat(new Claimant("sync-1", "", Duration.ofMillis(10)).ttl()).isEqualTo(Duration.ofSeconds(1));
    }
}
