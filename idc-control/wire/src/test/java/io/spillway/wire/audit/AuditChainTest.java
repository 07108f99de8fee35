package io.spillway.wire.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.spillway.model.document.Decoded;
import io.spillway.wire.audit.AuditRecord.Deed;
import io.spillway.wire.audit.AuditRecord.Refusals;
import io.spillway.wire.audit.AuditRecord.Touched;
import io.spillway.wire.audit.AuditRecord.Who;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static io.spillway.wire.audit.HonestChain.HEAD;
import static io.spillway.wire.audit.HonestChain.HONEST;
import static io.spillway.wire.audit.HonestChain.RECORDS;
import static io.spillway.wire.audit.HonestChain.deed;
import static io.spillway.wire.audit.HonestChain.record;
import static io.spillway.wire.audit.HonestChain.stored;
import static org.assertj.core.api.Assertions.assertThat;

/** Somebody who may write to the registry changes what it says he did: whatever he changes, and wherever, is found. */
class AuditChainTest {

    private static AuditChain.@Nullable Break found(List<AuditEntry> entries, AuditHead head, AuditHead... known) {
        AuditChain chain = new AuditChain(AuditHead.NONE, List.of(known), true);
        entries.forEach(chain::take);
        boolean _ = chain.end(head);
        return chain.broken();
    }

    private static void isFound(String how, long first, List<AuditEntry> entries, AuditHead head, AuditHead... known) {
        AuditChain.Break broken = found(entries, head, known);
        assertThat(broken).as(how).isNotNull();
        if (broken != null) {
            assertThat(broken.sequence()).as(how + ": " + broken).isEqualTo(first);
        }
    }

    private static AuditEntry with(AuditEntry entry, byte[] bytes, String hash) {
        return new AuditEntry(entry.place(), bytes, hash, entry.revision());
    }

    /** Every field, by its name. */
    private static Map<String, UnaryOperator<AuditRecord>> edits() {
        Map<String, UnaryOperator<AuditRecord>> edits = new LinkedHashMap<>();
        edits.put("schema", r -> new AuditRecord(2, r.sequence(), r.at(), r.node(), r.previousRevision(), r.deed()));
        edits.put("sequence", r -> new AuditRecord(r.sequence() + 1, r.at(), r.node(), r.previousRevision(), r.deed()));
        edits.put("at", r -> new AuditRecord(r.sequence(), r.at().plusMillis(1), r.node(), r.previousRevision(),
                r.deed()));
        edits.put("node", r -> new AuditRecord(r.sequence(), r.at(), "control-2", r.previousRevision(), r.deed()));
        edits.put("previousRevision", r -> new AuditRecord(r.sequence(), r.at(), r.node(), r.previousRevision() + 1,
                r.deed()));
        deedEdits().forEach((field, edit) -> edits.put(field, r -> new AuditRecord(r.sequence(), r.at(), r.node(),
                r.previousRevision(), edit.apply(r.deed()))));
        return edits;
    }

    private static Map<String, UnaryOperator<Deed>> deedEdits() {
        Map<String, UnaryOperator<Deed>> edits = new LinkedHashMap<>();
        edits.put("actor", d -> by(d, new Who("mallory", "operator", "192.0.2.7")));
        edits.put("role", d -> by(d, new Who(d.who().actor(), "viewer", "192.0.2.7")));
        edits.put("source", d -> by(d, new Who(d.who().actor(), "operator", "192.0.2.8")));
        edits.put("action", d -> new Deed(d.who(), "delete", d.objects(), d.planHash(), d.approver(), d.reason(),
                d.result(), d.refusals()));
        edits.put("an object more", d -> on(d, List.of(d.objects().get(0), d.objects().get(1), new Touched("x/y", 0))));
        edits.put("an object less", d -> on(d, List.of(d.objects().get(0))));
        edits.put("objects swapped", d -> on(d, d.objects().reversed()));
        edits.put("object name", d -> on(d, List.of(new Touched("services/pay", 40), d.objects().get(1))));
        edits.put("revisionBefore", d -> on(d, List.of(new Touched("services/orders", 41), d.objects().get(1))));
        edits.put("planHash", d -> new Deed(d.who(), d.action(), d.objects(), "ab13", d.approver(), d.reason(),
                d.result(), d.refusals()));
        edits.put("approver", d -> new Deed(d.who(), d.action(), d.objects(), d.planHash(), "alice", d.reason(),
                d.result(), d.refusals()));
        edits.put("reason", d -> new Deed(d.who(), d.action(), d.objects(), d.planHash(), d.approver(), "",
                d.result(), d.refusals()));
        edits.put("result", d -> new Deed(d.who(), d.action(), d.objects(), d.planHash(), d.approver(), d.reason(),
                "409", d.refusals()));
        edits.put("refusals", d -> refusing(d, null));
        edits.put("calls", d -> refusing(d, new Refusals(2, 1, 2, AuditHead.NONE.hash())));
        edits.put("first", d -> refusing(d, new Refusals(3, 2, 2, AuditHead.NONE.hash())));
        edits.put("kept", d -> refusing(d, new Refusals(3, 1, 1, AuditHead.NONE.hash())));
        edits.put("digest", d -> refusing(d, new Refusals(3, 1, 2, HEAD.hash())));
        return edits;
    }

