package io.spillway.registry.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The newest revisions, for watches. Bounded by count and by bytes; what is older is compacted. Guarded by the registry's
 * lock.
 */
final class History {

    private final int maxRevisions;
    private final long maxBytes;
    private final TreeMap<Long, Batch> batches = new TreeMap<>();
    private long bytes;
    private long compacted;

    History(int maxRevisions, long maxBytes, long compacted) {
        this.maxRevisions = maxRevisions;
        this.maxBytes = maxBytes;
        this.compacted = compacted;
    }

    /** Newest revision that is no longer here. */
    long compacted() {
        return compacted;
    }

    void add(Batch batch) {
        batches.put(batch.revision(), batch);
        bytes += batch.bytes();
    }

    /** The revision up to which history must go for {@code next} to fit; {@link #compacted()} when nothing must go. */
    long surplusWith(Batch next) {
        long count = batches.size() + 1L;
        long total = bytes + next.bytes();
        long surplus = compacted;
        for (Map.Entry<Long, Batch> oldest : batches.entrySet()) {
            if (count <= maxRevisions && total <= maxBytes) {
                break;
            }
            count--;
            total -= oldest.getValue().bytes();
            surplus = oldest.getKey();
        }
        return surplus;
    }

    void compact(long revision) {
        if (revision <= compacted) {
            return;
        }
        Map<Long, Batch> gone = batches.headMap(revision, true);
        for (Batch batch : gone.values()) {
            bytes -= batch.bytes();
        }
        gone.clear();
        compacted = revision;
    }

    /** The next batches from {@code revision} on, at most {@code limit}. */
    List<Batch> from(long revision, int limit) {
        List<Batch> next = new ArrayList<>();
        for (Batch batch : batches.tailMap(revision, true).values()) {
            if (next.size() == limit) {
                break;
            }
            next.add(batch);
        }
        return next;
    }
}
