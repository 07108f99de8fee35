package io.spillway.control.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import io.spillway.registry.RegistryUnavailableException;
import io.spillway.wire.audit.AuditChain;
import io.spillway.wire.audit.AuditEntry;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.PrunedMark;
import io.spillway.wire.audit.ToldHead;

/**
 * Looks through the chain again and again, a piece each time it is asked, and remembers how far the chain had come: one that
 * is shorter later, or another, was cut or written anew. It must also go through what other IDCs were told of it. Blocks. Safe for
 * use by any thread.
 */
final class ChainCheck {

    /** Records of one piece. */
    static final int PIECE = 1000;

    private static final long WATCH_NANOS = Duration.ofMinutes(1).toNanos();

    private final AuditReader reader;
    private final AuditTrail trail;
    private final Setting setting;
    private final ReentrantLock lock = new ReentrantLock();
    /** This and what follows is guarded by {@code lock}: the round that is under way. */
    private AuditChain round = new AuditChain(AuditHead.NONE, List.of(), false);
    /** After which the round began. */
    private AuditHead base = AuditHead.NONE;
    private AuditHead known = AuditHead.NONE;
    private Instant knownAt = Instant.EPOCH;
    private volatile String broken = "";
    private long watchedNanos; // owned by the thread that watches

    /**
     * How it looks.
     *
     * @param idc        that tells others where its chain ends; empty when there are none
     * @param pruneAfter what is younger is not pruned
     */
    record Setting(String idc, InstantSource clock, Duration pruneAfter) {}

    ChainCheck(AuditReader reader, AuditTrail trail, Setting setting) {
        this.reader = reader;
        this.trail = trail;
        this.setting = setting;
    }

    /**
     * Looks at the next piece; returns what is wrong, as of the newest round that found it or was through. Empty: nothing.
     * While the registry is away it looks at nothing and says what it said.
     */
    String look() {
        lock.lock();
        try {
            if (reader.connected()) {
                piece();
            }
            return broken;
        } catch (RegistryUnavailableException away) {
            return broken;
        } finally {
            lock.unlock();
        }
    }

    /** Looks when nobody has for a minute, so that what is broken is also known where nobody asks. For one thread. */
    void watch(long nanos) {
        if (nanos - watchedNanos >= WATCH_NANOS) {
            watchedNanos = nanos;
            String _ = look();
        }
    }

    /** Returns whether the last look found something. Never blocks. */
    boolean foundBroken() {
        return !broken.isEmpty();
    }

    /** What was known is not believed any more. */
    void forget() {
        lock.lock();
        try {
            know(AuditHead.NONE);
            broken = "";
            begin(AuditHead.NONE, List.of(), AuditHead.NONE);
        } finally {
            lock.unlock();
        }
    }

    private void piece() {
        // Before the head: else it would be ahead of a head that was read before it was written.
        AuditHead own = trail.newest();
        List<ToldHead> told = reader.told(setting.idc());
        PrunedMark mark = reader.pruned();
        AuditHead head = reader.head();
        String gone = gone(mark.through(), head, told, Math.max(own.sequence(), known.sequence()));
        if (!gone.isEmpty()) {
            over(gone);
            return;
        }
        if (!mark.through().equals(base) || round.reached().equals(base)) {
            begin(mark.through(), told, own);
        }
        List<AuditEntry> entries = reader.read(round.reached().sequence() + 1, head.sequence(), PIECE);
        entries.forEach(round::take);
        if (entries.isEmpty() || round.reached().sequence() >= head.sequence() || round.broken() != null) {
            boolean whole = round.end(head);
            String found = whole ? "" : String.valueOf(round.broken());
            if (!whole && !reader.pruned().through().equals(base)) {
                begin(AuditHead.NONE, List.of(), AuditHead.NONE); // It was pruned meanwhile: that says nothing.
                return;
            }
            if (whole) {
                know(head);
            }
            over(found);
        }
    }

    /** What was there, and is not, though nobody may have taken it out. */
    private String gone(AuditHead pruned, AuditHead head, List<ToldHead> told, long seen) {
        if (head.sequence() < seen) {
            return "record " + (head.sequence() + 1) + ": is missing: the head says " + head.sequence()
                    + " records, and this node has seen " + seen + "; the end was cut off";
        }
        Instant old = setting.clock().instant().minus(setting.pruneAfter());
        if (known.sequence() > 0 && known.sequence() < pruned.sequence() && knownAt.isAfter(old)) {
            return young(known.sequence(), "this node saw at " + knownAt);
        }
        if (!told.isEmpty() && told.getLast().head().sequence() < pruned.sequence()
                && told.getLast().at().isAfter(old)) {
            return young(told.getLast().head().sequence(), "other IDCs were told of at " + told.getLast().at());
        }
        return "";
    }

    private static String young(long sequence, String seen) {
        return "record " + sequence + ": is pruned, with all after it that " + seen
                + ": younger ones than audit.pruneAfter are not pruned; the beginning was cut off";
    }

    private void know(AuditHead head) {
        known = head;
        knownAt = setting.clock().instant();
    }

    private void over(String found) {
        broken = found;
        begin(AuditHead.NONE, List.of(), AuditHead.NONE);
    }

    /** What this node wrote last takes the place of nothing that was known: it may have gone on from a chain that was cut. */
    private void begin(AuditHead from, List<ToldHead> told, AuditHead own) {
        base = from;
        List<AuditHead> through = new ArrayList<>();
        told.stream().map(ToldHead::head).filter(each -> each.sequence() >= from.sequence()).forEach(through::add);
        for (AuditHead seen : List.of(known, own)) {
            if (seen.sequence() > 0 && seen.sequence() >= from.sequence()) {
                through.add(seen);
            }
        }
        round = new AuditChain(from, through, false);
    }
}
