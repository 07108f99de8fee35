package io.spillway.control.service;

import java.time.Instant;
import java.util.List;

import io.spillway.wire.audit.AuditEntry;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.AuditPruning;
import io.spillway.wire.audit.AuditRecord;
import io.spillway.wire.audit.PrunedMark;

/** What was done, to read. Safe for use by any thread. */
public interface AuditService {

    /** The most records of one page. */
    int LONGEST_PAGE = 1000;

    /**
     * Returns records in their order. Blocks (a registry round trip for each hundred): call it from a virtual thread.
     *
     * @param from  sequence of the first; 0: the newest {@code limit}
     * @param limit how many at most, 1 to {@link #LONGEST_PAGE}
     */
    Page page(long from, int limit);

    /**
     * Takes a call that was refused, or denied to whoever made it. Bounded: of a flood a part is kept, and all are counted.
     * Never blocks for long.
     */
    void refused(AuditRecord.Deed deed);

    /** Returns the refused and denied calls that this node remembers, oldest first: bounded, in memory, gone with the node. */
    List<AuditRecord> refused();

    /**
     * Takes the oldest records out of the registry, which were exported: what is there must be what the pruning says, byte for byte.
     * Blocks (a registry round trip for each hundred records).
     *
     * @param author who wants it, by his credential
     * @param reason as he gave it; empty when he gave none
     */
    PruneResult prune(AuditPruning what, String author, String reason, Origin origin);

    /** Returns whether what this node looked at last of the chain does not fit. Never blocks. */
    boolean foundBroken();

    /** Returns how many records of what was done this node still owes to the chain. */
    int owed();

    /** What became of reading. */
    sealed interface Page {

        /**
         * Some records.
         *
         * @param head   where the chain ended when they were read
         * @param pruned where it began
         * @param next sequence from which to go on; 0 when there is no more
         */
        record Records(AuditHead head, PrunedMark pruned, List<AuditEntry> entries, long next) implements Page {

            /** Creates a page of a chain that was not pruned. */
            public Records(AuditHead head, List<AuditEntry> entries, long next) {
                this(head, PrunedMark.NONE, entries, next);
            }

            /** Copies the list. */
            public Records {
                entries = List.copyOf(entries);
            }
        }

        /** The registry does not answer. HTTP 503. */
        record Unavailable(Instant since, String reason) implements Page {}
    }
}
