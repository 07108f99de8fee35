package io.spillway.registry.etcd;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which etcd is believed: the decision alone, without any etcd. */
class JudgementTest {

    private static final Identity KNOWN = new Identity(0xcafe, "aaaa", "", 1, 2);

    @Test
    void theKnownOneIsBelieved() {
        assertThat(Judgement.of(KNOWN, 10, KNOWN, 10)).isEqualTo(new Judgement.Same());
    }

    @Test
    void atTheFirstContactAnIdentityIsAdoptedAndABlankOneIsMarked() {
        assertThat(Judgement.of(null, 0, KNOWN, 7)).isEqualTo(new Judgement.Adopt(KNOWN));
        assertThat(Judgement.of(null, 0, new Identity(0xcafe, "", "", 0, 0), 1)).isEqualTo(new Judgement.Found());
    }

    @Test
    void anotherClusterAnotherTokenABlankOneAndARevisionThatWentBackAreRefused() {
        refused(new Identity(0xbeef, "aaaa", "", 1, 2), 11, "beef-aaaa");
        refused(new Identity(0xcafe, "bbbb", "", 1, 2), 11, "cafe-bbbb");
        refused(new Identity(0xcafe, "", "", 0, 0), 11, "cafe-blank");
        refused(KNOWN, 9, "cafe-aaaa-rewound");
    }

    @Test
    void aSuccessorThatNamesTheKnownOneIsFollowedWhateverItsRevision() {
        Identity successor = new Identity(0xbeef, "cccc", "aaaa", 2, 5);
        assertThat(Judgement.of(KNOWN, 10, successor, 5)).isEqualTo(new Judgement.Follow(successor));
    }

    @Test
    void aDamagedIdentityValueIsNoIdentity() {
        assertThat(Identity.read(0xcafe, new byte[]{1, 2, 3}, 4).token()).isEmpty();
        assertThat(Identity.read(0xcafe, KNOWN.value(), 2)).isEqualTo(KNOWN);
    }

    private static void refused(Identity found, long revision, String id) {
        assertThat(Judgement.of(KNOWN, 10, found, revision)).isInstanceOfSatisfying(Judgement.Refuse.class, refuse -> {
            assertThat(refuse.changed().expected()).isEqualTo("cafe-aaaa");
            assertThat(refuse.changed().found()).isEqualTo(id);
            assertThat(refuse.changed().detail()).isNotEmpty();
        });
    }
}