    private static Deed by(Deed deed, Who who) {
        return new Deed(who, deed.action(), deed.objects(), deed.planHash(), deed.approver(), deed.reason(),
                deed.result(), deed.refusals());
    }

    private static AuditRecord byMallory(AuditRecord record) {
        return new AuditRecord(record.sequence(), record.at(), record.node(), record.previousRevision(),
                by(record.deed(), new Who("mallory", "operator", "192.0.2.7")));
    }

    private static Deed on(Deed deed, List<Touched> objects) {
        return new Deed(deed.who(), deed.action(), objects, deed.planHash(), deed.approver(), deed.reason(),
                deed.result(), deed.refusals());
    }

    private static Deed refusing(Deed deed, @Nullable Refusals refusals) {
        return new Deed(deed.who(), deed.action(), deed.objects(), deed.planHash(), deed.approver(), deed.reason(),
                deed.result(), refusals);
    }

    @Test
    void anHonestChainIsWhole() {
        assertThat(found(HONEST, HEAD, HEAD, new AuditHead(4, HONEST.get(3).hash()))).isNull();
        assertThat(found(List.of(), AuditHead.NONE)).isNull();
    }

    @Test
    void anEditOfAnyFieldOfAnyRecordIsFoundThere() {
        for (int i = 0; i < RECORDS; i++) {
            for (Map.Entry<String, UnaryOperator<AuditRecord>> edit : edits().entrySet()) {
                List<AuditEntry> entries = new ArrayList<>(HONEST);
                AuditEntry entry = entries.get(i);
                byte[] edited = edit.getValue().apply(record(entry)).encode();
                entries.set(i, with(entry, edited, entry.hash()));
                isFound(edit.getKey() + " of record " + (i + 1), i + 1L, entries, HEAD);
            }
        }
    }

    /** He knows how hashes are made, and makes that of the record anew: then it is the next that does not fit, or the head. */
    @Test
    void anEditWithAHashThatFitsIsFoundOneLater() {
        for (int i = 0; i < RECORDS; i++) {
            List<AuditEntry> entries = new ArrayList<>(HONEST);
            AuditHead before = i == 0 ? AuditHead.NONE : new AuditHead(i, HONEST.get(i - 1).hash());
            byte[] edited = byMallory(record(entries.get(i))).encode();
            entries.set(i, with(entries.get(i), edited, before.with(edited).hash()));
            isFound("record " + (i + 1), Math.min(i + 2L, RECORDS), entries, HEAD);
        }
    }

    @Test
    void everyBitOfWhatIsStoredCounts() {
        for (int i = 0; i < RECORDS; i++) {
            byte[] value = HONEST.get(i).encode();
            for (int bit = 0; bit < value.length * 8; bit++) {
                byte[] flipped = value.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                List<AuditEntry> entries = new ArrayList<>(HONEST);
                entries.set(i, stored(i + 1L, flipped));
                isFound("bit " + bit + " of record " + (i + 1), i + 1L, entries, HEAD);
            }
        }
    }

    @Test
    void aRemovedRecordIsMissed() {
        for (int i = 0; i < RECORDS; i++) {
            List<AuditEntry> entries = new ArrayList<>(HONEST);
            entries.remove(i);
            isFound("record " + (i + 1) + " removed", i + 1L, entries, HEAD);
        }
    }

    @Test
    void aDoubledRecordIsFound() {
        for (int i = 0; i < RECORDS; i++) {
            List<AuditEntry> entries = new ArrayList<>(HONEST);
            entries.add(i, HONEST.get(i));
            isFound("record " + (i + 1) + " twice", i + 2L, entries, HEAD);
        }
    }

    @Test
    void swappedRecordsAreFoundWhetherTheirKeysGoWithThemOrNot() {
        for (int i = 0; i < RECORDS; i++) {
            for (int j = i + 1; j < RECORDS; j++) {
                List<AuditEntry> moved = new ArrayList<>(HONEST);
                Collections.swap(moved, i, j);
                isFound("lines " + (i + 1) + " and " + (j + 1), i + 1L, moved, HEAD);
                List<AuditEntry> values = new ArrayList<>(HONEST);
                values.set(i, stored(i + 1L, HONEST.get(j).encode()));
                values.set(j, stored(j + 1L, HONEST.get(i).encode()));
                isFound("values " + (i + 1) + " and " + (j + 1), i + 1L, values, HEAD);
            }
        }
    }

