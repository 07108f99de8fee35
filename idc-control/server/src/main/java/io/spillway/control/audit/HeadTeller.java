package io.spillway.control.audit;

import java.time.Duration;
import java.time.InstantSource;

import io.spillway.model.document.Decoded;
import io.spillway.model.time.Ticker;
import io.spillway.registry.CommitResult;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.KnownHeads;
import io.spillway.wire.audit.ToldHead;

/**
 * Tells the other IDCs where the chain ends, every {@value #SECONDS} seconds at most and only when it has gone on, so that nobody who
 * can write to this IDC's registry alone cuts it unseen. The node that has recorded something tells; all look once in
 * {@value #IDLE_SECONDS} seconds, for one that died before it told. Of several at once one wins. For one thread; blocks.
 */
final class HeadTeller {

    /** Time between two words, seconds. */
    static final int SECONDS = 5;
    /** Time between two looks when this node has recorded nothing, seconds. */
    static final int IDLE_SECONDS = 60;

    private final String idc;
    private final Registry registry;
    private final AuditTrail trail;
    private final AuditReader reader;
    private final Ticker ticker;
    private final InstantSource clock;
    private long lookedNanos;
    /** What this node has recorded itself, and others know. */
    private AuditHead own = AuditHead.NONE;
    /** What others were told when this node looked last, and of which registry. */
    private AuditHead told = AuditHead.NONE;
    private long epoch;

    HeadTeller(String idc, Registry registry, AuditTrail trail, Ticker ticker, InstantSource clock) {
        this.idc = idc;
        this.registry = registry;
        this.trail = trail;
        this.reader = new AuditReader(registry);
        this.ticker = ticker;
        this.clock = clock;
        this.lookedNanos = ticker.nanos() - Duration.ofSeconds(IDLE_SECONDS - SECONDS).toNanos();
    }

    /** Tells, when it is time. Throws {@link io.spillway.registry.RegistryUnavailableException}. */
    void look() {
        AuditHead recorded = trail.newest();
        int wait = recorded.equals(own) ? IDLE_SECONDS : SECONDS;
        if (ticker.nanos() - lookedNanos < Duration.ofSeconds(wait).toNanos() || !reader.connected()) {
            return;
        }
        lookedNanos = ticker.nanos();
        AuditHead head = reader.head();
        long now = Math.max(1, registry.state().epoch());
        if (head.sequence() == 0 || (head.equals(told) && now == epoch) || tell(head, now)) {
            own = recorded;
            told = head;
            epoch = now;
        }
    }

    /** Returns whether it is told. */
    private boolean tell(AuditHead head, long now) {
        KeyValue stands = registry.get(RegistryKeys.heads(idc)).orElse(null);
        KnownHeads before = stands != null
                && KnownHeads.decode(stands.value()) instanceof Decoded.Valid<KnownHeads>(KnownHeads known)
                        ? known
                        : KnownHeads.NONE;
        KnownHeads next = before.with(new ToldHead(idc, now, head, clock.instant()));
        return next.heads().equals(before.heads())
                || registry.commit(Transaction.put(RegistryKeys.heads(idc), stands == null ? 0 : stands.modRevision(),
                        next.encode())) instanceof CommitResult.Committed;
    }
}
