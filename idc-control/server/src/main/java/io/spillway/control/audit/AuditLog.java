package io.spillway.control.audit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import io.spillway.control.service.AuditService;
import io.spillway.model.time.Ticker;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.wire.audit.AuditEntry;
import io.spillway.wire.audit.AuditHead;
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
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final String node;
    private final InstantSource clock;
    private final Ticker ticker;
    private final AuditObserver observer;
    private final AuditTrail trail;
    private final AuditReader reader;
    private final ChainCheck check;
    private final ReentrantLock lock = new ReentrantLock();
    private final RefusedCalls refused; // guarded by lock
    private long begunNanos; // owned by the thread that looks
    private AuditRecord.@Nullable Refusals owed; // owned by the thread that looks: not in the chain yet
    private volatile boolean closed;

    /** Creates the log of a node; it does nothing of itself before it is started. */
    public AuditLog(String node, Registry registry, Ticker ticker, InstantSource clock, AuditObserver observer) {
        this.node = node;
        this.clock = clock;
        this.ticker = ticker;
        this.observer = observer;
        this.trail = new AuditTrail(node, registry, ticker, clock, observer);
        this.reader = new AuditReader(registry);
        this.check = new ChainCheck(reader, trail);
        this.refused = new RefusedCalls(node);
        this.begunNanos = ticker.nanos();
    }

    /** Begins to write of refused calls. */
    public void start() {
        Thread.ofVirtual().name("control-audit").start(() -> {
            while (!closed) {
                LockSupport.parkNanos(LOOK_NANOS);
                look();
            }
        });
    }

    /** Returns where writes append their records. */
    public AuditTrail trail() {
        return trail;
    }

    /** Takes a call that was refused. Never blocks for long. */
    public void refused(AuditRecord.Deed deed) {
        observer.auditRefused();
        lock.lock();
        try {
            refused.add(clock.instant(), deed);
        } finally {
            lock.unlock();
        }
    }

    /** Looks at a piece of the chain; returns what is wrong with the chain, empty when nothing is. Blocks. */
    public String broken() {
        return check.look();
    }

    /** The operator accepted another registry: it has a chain of its own. */
    public void forget() {
        trail.forget();
        check.forget();
    }

    @Override
    public Page page(long from, int limit) {
        try {
            AuditHead head = reader.head();
            long first = Math.max(1, from > 0 ? from : head.sequence() - limit + 1);
            List<AuditEntry> entries = reader.read(first, head.sequence(), limit);
            long last = entries.isEmpty() ? head.sequence() : entries.getLast().place();
            return new Page.Records(head, entries, last < head.sequence() ? last + 1 : 0);
        } catch (RegistryUnavailableException away) {
            return new Page.Unavailable(away.since(), String.valueOf(away.getMessage()));
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

    @Override
    public void close() {
        closed = true;
    }

    /** Ends a period that is over, and writes of one that is not written yet. For one thread. */
    void look() {
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
        try {
            return trail.commit(List.of(), List.of(), deed) instanceof CommitResult.Committed;
        } catch (RegistryUnavailableException away) {
            return false;
        } catch (RuntimeException bug) {
            LOG.error("refused calls could not be written of", bug);
            return false;
        }
    }
}
