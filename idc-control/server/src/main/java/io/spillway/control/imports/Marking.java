package io.spillway.control.imports;

import java.time.Instant;
import java.util.List;

import io.spillway.registry.RegistryKeys;
import io.spillway.wire.record.UnfinishedRecord;
import org.jspecify.annotations.Nullable;

/**
 * The mark of a peer's batch while it is written in several pieces: put with the first, counted with the others, taken away
 * with the last. Immutable.
 *
 * @param key   where it stands; null when nothing is marked
 * @param sizes how many keys each piece has
 * @param seen  the revision in which it stands before the first piece; 0 when it does not
 * @param since when the first piece was written that is not followed by a last
 */
record Marking(@Nullable String key, List<Integer> sizes, long seen, Instant since) {

    /** Of a batch that leaves the mark as it is. */
    static final Marking NONE = new Marking(null, List.of(), 0, Instant.EPOCH);

    static Marking of(String peer, List<List<Edit>> pieces, @Nullable UnfinishedRecord standing,
            ImportEdits.Seen seen, Instant now) {
        String key = RegistryKeys.unfinished(peer);
        return pieces.size() == 1 && standing == null
                ? NONE
                : new Marking(key, pieces.stream().map(List::size).toList(), seen.revision(key),
                        standing == null ? Instant.ofEpochMilli(now.toEpochMilli()) : standing.since());
    }

    /** Returns what a piece adds; {@code standing} is the revision in which the mark stands now. */
    List<Edit> edits(int piece, long standing) {
        if (key == null) {
            return List.of();
        }
        if (piece == sizes.size() - 1) {
            return List.of(Edit.delete(key, standing));
        }
        int written = sizes.subList(0, piece + 1).stream().mapToInt(Integer::intValue).sum();
        int all = sizes.stream().mapToInt(Integer::intValue).sum();
        return List.of(Edit.put(key, standing, new UnfinishedRecord(written, all, since).encode()));
    }
}