    @Test
    void aCutEndIsMissedByTheHead() {
        for (int left = 0; left < RECORDS; left++) {
            isFound(left + " left", left + 1L, HONEST.subList(0, left), HEAD);
        }
    }

    /** He puts the head back as well: only a head that somebody else knows tells. */
    @Test
    void aCutEndWithAHeadThatFitsIsMissedByAKnownHead() {
        for (int left = 0; left < RECORDS; left++) {
            AuditHead back = left == 0 ? AuditHead.NONE : new AuditHead(left, HONEST.get(left - 1).hash());
            assertThat(found(HONEST.subList(0, left), back)).isNull();
            isFound(left + " left", left + 1L, HONEST.subList(0, left), back, HEAD);
        }
    }

    @Test
    void aChainWrittenAnewFromARecordOnIsFoundByAKnownHead() {
        for (int kept = 0; kept < RECORDS; kept++) {
            List<AuditEntry> entries = new ArrayList<>(HONEST.subList(0, kept));
            AuditHead head = kept == 0 ? AuditHead.NONE : new AuditHead(kept, HONEST.get(kept - 1).hash());
            for (int i = kept; i < RECORDS + 2; i++) {
                AuditEntry next = AuditEntry.after(head, new AuditRecord(i + 1, Instant.EPOCH, "control-1",
                        i == 0 ? 0 : 100 + i - 1, deed("mallory")));
                entries.add(stored(next.place(), next.encode()));
                head = new AuditHead(next.place(), next.hash());
            }
            assertThat(found(entries, head)).isNull();
            isFound("forked after " + kept, RECORDS, entries, head, HEAD);
        }
    }

    @Test
    void recordsThatGoOnAfterTheHeadShowThatItWasPutBack() {
        isFound("head of 5", RECORDS, HONEST, new AuditHead(5, HONEST.get(4).hash()));
    }

    /** Whoever writes the last records anew does so in later revisions; the record after them says which there were. */
    @Test
    void aRecordOfAnotherRevisionThanTheNextOneSaysIsFound() {
        List<AuditEntry> entries = new ArrayList<>(HONEST);
        entries.set(3, AuditEntry.decode(4, HONEST.get(3).encode(), 777));
        isFound("record 4", 4, entries, HEAD);
        AuditChain copied = new AuditChain(AuditHead.NONE, List.of(), false);
        entries.forEach(copied::take);
        assertThat(copied.end(HEAD)).as("of a registry that was copied key by key").isTrue();
    }

    @Test
    void theHashIsThatOfTheHashBeforeAndTheBytes() throws Exception {
        var digest = java.security.MessageDigest.getInstance("SHA-256");
        digest.update(new byte[32]);
        digest.update(HONEST.getFirst().bytes());
        assertThat(HONEST.getFirst().hash()).isEqualTo(HexFormat.of().formatHex(digest.digest()));
    }

    @Test
    void whatIsNoHeadIsNone() {
        assertThat(AuditHead.parse(HEAD.toString())).isEqualTo(HEAD);
        assertThat(AuditHead.decode(HEAD.encode())).isEqualTo(HEAD);
        for (String text : List.of("", ":", "5", "5:", "x:" + HEAD.hash(), "5:" + HEAD.hash().substring(1),
                "-1:" + HEAD.hash(), "9999999999999999999:" + HEAD.hash())) {
            assertThat(AuditHead.parse(text)).as(text).isNull();
        }
        assertThat(AuditHead.decode(new byte[]{1, 2, 3})).isNull();
        assertThat(AuditHead.decode(new byte[0])).isNull();
        assertThat(AuditHead.decode(new AuditHead(Long.MAX_VALUE, HEAD.hash()).encode())).as("none could go on from it")
                .isNull();
    }

    /** Else a record that was not stored yet would say another time than the same one that was. */
    @Test
    void aTimeIsThatWhichIsStored() {
        AuditRecord record = new AuditRecord(1, Instant.ofEpochSecond(5, 1_999_999), "control-1", 0, deed("alice"));
        assertThat(record.at()).isEqualTo(Instant.ofEpochMilli(5_001));
        assertThat(AuditRecord.decode(record.encode())).isEqualTo(new Decoded.Valid<>(record));
    }

    @Test
    void textsAreCutBeforeTheyAreChained() {
        Deed deed = Deed.of(new Who("alice", "", ""), "apply", List.of(), "r".repeat(5_000), "s".repeat(5_000));
        assertThat(deed.reason()).hasSize(AuditRecord.LONGEST_TEXT);
        assertThat(deed.result()).hasSize(AuditRecord.LONGEST_TEXT);
    }
}
