package io.spillway.control.audit;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import io.spillway.registry.RegistryUnavailableException;
import io.spillway.wire.audit.AuditChain;
import io.spillway.wire.audit.AuditEntry;
import io.spillway.wire.audit.AuditHead;

/**
 * Looks through the chain again and again, a piece each time it is asked, and remembers how far the chain had come: one that
 * is shorter later, or another, was cut or written anew. Blocks. Safe for use by any thread.
 */
final class ChainCheck {

    /** Records of one piece. */
    static final int PIECE = 1000;

    private final AuditReader reader;
    private final AuditTrail trail;
    private final ReentrantLock lock = new ReentrantLock();
    /** This and what follows is guarded by {@code lock}: the round that is under way. */
    private AuditChain round = new AuditChain(AuditHead.NONE, List.of(), false);
    private AuditHead known = AuditHead.NONE;
    private String broken = "";

    ChainCheck(AuditReader reader, AuditTrail trail) {
        this.reader = reader;
        this.trail = trail;
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

    /** What was known is not believed any more. */
    void forget() {
        lock.lock();
        try {
            known = AuditHead.NONE;
            broken = "";
            begin();
        } finally {
            lock.unlock();
        }
    }

    private void piece() {
        // Before the head: else it would be ahead of a head that was read before it was written.
        AuditHead own = trail.newest();
        AuditHead head = reader.head();
        if (own.sequence() > known.sequence()) {
            known = own;
        }
        if (head.sequence() < known.sequence()) {
            over("record " + (head.sequence() + 1) + ": is missing: the head says " + head.sequence()
                    + " records, and this node has seen " + known.sequence() + "; the end was cut off");
            return;
        }
        List<AuditEntry> entries = reader.read(round.reached().sequence() + 1, head.sequence(), PIECE);
        entries.forEach(round::take);
        if (entries.isEmpty() || round.reached().sequence() >= head.sequence() || round.broken() != null) {
            boolean whole = round.end(head);
            String found = whole ? "" : String.valueOf(round.broken());
            if (whole) {
                known = head;
            }
            over(found);
        }
    }

    private void over(String found) {
        broken = found;
        begin();
    }

    private void begin() {
        round = new AuditChain(AuditHead.NONE, known.sequence() == 0 ? List.of() : List.of(known), false);
    }
}
