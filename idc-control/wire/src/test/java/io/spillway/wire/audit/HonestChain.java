package io.spillway.wire.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.spillway.model.document.Decoded;
import io.spillway.wire.audit.AuditRecord.Deed;
import io.spillway.wire.audit.AuditRecord.Refusals;
import io.spillway.wire.audit.AuditRecord.Touched;
import io.spillway.wire.audit.AuditRecord.Who;

/** A chain that nobody has changed; every field of its records says something. */
final class HonestChain {

    static final int RECORDS = 9;
    static final List<AuditEntry> HONEST = chain(deed("alice"), RECORDS);
    static final AuditHead HEAD = new AuditHead(RECORDS, HONEST.getLast().hash());

    private HonestChain() {}

    static Deed deed(String actor) {
        return new Deed(new Who(actor, "operator", "192.0.2.7"), "apply",
                List.of(new Touched("services/orders", 40), new Touched("routes/orders", 0)), "ab12", "bob",
                "maintenance", "done", new Refusals(3, 1, 2, AuditHead.NONE.hash()));
    }

    static List<AuditEntry> chain(Deed deed, int records) {
        List<AuditEntry> entries = new ArrayList<>();
        AuditHead head = AuditHead.NONE;
        for (int i = 0; i < records; i++) {
            AuditEntry next = AuditEntry.after(head,
                    new AuditRecord(i + 1, Instant.ofEpochMilli(1_000 + i), "control-1",
                            i == 0 ? 0 : 100 + i - 1, deed));
            entries.add(stored(next.place(), next.encode()));
            head = new AuditHead(next.place(), next.hash());
        }
        return entries;
    }

    static AuditEntry stored(long place, byte[] value) {
        return AuditEntry.decode(place, value, 100 + place - 1);
    }

    static AuditRecord record(AuditEntry entry) {
        if (!(entry.record() instanceof Decoded.Valid<AuditRecord>(AuditRecord record))) {
            throw new AssertionError("not readable");
        }
        return record;
    }
}
