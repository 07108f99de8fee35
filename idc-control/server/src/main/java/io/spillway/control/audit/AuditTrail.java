package io.spillway.control.audit;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

import io.spillway.control.access.Role;
import io.spillway.control.service.Consent;
import io.spillway.model.time.Ticker;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Compare;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.registry.Transaction;
import io.spillway.wire.audit.AuditEntry;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.AuditRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends to the chain in the transaction of what the record is about: either both happen or neither. Appends of this node go
 * one after the other, because each needs the head that the one before has left; against other nodes the head's revision is
 * compared. Safe for use by any thread.
 */
public final class AuditTrail {

    /** So many comparisons, and operations, of a transaction belong to its audit record. */
    public static final int PLACES = 2;

    /** As long as a write waits for a node that does not hear. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * A node that always has the next write ready learns of its head before anybody else does, and would win for ever. So after
     * so many in a row it lets one round trip go by.
     */
    private static final int IN_A_ROW = 8;

    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

    private final String node;
    private final Registry registry;
    private final Ticker ticker;
    private final InstantSource clock;
    private final AuditObserver observer;
    private final AuditReader reader;
    private final OwedRecords owed;
    private final ReentrantLock turn = new ReentrantLock(true);
    /** Guarded by {@code turn}; null when it is not known. */
    private @Nullable Standing standing;
    private int inARow; // guarded by turn
    private volatile AuditHead newest = AuditHead.NONE;

    /**
     * Where the chain ends.
     *
     * @param key    revision of the head's key; 0 when there is none
     * @param record revision of the newest record
     */
    private record Standing(AuditHead head, long key, long record) {}

    AuditTrail(String node, Registry registry, Ticker ticker, InstantSource clock, AuditObserver observer,
            OwedRecords owed) {
        this.reader = new AuditReader(registry);
        this.owed = owed;
        this.node = node;
        this.registry = registry;
        this.ticker = ticker;
        this.clock = clock;
        this.observer = observer;
    }

    /** Returns the newest head that this node has written. */
    AuditHead newest() {
        return newest;
    }

    /** What was written is not there any more, and that is right: the operator accepted another registry. */
    void forget() {
        newest = AuditHead.NONE;
    }

    /**
     * Commits with a record of it: when that cannot be written, nothing is. Only who breaks glass goes on without, and the record
     * is owed. The comparisons and operations leave {@link #PLACES} of each free. Throws {@link RegistryUnavailableException}.
     */
    public CommitResult commit(List<Compare> compares, List<Operation> operations, AuditRecord.Deed deed) {
        if (!deed.who().role().equals(Role.BREAKGLASS.word())) {
            return chained(compares, _ -> operations, deed);
        }
        CommitResult result;
        try {
            result = chained(compares, _ -> operations, deed);
        } catch (RegistryUnavailableException away) {
            result = new CommitResult.Unavailable(away.since(), String.valueOf(away.getMessage()), false);
        }
        return result instanceof CommitResult.Unavailable(var _, String why, boolean unknown) && !unknown
                ? unchained(compares, operations, deed.withResult(deed.result() + "; without the chain: " + why))
                : result;
    }

    /**
     * Commits operations that name the sequence of their record. Nobody goes on without the record, whatever his role. Throws
     * {@link RegistryUnavailableException}.
     */
    CommitResult commitAt(List<Compare> compares, LongFunction<List<Operation>> operations, AuditRecord.Deed deed) {
        return chained(compares, operations, deed);
    }

    /** The record is on the disk of this node before anything happens, and is taken back when nothing has. */
    private CommitResult unchained(List<Compare> compares, List<Operation> operations, AuditRecord.Deed deed) {
        AuditRecord record;
        try {
            record = owed.owe(clock.instant(), node, deed);
        } catch (IOException e) {
            return new CommitResult.Unavailable(clock.instant(),
                    "neither the audit nor its file can be written: " + e.getMessage(), false);
        }
        CommitResult result = operations.isEmpty()
                ? new CommitResult.Committed(0)
                : registry.commit(new Transaction(compares, operations));
        boolean happened = !(result instanceof CommitResult.Conflict)
                && !(result instanceof CommitResult.Unavailable away && !away.outcomeUnknown());
        if (happened) {
            LOG.warn("BREAK-GLASS: {} by {} goes on without its audit record, which is owed: {}", deed.action(),
                    deed.who().actor(), deed.result());
        } else {
            owed.remove(record);
        }
        return result;
    }

    private CommitResult chained(List<Compare> compares, LongFunction<List<Operation>> operations,
            AuditRecord.Deed deed) {
        turn.lock();
        try {
            long begun = ticker.nanos();
            while (ticker.nanos() - begun < PATIENCE.toNanos()) {
                long asked = ticker.nanos();
                CommitResult result = attempt(compares, operations, deed);
                if (result != null) {
                    letOthersGo(ticker.nanos() - asked);
                    return result;
                }
                inARow = 0;
            }
            return new CommitResult.Unavailable(clock.instant(),
                    "the audit record could not be appended: other nodes were quicker for " + PATIENCE.toSeconds()
                            + " s",
                    false);
        } finally {
            turn.unlock();
        }
    }

