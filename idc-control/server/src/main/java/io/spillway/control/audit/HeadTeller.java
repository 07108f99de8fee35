package io.spillway.control.audit;

import java.time.Duration;
import java.time.InstantSource;

import io.spillway.model.document.Decoded;
import io.spillway.model.time.Ticker;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.KnownHeads;
import io.spillway.wire.audit.ToldHead;

/**
 * Tells the other IDCs where the chain ends, every {@value #SECONDS} seconds at most and only when it has gone on, so that nobody who
 * can write to this IDC's registry alone cuts it unseen. Any node tells; of several at once one wins. For one thread; blocks.
 */
final class HeadTeller {

    /** Time between two words, seconds. */
    static final int SECONDS = 5;

    private final String idc;
    private final Registry registry;
    private final AuditReader reader;
    private final Ticker ticker;
    private final InstantSource clock;
    private long lookedNanos;

    HeadTeller(String idc, Registry registry, Ticker ticker, InstantSource clock) {
        this.idc = idc;
        this.registry = registry;
        this.reader = new AuditReader(registry);
        this.ticker = ticker;
        this.clock = clock;
        this.lookedNanos = ticker.nanos();
    }

    /** Tells, when it is time. Throws {@link io.spillway.registry.RegistryUnavailableException}. */
    void look() {
        if (ticker.nanos() - lookedNanos < Duration.ofSeconds(SECONDS).toNanos() || !reader.connected()) {
            return;
        }
        lookedNanos = ticker.nanos();
        AuditHead head = reader.head();
        if (head.sequence() == 0) {
            return;
        }
        KeyValue stands = registry.get(RegistryKeys.heads(idc)).orElse(null);
        KnownHeads told = stands != null
                && KnownHeads.decode(stands.value()) instanceof Decoded.Valid<KnownHeads>(KnownHeads known)
                        ? known
                        : KnownHeads.NONE;
        KnownHeads next = told
                .with(new ToldHead(idc, Math.max(1, registry.state().epoch()), head, clock.instant()));
        if (!next.heads().equals(told.heads())) {
            var _ = registry.commit(Transaction.put(RegistryKeys.heads(idc), stands == null ? 0 : stands.modRevision(),
                    next.encode()));
        }
    }
}
