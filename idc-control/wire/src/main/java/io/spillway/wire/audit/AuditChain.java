package io.spillway.wire.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.spillway.model.document.Decoded;
import org.jspecify.annotations.Nullable;

/**
 * Follows a chain record by record: {@code h(n) = SHA-256(h(n-1) || record n)}. Says which record is the first that does not
 * fit. Records that were cut off at the end are seen by a head that somebody else knows; those at the beginning by the record of
 * their pruning, which must be in the chain. Not thread-safe; pure.
 */
public final class AuditChain {

    /** Records of a segment: those whose sequences have all digits but the last two in common. Only whole ones are pruned. */
    public static final int SEGMENT = 100;

    private final AuditHead base;
    private final List<AuditHead> known;
    private final boolean revisions;
    /** Hashes of the last records of segments: what a record of a pruning says must be what was there. */
    private final Map<Long, String> ends = new HashMap<>();
    private boolean proven;
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
     * @param from      {@link AuditHead#NONE}, or the last record that was pruned: then the chain must have a record that says so
     * @param known     heads that the chain must go through
     * @param revisions whether records say the registry revisions of those before them; not so in a registry that was
     *                  copied to another one key by key
     */
    public AuditChain(AuditHead from, List<AuditHead> known, boolean revisions) {
        this.base = from;
        this.reached = from;
        this.proven = from.sequence() == 0;
        this.known = List.copyOf(known);
        this.revisions = revisions;
    }

    /** Returns a chain after a head that somebody says was pruned, of whose pruning no record is asked for: an export alone. */
    public static AuditChain claimed(AuditHead from, List<AuditHead> known) {
        AuditChain chain = new AuditChain(from, known, true);
        chain.proven = true;
        return chain;
    }

    /** Returns whether a segment ends with that record. */
    public static boolean endsSegment(long sequence) {
        return sequence % SEGMENT == SEGMENT - 1;
    }

    /** Returns how many of the known heads are of pruned records, so that they say nothing of this chain. */
    public long pruned() {
        return known.stream().filter(head -> head.sequence() < base.sequence()).count();
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
        if (endsSegment(entry.place())) {
            ends.put(entry.place(), entry.hash());
        }
        if (entry.record() instanceof Decoded.Valid<AuditRecord>(AuditRecord record)) {
            AuditPruning pruning = record.deed().pruning();
            proven |= pruning != null && pruning.through().equals(base);
        }
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
        if (broken == null) {
            broken = unproven();
        }
        return broken == null;
    }

    /** What was pruned and not said, and what only somebody who cut the beginning off would have pruned. */
    private @Nullable Break unproven() {
        if (!proven) {
            return new Break(base.sequence(),
                    "is missing, and all before it: no record says that they were pruned with its"
                            + " hash; the beginning was cut off");
        }
        AuditHead newest = AuditHead.NONE;
        for (AuditHead head : known) {
            if (head.sequence() == base.sequence() && !head.equals(base)) {
                return new Break(base.sequence(), "was another when it was pruned than the one that is known from"
                        + " elsewhere: the chain was forked or written anew");
            }
            newest = head.sequence() > newest.sequence() ? head : newest;
        }
        return !known.isEmpty() && newest.sequence() < base.sequence()
                ? new Break(newest.sequence(),
                        "is pruned, and it is the newest that is known from elsewhere: nothing holds"
                                + " what is left, without the export that has it")
                : null;
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
        AuditPruning pruning = record.deed().pruning();
        if (pruning != null && misses(pruning, due)) {
            return new Break(due, "says that records up to " + pruning.through().sequence()
                    + " were pruned, but that was not the record there, or it ends no segment before this one");
        }
        for (AuditHead head : known) {
            if (head.sequence() == due && !head.hash().equals(entry.hash())) {
                return new Break(due, "is another than the record " + due
                        + " that is known from elsewhere: the chain was forked or written anew");
            }
        }
        return null;
    }

    private boolean misses(AuditPruning pruning, long due) {
        long through = pruning.through().sequence();
        String there = ends.get(through);
        return through >= due || !endsSegment(through) || (there != null && !there.equals(pruning.through().hash()));
    }
}
