package io.spillway.drill.mock.session;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The versions that a group has seen, as clients must say them when they come back; a client itself only keeps their
 * hashes. The oldest are forgotten: a client then asks as if it had no version. Safe for all threads.
 */
final class VersionTable {

    private static final int MOST = 200_000;
    private static final int RECENT = 1 << 13;

    private final Map<Long, Seen> texts = new ConcurrentHashMap<>();
    private final Queue<Long> order = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLongArray recent = new AtomicLongArray(RECENT);

    /** Notes that somebody received it. */
    void add(long hash, byte[] octets, int from, int length, long now) {
        int slot = (int) hash & (RECENT - 1);
        if (recent.getPlain(slot) == hash) {
            return;
        }
        recent.setOpaque(slot, hash);
        if (texts.containsKey(hash)) {
            return;
        }
        if (texts.putIfAbsent(hash, new Seen(ByteString.copyFrom(octets, from, length), now)) != null) {
            return;
        }
        order.add(hash);
        if (size.incrementAndGet() > MOST) {
            Long oldest = order.poll();
            if (oldest != null) {
                texts.remove(oldest);
                size.decrementAndGet();
            }
        }
    }

    /** Returns when it came first; {@code now} when it is not known, because it has only just come or too long ago. */
    long firstSeen(long hash, long now) {
        Seen seen = texts.get(hash);
        return seen == null ? now : seen.nanos();
    }

    @Nullable
    ByteString text(long hash) {
        Seen seen = texts.get(hash);
        return seen == null ? null : seen.text();
    }

    private record Seen(ByteString text, long nanos) {}
}
