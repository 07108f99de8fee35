package io.spillway.control.audit;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import io.spillway.control.service.AuditService;
import io.spillway.control.service.Consent;
import io.spillway.control.service.Origin;
import io.spillway.control.service.PruneResult;
import io.spillway.model.time.Ticker;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.wire.audit.AuditPruning;
import io.spillway.wire.audit.AuditRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit of one node. What is done goes into the chain by {@link #trail()}; what is refused is kept in memory, and once a
 * minute, when there was something, one record of it goes into the chain, so that nobody can fill the registry by asking for
 * what he does not get. Safe for use by any thread.
 */
public final class AuditLog implements AuditService, AutoCloseable {

    /** The action of a record of refused calls. */
    static final String REFUSED = "refused";
    /** Time between two records of refused calls. */
    static final Duration PERIOD = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    /** So old records are before they may be pruned, where nothing else is said. */
    public static final Duration PRUNE_AFTER = Duration.ofDays(400);

    private static final String PRUNE = "prune";
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();
    /** So long a node that ends waits for the record of its last period. */
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final String node;
    private final InstantSource clock;
    private final Ticker ticker;
    private final AuditObserver observer;
    private final AuditTrail trail;
    private final AuditReader reader;
    private final ChainCheck check;
    private final AuditPruner pruner;
    private final OwedPayer payer;
    private final @Nullable HeadTeller teller;
    private final ReentrantLock lock = new ReentrantLock();
    private final RefusedCalls refused; // guarded by lock
    private long begunNanos; // owned by the thread that looks
    private AuditRecord.@Nullable Refusals owed; // owned by the thread that looks: not in the chain yet
    private @Nullable Thread worker; // owned by whoever starts and closes
    private volatile boolean closed;

    /** Creates the log of a node; it does nothing of itself before it is started. */
    public AuditLog(String node, Registry registry, Ticker ticker, InstantSource clock, AuditObserver observer) {
        this(node, registry, ticker, clock, observer, OwedRecords.inMemory(), "", PRUNE_AFTER);
    }

    /**
     * The same, with what an earlier process of this node owes to the chain; {@code tells}: the IDC that tells others where its
     * chain ends, empty when there are none; {@code pruneAfter}: so old records are before they may be pruned.
     */
    public AuditLog(String node, Registry registry, Ticker ticker, InstantSource clock, AuditObserver observer,
            OwedRecords owed, String tells, Duration pruneAfter) {
        this.node = node;
        this.clock = clock;
        this.ticker = ticker;
        this.observer = observer;
        this.trail = new AuditTrail(node, registry, ticker, clock, observer, owed);
        this.teller = tells.isEmpty() ? null : new HeadTeller(tells, registry, trail, ticker, clock);
        this.payer = new OwedPayer(node, registry, clock, trail, owed);
        this.reader = new AuditReader(registry);
        this.check = new ChainCheck(reader, trail, new ChainCheck.Setting(tells, clock, pruneAfter));
        this.pruner = new AuditPruner(registry, trail, clock, pruneAfter);
        this.refused = new RefusedCalls(node);
        this.begunNanos = ticker.nanos();
    }

    /** Begins to write of refused calls. */
    public void start() {
        worker = Thread.ofVirtual().name("control-audit").start(() -> {
            while (!closed) {
                LockSupport.parkNanos(LOOK_NANOS);
                look();
                tell();
                sweep();
                check.watch(ticker.nanos());
            }
            leave();
        });
    }

    private void tell() {
        try {
            if (teller != null && !closed) {
                teller.look();
            }
        } catch (RegistryUnavailableException away) {
            LOG.debug("the others are told later where the audit ends: {}", away.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("the others cannot be told where the audit ends", bug);
        }
    }

    /** Returns where writes append their records. */
    public AuditTrail trail() {
        return trail;
    }

    @Override
    public void refused(AuditRecord.Deed deed) {
        observer.auditRefused();
        lock.lock();
        try {
            refused.add(clock.instant(), deed);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Says beforehand what will be done and cannot be done in one transaction with its record: that is owed to the chain from now
     * on, also by the next process of this node.
     *
     * @throws IOException when that cannot be kept, so that it must not be done
     */
    public AuditRecord owe(AuditRecord.Deed deed) throws IOException {
        return payer.owe(deed);
    }

    /** Says that what is owed was not done. */
    public void forgive(AuditRecord owed) {
        payer.forgive(owed);
    }

    /** Chains what is owed, as far as that goes now; what is left is tried again each second. Blocks. */
    public void pay() {
        payer.pay();
    }

    @Override
    public int owed() {
        return payer.owed();
    }

    /** Looks at a piece of the chain; returns what is wrong with the chain, empty when nothing is. Blocks. */
    public String broken() {
        return check.look();
    }

    @Override
    public boolean foundBroken() {
        return check.foundBroken();
    }

    /** The operator accepted another registry: it has a chain of its own. */
    public void forget() {
        trail.forget();
        check.forget();
    }

    @Override
    public Page page(long from, int limit) {
        try {
            return reader.page(from, limit);
        } catch (RegistryUnavailableException away) {
            return new Page.Unavailable(away.since(), String.valueOf(away.getMessage()));
        }
    }

    @Override
    public PruneResult prune(AuditPruning what, String author, String reason, Origin origin) {
        Consent consent = origin.consent();
        AuditRecord.Touched records = new AuditRecord.Touched("audit/" + what.through().sequence(), 0);
        AuditRecord.Deed deed = new AuditRecord.Deed(
                new AuditRecord.Who(author, origin.role(), origin.source()), PRUNE,
                consent == null
                        ? List.of(records)
                        : List.of(records, new AuditRecord.Touched(consent.object(), consent.revision())),
                origin.planHash(),
                origin.approver(), reason, "done", null);
        try {
            PruneResult result = pruner.prune(what, deed, consent);
            if (result instanceof PruneResult.Refused(String why)) {
                refused(deed.withResult("409: " + why));
            }
            return result;
        } catch (RegistryUnavailableException away) {
            return new PruneResult.Unavailable(away.since(), String.valueOf(away.getMessage()));
        }
    }

    /** Deletes of what was pruned, some each second. For one thread. */
    void sweep() {
        if (!closed) {
            pruner.sweep(ticker.nanos());
        }
    }

    @Override
    public List<AuditRecord> refused() {
        lock.lock();
        try {
            return refused.kept();
        } finally {
            lock.unlock();
        }
    }

    /** Writes of the period that is not over, and ends. Waits for that 3 s at most; the registry must still be open. */
    @Override
    public void close() {
        closed = true;
        Thread looking = worker;
        if (looking == null) {
            leave();
            return;
        }
        LockSupport.unpark(looking);
        try {
            if (!looking.join(FAREWELL)) {
                LOG.warn("the last refused calls are not in the audit: the registry did not answer within {} s",
                        FAREWELL.toSeconds());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nobody asks any more: what was not written of yet is written now, if it can be. */
    private void leave() {
        leave(owed);
        owed = null;
        leave(ended());
    }

    private void leave(AuditRecord.@Nullable Refusals refusals) {
        if (refusals != null && !written(refusals)) {
            LOG.warn("{} refused calls are not in the audit: the registry cannot be written", refusals.calls());
        }
    }

    /** Chains what is owed, ends a period that is over, and writes of one that is not written yet. For one thread. */
    void look() {
        if (!closed) {
            pay();
        }
        if (owed == null && ticker.nanos() - begunNanos >= PERIOD.toNanos()) {
            begunNanos = ticker.nanos();
            owed = ended();
        }
        AuditRecord.Refusals refusals = owed;
        if (refusals != null && !closed && written(refusals)) {
            owed = null;
        }
    }

    private AuditRecord.@Nullable Refusals ended() {
        lock.lock();
        try {
            return refused.end();
        } finally {
            lock.unlock();
        }
    }

    private boolean written(AuditRecord.Refusals refusals) {
        AuditRecord.Deed deed = new AuditRecord.Deed(new AuditRecord.Who(node, "", ""), REFUSED, List.of(), "", "", "",
                refusals.calls() + " calls refused", refusals);
        return committed(deed);
    }

    private boolean committed(AuditRecord.Deed deed) {
        try {
            return trail.commit(List.of(), List.of(), deed) instanceof CommitResult.Committed;
        } catch (RegistryUnavailableException away) {
            return false;
        } catch (RuntimeException bug) {
            LOG.error("the audit could not be written", bug);
            return false;
        }
    }
}
