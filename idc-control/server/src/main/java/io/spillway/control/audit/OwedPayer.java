package io.spillway.control.audit;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import io.spillway.model.document.Decoded;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Compare;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.registry.Transaction;
import io.spillway.wire.audit.AuditEntry;
import io.spillway.wire.audit.AuditRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Chains what a node owes to the audit, each record once: with it a key of its id is put, under the condition that there is none,
 * and deleted when the node owes it no more. So neither a lost answer nor a crash before the file is trimmed chains it twice. Safe
 * for use by any thread; blocks.
 */
final class OwedPayer {

    private static final Logger LOG = LoggerFactory.getLogger(OwedPayer.class);
    /** What is chained within this time was chained when it was done. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);
    /** Keys that are deleted at once. */
    private static final int SWEPT = 100;

    private final String node;
    private final Registry registry;
    private final InstantSource clock;
    private final AuditTrail trail;
    private final AuditReader reader;
    private final OwedRecords owed;
    /** One at a time chains what is owed. */
    private final ReentrantLock paying = new ReentrantLock();
    /** Keys of records that an earlier process has paid may be left; guarded by {@code paying}. */
    private boolean left = true;

    OwedPayer(String node, Registry registry, InstantSource clock, AuditTrail trail, OwedRecords owed) {
        this.node = node;
        this.registry = registry;
        this.clock = clock;
        this.trail = trail;
        this.reader = new AuditReader(registry);
        this.owed = owed;
    }

    /** Owes a deed that is not done yet. */
    AuditRecord owe(AuditRecord.Deed deed) throws IOException {
        return owed.owe(clock.instant(), node, deed);
    }

    void forgive(AuditRecord record) {
        owed.remove(record);
    }

    int owed() {
        return owed.size();
    }

    /** Chains what is owed, as far as that goes now; what is left is tried again when it is called again. */
    void pay() {
        paying.lock();
        try {
            for (AuditRecord record = owed.first(); record != null; record = owed.first()) {
                if (!isPaid(record)) {
                    return;
                }
                owed.remove(record);
                left = true;
            }
            if (left) {
                left = !swept();
            }
        } catch (RegistryUnavailableException away) {
            LOG.debug("what is owed to the audit is chained later: {}", away.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("what is owed to the audit cannot be chained", bug);
        } finally {
            paying.unlock();
        }
    }

    /** Chains it unless it is chained; false when that must be tried again. */
    private boolean isPaid(AuditRecord record) {
        String key = RegistryKeys.owed(node, OwedRecords.id(record));
        AuditRecord.Deed deed = late(record);
        CommitResult result = trail.commitAt(List.of(Compare.absent(key)),
                sequence -> List.of(Operation.put(key, Long.toString(sequence).getBytes(US_ASCII))), deed);
        if (!(result instanceof CommitResult.Conflict)) {
            return result instanceof CommitResult.Committed;
        }
        KeyValue said = registry.get(key).orElse(null);
        if (said == null || isIn(record, new String(said.value(), US_ASCII))) {
            return said != null;
        }
        LOG.error("{} says that an owed record is in the audit, and it is not: it is chained now", key);
        registry.commit(Transaction.delete(key, said.modRevision()));
        return false;
    }

    /** A key alone proves nothing: whoever can write to the registry could put it, so that a record is lost. */
    private boolean isIn(AuditRecord record, String sequence) {
        if (!sequence.matches("[1-9][0-9]{0,17}")) {
            return false;
        }
        long at = Long.parseLong(sequence);
        return at <= reader.pruned().through().sequence() || reader.read(at, at, 1).stream().map(AuditEntry::record)
                .anyMatch(each -> each instanceof Decoded.Valid<AuditRecord>(AuditRecord chained)
                        && chained.deed().who().equals(record.deed().who())
                        && chained.deed().action().equals(record.deed().action())
                        && chained.deed().objects().equals(record.deed().objects()));
    }

    /** Deletes the keys of what is owed no more; false when some may be left. */
    private boolean swept() {
        Set<String> owing = new HashSet<>();
        owed.all().forEach(record -> owing.add(RegistryKeys.owed(node, OwedRecords.id(record))));
        List<Operation> paid = registry.range(RegistryKeys.OWED + node + "/").entries().stream().map(KeyValue::key)
                .filter(key -> !owing.contains(key)).limit(SWEPT).map(Operation::delete).toList();
        return paid.isEmpty()
                || (registry.commit(new Transaction(List.of(), paid)) instanceof CommitResult.Committed
                        && paid.size() < SWEPT);
    }

    /** A record has the time at which it was chained; what was done long before says so. */
    private AuditRecord.Deed late(AuditRecord record) {
        AuditRecord.Deed deed = record.deed();
        return Duration.between(record.at(), clock.instant()).compareTo(AT_ONCE) < 0
                ? deed
                : deed.withResult(deed.result() + "; it was done at " + record.at() + " and chained now");
    }
}
