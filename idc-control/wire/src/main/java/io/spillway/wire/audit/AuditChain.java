package io.spillway.wire.audit;

import java.util.List;

import io.spillway.model.document.Decoded;
import org.jspecify.annotations.Nullable;

/**
 * Follows a chain record by record: {@code h(n) = SHA-256(h(n-1) || record n)}. Says which record is the first that does not
 * fit. Records that were cut off at the end are seen by a head that somebody else knows. Not thread-safe; pure.
 */
public final class AuditChain {

    private final List<AuditHead> known;
    private final boolean revisions;
    private AuditHead reached;
    private long revision;
    private @Nullable Break broken;

    /**
     * The first that does not fit.
     *
     * @param sequence of the record
     * @param what     is wrong with it
     */
    public record Break(long sequence, String what) {

        @Override
        public String toString() {
            return "record " + sequence + ": " + what;
        }
    }

    /**
     * Begins after a head.
     *
     * @param known     heads that the chain must go through
     * @param revisions whether records say the registry revisions of those before them; not so in a registry that was
     *                  copied to another one key by key
     */
    public AuditChain(AuditHead from, List<AuditHead> known, boolean revisions) {
        this.reached = from;
        this.known = List.copyOf(known);
        this.revisions = revisions;
    }

    /** Returns how far the chain fits. */
    public AuditHead reached() {
        return reached;
    }

    /** Returns the first that does not fit; null while all do. */
    public @Nullable Break broken() {
        return broken;
    }

    /** Takes the next entry; false when it, or one before it, does not fit. */
    public boolean take(AuditEntry entry) {
        if (broken == null) {
            broken = wrong(entry);
        }
        if (broken != null) {
            return false;
        }
        reached = new AuditHead(entry.place(), entry.hash());
        revision = entry.revision();
        return true;
    }

    /** Says that there is no more, and which head the keeper of the chain says; false when that, or a known one, does not fit. */
    public boolean end(AuditHead head) {
        if (broken == null && head.sequence() > reached.sequence()) {
            broken = new Break(reached.sequence() + 1, "is missing: the head says " + head.sequence()
                    + " records; the end was cut off");
        } else if (broken == null && !head.equals(reached)) {
            broken = new Break(reached.sequence(), "is not what the head says (record " + head.sequence()
                    + "): the head was put back, or the chain was written anew");
        }
        return endUnknown();
    }

    /** Says that there is no more, where nobody says a head; false when a known one does not fit. */
    public boolean endUnknown() {
        for (AuditHead head : known) {
            if (broken == null && head.sequence() > reached.sequence()) {
                broken = new Break(reached.sequence() + 1, "is missing: record " + head.sequence()
                        + " is known from elsewhere; the end was cut off");
            }
        }
        return broken == null;
    }

    private @Nullable Break wrong(AuditEntry entry) {
        long due = reached.sequence() + 1;
        if (entry.place() != due) {
            return entry.place() > due
                    ? new Break(due, "is missing: record " + entry.place() + " comes next; it was removed")
                    : new Break(due, "is missing: record " + entry.place()
                            + " stands in its place; it was moved, or the chain was forked");
        }
        if (!(entry.record() instanceof Decoded.Valid<AuditRecord>(AuditRecord record))) {
            return new Break(due, "cannot be read: it was edited");
        }
        if (record.sequence() != due) {
            return new Break(due, "says that it is record " + record.sequence() + ": it was swapped or edited");
        }
        if (!entry.hash().equals(AuditHash.after(reached.hash(), entry.bytes()))) {
            return new Break(due, "its hash is not that of itself after record " + reached.sequence()
                    + ": it was edited, or the chain before it was written anew");
        }
        if (revisions && revision != 0 && record.previousRevision() != revision) {
            return new Break(reached.sequence(), "is of revision " + revision + ", but record " + due
                    + " says that it was " + record.previousRevision() + ": it was written anew");
        }
        for (AuditHead head : known) {
            if (head.sequence() == due && !head.hash().equals(entry.hash())) {
                return new Break(due, "is another than the record " + due
                        + " that is known from elsewhere: the chain was forked or written anew");
            }
        }
        return null;
    }
}
