package io.spillway.wire.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.spillway.model.document.Decoded;
import io.spillway.wire.audit.AuditRecord.Deed;
import io.spillway.wire.audit.AuditRecord.Who;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The beginning of a chain is gone: that was recorded, or somebody cut it off. */
class PrunedChainTest {

    private static final int RECORDS = 450;
    private static final Instant BEFORE = Instant.ofEpochMilli(5_000);

    private final List<AuditEntry> entries = new ArrayList<>();
    private AuditHead head = AuditHead.NONE;

    PrunedChainTest() {
        for (int i = 0; i < RECORDS; i++) {
            append(Deed.of(new Who("ann", "admin", ""), "apply", List.of(), "", "done"));
        }
    }

    private void append(Deed deed) {
        AuditEntry next = AuditEntry.after(head, new AuditRecord(head.sequence() + 1, Instant.ofEpochMilli(1_000),
                "control-1", head.sequence() == 0 ? 0 : 99 + head.sequence(), deed));
        entries.add(AuditEntry.decode(next.place(), next.encode(), 99 + next.place()));
        head = new AuditHead(next.place(), next.hash());
    }

    private AuditHead at(int sequence) {
        return new AuditHead(sequence, entries.get(sequence - 1).hash());
    }

    private void prune(AuditHead through) {
        append(Deed.of(new Who("ann", "admin", ""), "prune", List.of(), "", "done")
                .with(new AuditPruning(through, "ab".repeat(32), BEFORE)));
    }

    private static @Nullable String followed(AuditHead base, List<AuditEntry> left, AuditHead head,
            AuditHead... known) {
        AuditChain chain = new AuditChain(base, List.of(known), true);
        left.forEach(chain::take);
        return chain.end(head) || chain.broken() == null ? null : chain.broken().toString();
    }

    private List<AuditEntry> from(int sequence) {
        return entries.subList(sequence - 1, entries.size());
    }

    @Test
    void whatIsLeftAfterARecordedPruningFitsAndSoDoesTheWhole() {
        prune(at(199));
        assertThat(followed(at(199), from(200), head, at(199), at(300), head)).isNull();
        assertThat(followed(AuditHead.NONE, entries, head, at(7))).isNull();
        AuditChain chain = new AuditChain(at(199), List.of(at(7), at(300)), true);
        from(200).forEach(chain::take);
        assertThat(chain.end(head)).isTrue();
        assertThat(chain.pruned()).as("heads of what is pruned").isEqualTo(1);
    }

    @Test
    void aSecondPruningTakesTheRecordOfTheFirstWithIt() {
        prune(at(99));
        for (int i = 0; i < 200; i++) {
            append(Deed.of(new Who("ann", "admin", ""), "apply", List.of(), "", "done"));
        }
        prune(at(499));
        assertThat(followed(at(499), from(500), head)).isNull();
        assertThat(followed(at(99), from(100), head)).as("the mark of the first, records and all").isNull();
    }

    @Test
    void aBeginningThatWasCutOffIsATruncation() {
        assertThat(followed(at(199), from(200), head))
                .startsWith("record 199: is missing, and all before it: no record");
        prune(at(99));
        assertThat(followed(at(199), from(200), head)).as("more than was recorded")
                .startsWith("record 199: is missing, and all before it");
        assertThat(followed(at(99), from(200), head)).startsWith("record 100: is missing: record 200 comes next");
    }

    @Test
    void theHashMustBeThatOfTheRecordAndTheRecordTheEndOfASegmentBefore() {
        AuditHead other = new AuditHead(199, "cd".repeat(32));
        prune(other);
        assertThat(followed(at(199), from(200), head)).startsWith("record 199: is missing");
        assertThat(followed(AuditHead.NONE, entries, head)).startsWith("record 451: says that records up to 199");
        assertThat(followed(other, from(200), head)).startsWith("record 200: its hash is not that of itself");
        prune(at(150));
        assertThat(followed(at(199), from(200), head)).startsWith("record 452: says that records up to 150");
    }

    /** Else whoever can write to the registry says that all was pruned, and nothing that others know counts any more. */
    @Test
    void aPruningOfAllThatOthersKnowIsNotBelieved() {
        prune(at(399));
        assertThat(followed(at(399), from(400), head, at(12), at(380)))
                .startsWith("record 380: is pruned, and it is the newest that is known from elsewhere");
        assertThat(followed(at(399), from(400), head, at(12), at(420))).isNull();
        assertThat(followed(at(399), from(400), head, new AuditHead(399, "cd".repeat(32)), at(420)))
                .startsWith("record 399: was another when it was pruned");
    }

    @Test
    void aFileSaysWhereItBeginsAndHasOneDigest() {
        assertThat(AuditExport.header(AuditHead.NONE)).isEmpty();
        assertThat(AuditExport.base(AuditExport.header(at(99)))).isEqualTo(at(99));
        assertThat(AuditExport.base("{\"sequence\":1}")).isNull();
        assertThat(AuditExport.base("no json")).isNull();
        AuditExport one = new AuditExport(at(99));
        AuditExport same = new AuditExport(at(99));
        AuditExport other = new AuditExport(AuditHead.NONE);
        assertThat(one.take(entries.get(99))).isEqualTo(same.take(entries.get(99)));
        other.take(entries.get(99));
        String digest = one.end();
        assertThat(digest).isEqualTo(same.end()).isNotEqualTo(other.end()).hasSize(64);
    }

    @Test
    void whatARecordOfAPruningSaysIsReadBack() {
        prune(at(199));
        assertThat(HonestChain.record(entries.getLast()).deed().pruning())
                .isEqualTo(new AuditPruning(at(199), "ab".repeat(32), BEFORE));
        assertThat(HonestChain.record(entries.getLast()).schema()).isEqualTo(2);
        assertThat(HonestChain.record(entries.getFirst()).schema()).isEqualTo(1);
        assertThat(AuditLines.read(AuditLines.write(entries.getLast()))).isInstanceOf(Decoded.Valid.class);
        assertThat(AuditLines.write(entries.getLast()).get("pruning")).isNotNull();
        PrunedMark mark = new PrunedMark(at(199), 451, 99);
        assertThat(PrunedMark.decode(mark.encode())).isEqualTo(mark);
        assertThat(mark.unfinished()).isTrue();
        assertThat(mark.clearedTo(199).unfinished()).isFalse();
        for (byte[] none : List.of(new byte[0], new byte[]{9, 9}, new PrunedMark(at(199), 199, 0).encode(),
                PrunedMark.NONE.encode())) {
            assertThat(PrunedMark.decode(none)).isNull();
        }
    }
}
