package io.spillway.control.health;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.spillway.registry.CommitResult;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.record.HealthRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is held against workloads into the registry, the newest only, many in one transaction, again and again until the
 * registry has it. Records are not bound to a lease: what was found stays when the node that found it dies, until another has
 * checked anew. Safe for use by any thread; one thread, {@code health-writer}, writes.
 */
final class HealthWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HealthWriter.class);
    private static final long RETRY_MILLIS = 500;

    private final Registry registry;
    private final Written written;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Map<String, Optional<HealthRecord>> waiting = new LinkedHashMap<>(); // guarded by the lock
    private boolean closed; // guarded by the lock

    /** Is told what the registry has. */
    interface Written {

        /** The registry has that, since that revision, of a workload. */
        void written(String workload, @Nullable HealthRecord record, long revision);
    }

    HealthWriter(Registry registry, Written written) {
        this.registry = registry;
        this.written = written;
    }

    HealthWriter start() {
        Thread.ofVirtual().name("health-writer").start(this::run);
        return this;
    }

    /** Has a record written, or deleted when it is empty; what waits for the same workload is forgotten. */
    void put(String workload, Optional<HealthRecord> record) {
        lock.lock();
        try {
            waiting.put(workload, record);
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (Map<String, Optional<HealthRecord>> batch = next(); !batch.isEmpty(); batch = next()) {
                if (!write(batch)) {
                    putBack(batch);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for something to write; empty at the end. */
    private Map<String, Optional<HealthRecord>> next() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                more.await();
            }
            Map<String, Optional<HealthRecord>> batch = new LinkedHashMap<>();
            Iterator<Map.Entry<String, Optional<HealthRecord>>> entries = waiting.entrySet().iterator();
            while (!closed && entries.hasNext() && batch.size() < Transaction.MAX_OPERATIONS) {
                Map.Entry<String, Optional<HealthRecord>> entry = entries.next();
                batch.put(entry.getKey(), entry.getValue());
                entries.remove();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private boolean write(Map<String, Optional<HealthRecord>> batch) {
        List<Operation> operations = new ArrayList<>();
        batch.forEach((workload, record) -> operations.add(record
                .map(found -> Operation.put(RegistryKeys.health(workload), found.encode()))
                .orElseGet(() -> Operation.delete(RegistryKeys.health(workload)))));
        try {
            return switch (registry.commit(new Transaction(List.of(), operations))) {
                case CommitResult.Committed(long revision) -> {
                    batch.forEach((workload, record) -> written.written(workload, record.orElse(null), revision));
                    yield true;
                }
                case CommitResult.Conflict _ -> false;
                case CommitResult.Unavailable(var _, String reason, var _) -> {
                    LOG.debug("{} health records wait for the registry: {}", batch.size(), reason);
                    yield false;
                }
            };
        } catch (RuntimeException bug) {
            LOG.error("{} health records could not be written", batch.size(), bug);
            return false;
        }
    }

    /** Waits a moment; what came meanwhile is newer. */
    private void putBack(Map<String, Optional<HealthRecord>> batch) throws InterruptedException {
        lock.lock();
        try {
            batch.forEach(waiting::putIfAbsent);
            long left = TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS);
            while (left > 0 && !closed) {
                left = more.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
