package io.spillway.control.audit;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.AuditRecord;
import org.jspecify.annotations.Nullable;

/**
 * The newest calls that were refused, so many at most whatever comes: {@value #KEPT} in all, {@value #OF_ONE_SOURCE} of one
 * source in one period, {@value #KEPT} in one period, of which {@value #OF_NOBODY} are of nobody who is known, so that strangers do
 * not push out what operators were refused. The others are counted. Not thread-safe.
 */
final class RefusedCalls {

    /** Calls that are kept. */
    static final int KEPT = 1000;
    /** Calls of one source that are kept of one period. */
    static final int OF_ONE_SOURCE = 60;
    /** Calls without good credentials that are kept of one period. */
    static final int OF_NOBODY = KEPT / 2;

    private final String node;
    private final Deque<AuditRecord> ring = new ArrayDeque<>();
    private long numbered;
    private Period period = new Period();

    /** What came since it began; grows no more when it is full. */
    private static final class Period {

        private final Map<String, Integer> bySource = new HashMap<>();
        private AuditHead digest = AuditHead.NONE;
        private long calls;
        private int ofNobody;
        private long first;
    }

    RefusedCalls(String node) {
        this.node = node;
    }

    void add(Instant at, AuditRecord.Deed deed) {
        period.calls++;
        String source = deed.who().source();
        int before = period.bySource.getOrDefault(source, 0);
        if (before >= OF_ONE_SOURCE || period.digest.sequence() >= KEPT) {
            return;
        }
        if (deed.who().actor().isEmpty() && ++period.ofNobody > OF_NOBODY) {
            return;
        }
        period.bySource.put(source, before + 1);
        AuditRecord record = new AuditRecord(++numbered, at, node, 0, deed);
        if (period.digest.sequence() == 0) {
            period.first = numbered;
        }
        period.digest = period.digest.with(record.encode());
        if (ring.size() == KEPT) {
            ring.removeFirst();
        }
        ring.addLast(record);
    }

    /** Returns those that are kept, oldest first. */
    List<AuditRecord> kept() {
        return List.copyOf(ring);
    }

    /** Ends a period; returns what came in it, null when nothing did. */
    AuditRecord.@Nullable Refusals end() {
        Period ended = period;
        period = new Period();
        return ended.calls == 0
                ? null
                : new AuditRecord.Refusals(ended.calls, ended.first, ended.digest.sequence(), ended.digest.hash());
    }
}