    /** Commits the same, and uses up what another person has said yes to, if somebody had to. */
    public CommitResult commit(List<Compare> compares, List<Operation> operations, AuditRecord.Deed deed,
            @Nullable Consent consent) {
        if (consent == null) {
            return commit(compares, operations, deed);
        }
        List<Compare> conditions = new ArrayList<>(compares);
        conditions.add(consent.stands());
        List<Operation> all = new ArrayList<>(operations);
        all.add(consent.used());
        return commit(conditions, all, deed);
    }

    /**
     * Returns what commits several transactions of one deed: its record goes with the first that happens, and so does the use of
     * what another person has said yes to, null for nothing.
     */
    public Recorded once(AuditRecord.Deed deed, @Nullable Consent consent) {
        AtomicBoolean recorded = new AtomicBoolean();
        return (compares, operations) -> {
            if (recorded.get()) {
                return registry.commit(new Transaction(compares, operations));
            }
            CommitResult result = commit(compares, operations, deed, consent);
            recorded.set(result instanceof CommitResult.Committed);
            return result;
        };
    }

    /** Commits what belongs to a deed. */
    @FunctionalInterface
    public interface Recorded {

        /** Commits; throws {@link RegistryUnavailableException}. */
        CommitResult commit(List<Compare> compares, List<Operation> operations);
    }

    private void letOthersGo(long roundTripNanos) {
        inARow = turn.hasQueuedThreads() ? inARow + 1 : 0;
        if (inARow >= IN_A_ROW) {
            inARow = 0;
            LockSupport.parkNanos(Math.min(roundTripNanos, PATIENCE.toNanos()));
        }
    }

    /** Returns null when only the chain has gone on meanwhile. */
    private @Nullable CommitResult attempt(List<Compare> compares, LongFunction<List<Operation>> operations,
            AuditRecord.Deed deed) {
        Standing now = standing == null ? read() : standing;
        AuditEntry entry = AuditEntry.after(now.head,
                new AuditRecord(now.head.sequence() + 1, clock.instant(), node, now.record, deed));
        AuditHead next = new AuditHead(entry.place(), entry.hash());
        String key = RegistryKeys.audit(entry.place());
        List<Compare> conditions = new ArrayList<>(compares);
        conditions.add(new Compare(RegistryKeys.AUDIT_HEAD, now.key));
        conditions.add(Compare.absent(key));
        List<Operation> all = new ArrayList<>(operations.apply(entry.place()));
        all.add(Operation.put(key, entry.encode()));
        all.add(Operation.put(RegistryKeys.AUDIT_HEAD, next.encode()));
        standing = null;
        CommitResult result = registry.commit(new Transaction(conditions, all));
        return switch (result) {
            case CommitResult.Committed(long revision) -> {
                standing = new Standing(next, revision, revision);
                newest = next;
                observer.audited();
                yield result;
            }
            case CommitResult.Conflict(List<KeyValue> current) -> again(now, key, compares, current) ? null : result;
            case CommitResult.Unavailable _ -> result;
        };
    }

    /** Learns where the chain ends now; returns whether nothing else was in the way. */
    private boolean again(Standing tried, String key, List<Compare> compares, List<KeyValue> current) {
        Map<String, KeyValue> found = new HashMap<>();
        current.forEach(entry -> found.put(entry.key(), entry));
        KeyValue head = found.get(RegistryKeys.AUDIT_HEAD);
        boolean moved = tried.key != (head == null ? 0 : head.modRevision());
        boolean taken = found.containsKey(key);
        if (moved) {
            standing = standing(head);
        } else if (taken) {
            standing = newestRecord(tried.key, tried.head.sequence() + 1);
        } else {
            standing = tried;
        }
        return (moved || taken) && compares.stream().allMatch(compare -> {
            KeyValue present = found.get(compare.key());
            return compare.modRevision() == (present == null ? 0 : present.modRevision());
        });
    }

    private Standing read() {
        return standing(registry.get(RegistryKeys.AUDIT_HEAD).orElse(null));
    }

    /** A head that is lost or put back is found by whoever verifies; it must not make records overwrite others. */
    private Standing standing(@Nullable KeyValue key) {
        AuditHead head = key == null ? null : AuditHead.decode(key.value());
        return key == null || head == null
                ? newestRecord(key == null ? 0 : key.modRevision(), newest.sequence())
                : new Standing(head, key.modRevision(), key.modRevision());
    }

    private Standing newestRecord(long headKey, long atLeast) {
        AuditHead pruned = reader.pruned().through();
        KeyValue last = reader.newest(Math.max(atLeast, pruned.sequence() + 1));
        AuditEntry entry = last == null ? null : AuditReader.entry(last);
        if (last == null || entry == null || entry.place() <= pruned.sequence()) {
            return new Standing(pruned, headKey, 0);
        }
        AuditHead head = entry.head();
        return new Standing(head == null ? new AuditHead(entry.place(), AuditHead.NONE.hash()) : head, headKey,
                last.modRevision());
    }
}
