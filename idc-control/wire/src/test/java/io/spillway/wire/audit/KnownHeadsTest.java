package io.spillway.wire.audit;

import java.time.Instant;
import java.util.List;

import io.spillway.model.document.Decoded;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What an IDC has told of its chain only grows: who cuts it or writes it anew is found by those who were told. */
class KnownHeadsTest {

    private static final Instant AT = Instant.parse("2026-11-27T08:00:00Z");

    private static ToldHead told(long epoch, long sequence, String digit, long second) {
        return new ToldHead("idc-a", epoch, new AuditHead(sequence, digit.repeat(64)), AT.plusSeconds(second));
    }

    private final KnownHeads known = KnownHeads.NONE.with(told(1, 3, "a", 0)).with(told(1, 9, "b", 5));

    @Test
    void aChainThatGoesOnIsKnownAtEachOfItsHeads() {
        assertThat(known.heads()).extracting(each -> each.head().sequence()).containsExactly(3L, 9L);
        assertThat(known.fault()).isEmpty();
        assertThat(known.with(told(1, 9, "b", 60))).as("told again").isEqualTo(known);
        assertThat(KnownHeads.decode(known.encode())).isEqualTo(new Decoded.Valid<>(known));
    }

    /** A node that lags behind tells what was told before. */
    @Test
    void whatWasToldBeforeIsNoFault() {
        assertThat(known.with(told(1, 3, "a", 0))).isEqualTo(known);
        assertThat(known.with(told(1, 7, "c", 3))).as("between, and earlier").isEqualTo(known);
    }

    @Test
    void aChainThatWasCutOrWrittenAnewIsAFaultThatStays() {
        assertThat(known.with(told(1, 7, "c", 60)).fault())
                .isEqualTo("it told of 9 records at 2026-11-27T08:00:05Z, and of 7 at 2026-11-27T08:01:00Z");
        KnownHeads forked = known.with(told(1, 9, "d", 60));
        assertThat(forked.fault()).startsWith("record 9 was told as bbb").contains("and as ddd");
        assertThat(forked.heads()).as("what was known stays").isEqualTo(known.heads());
        assertThat(forked.with(told(1, 12, "e", 90)).fault()).isEqualTo(forked.fault());
    }

    @Test
    void anotherRegistryHasAnotherChainAndTheOldOneIsNotForgotten() {
        KnownHeads next = known.with(told(1, 9, "d", 60)).with(told(2, 1, "e", 90));
        assertThat(next.fault()).isEmpty();
        assertThat(next.heads()).hasSize(3);
        assertThat(next.current()).extracting(each -> each.head().sequence()).containsExactly(1L);
        assertThat(next.with(told(1, 20, "f", 95))).isEqualTo(next);
    }

    @Test
    void theListIsBoundedAndTheFirstAndTheNewestStay() {
        KnownHeads all = KnownHeads.NONE;
        for (int i = 1; i <= 500; i++) {
            all = all.with(told(1, i, "a", i));
        }
        assertThat(all.heads()).hasSize(KnownHeads.MOST);
        assertThat(all.heads().getFirst().head().sequence()).isEqualTo(1);
        assertThat(all.heads().getLast().head().sequence()).isEqualTo(500);
    }

    @Test
    void bytesThatSayNothingAreRefused() {
        assertThat(KnownHeads.decode(new byte[]{9, 9})).isInstanceOf(Decoded.Invalid.class);
        byte[] shortHash = io.spillway.wire.v1.KnownHeads.newBuilder()
                .addHeads(io.spillway.wire.v1.ToldHead.newBuilder().setIdc("idc-a").setSequence(1)).build()
                .toByteArray();
        assertThat(KnownHeads.decode(shortHash)).isInstanceOf(Decoded.Invalid.class);
        assertThat(KnownHeads.decode(KnownHeads.NONE.encode())).isEqualTo(new Decoded.Valid<>(
                new KnownHeads(List.of(), "")));
    }

    private static ToldWord word(ToldHead newest, ToldHead... earlier) {
        return new ToldWord(newest, List.of(earlier), true, false);
    }

    /** He forks the chain and lets it grow beyond what was told: a head alone does not show that. */
    @Test
    void aLongerChainThatWasForkedIsAFaultHoweverHeTellsOfIt() {
        ToldHead longer = told(1, 12, "e", 90);
        assertThat(known.with(word(longer, told(1, 3, "a", 0), told(1, 9, "b", 5))).fault()).as("honest").isEmpty();
        assertThat(known.with(word(longer, told(1, 3, "a", 0), told(1, 9, "d", 5))).fault()).as("forked list")
                .startsWith("record 9 was told as bbb").contains("now said to have been told as ddd");
        KnownHeads silent = known.with(word(longer, told(1, 3, "a", 0)));
        assertThat(silent.fault()).as("list without what others know")
                .isEqualTo("it told of record 9 as " + "b".repeat(64)
                        + " at 2026-11-27T08:00:05Z, and of 12 at 2026-11-27T08:01:30Z as if it had not");
        assertThat(silent.heads()).as("it is not taken").isEqualTo(known.heads());
        assertThat(known.with(word(longer)).fault()).as("list deleted").isNotEmpty();
        KnownHeads taken = known.with(word(longer, told(1, 3, "a", 0), told(1, 9, "b", 5)));
        assertThat(taken.with(word(longer)).fault()).as("list deleted once the fork was taken").isNotEmpty();
        assertThat(known.with(new ToldWord(longer, List.of(told(1, 3, "a", 0)), true, true)).fault())
                .as("thinned, yet 9 is not older than what is listed").isEmpty();
        assertThat(
                known.with(new ToldWord(longer, List.of(told(1, 1, "a", 0), told(1, 4, "a", 1)), true, true)).fault())
                .as("thinned, and 9 would be listed").isNotEmpty();
        assertThat(known.with(new ToldWord(longer, List.of(), false, false)).fault()).as("an older version").isEmpty();
    }

    /** After a long cut, what was told meanwhile is learned too; and what a slow node says again is no fault. */
    @Test
    void whatWasToldMeanwhileIsLearned() {
        KnownHeads next = known.with(word(told(1, 30, "f", 99), told(1, 3, "a", 0), told(1, 9, "b", 5),
                told(1, 20, "c", 50)));
        assertThat(next.heads()).extracting(each -> each.head().sequence()).containsExactly(3L, 9L, 20L, 30L);
        assertThat(next.fault()).isEmpty();
        assertThat(next.with(word(told(1, 9, "b", 5), told(1, 3, "a", 0), told(1, 7, "c", 99)))).isEqualTo(next);
        assertThat(KnownHeads.NONE.with(next.word())).isEqualTo(next);
        assertThat(KnownHeads.NONE.with(ToldWord.fromProto(next.word().toProto()))).isEqualTo(next);
        KnownHeads reborn = next.with(word(told(2, 1, "e", 120)));
        assertThat(reborn.fault()).as("another registry has told of nothing before").isEmpty();
    }

    /** What fell out of a full list is not missed. */
    @Test
    void aPeerThatWasAwayForLongIsNotAlarmed() {
        KnownHeads teller = known;
        for (int i = 10; i <= 500; i++) {
            teller = teller.with(told(1, i, "c", i));
        }
        assertThat(known.with(teller.word()).fault()).isEmpty();
        assertThat(known.with(teller.word()).heads().getLast()).isEqualTo(told(1, 500, "c", 500));
    }
}
