package io.spillway.control.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.spillway.control.service.Consent;
import io.spillway.control.service.PruneResult;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Durations;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Compare;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.registry.Transaction;
import io.spillway.wire.audit.AuditChain;
import io.spillway.wire.audit.AuditEntry;
import io.spillway.wire.audit.AuditExport;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.AuditPruning;
import io.spillway.wire.audit.AuditRecord;
import io.spillway.wire.audit.PrunedMark;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the oldest records out of the registry. First the record of it is chained, with the mark where the chain begins from then
 * on, in one transaction; then the keys are deleted segment by segment, by whichever node comes to it, so that nothing is half
 * done when one is killed. Blocks; throws {@link RegistryUnavailableException}. Safe for use by any thread.
 */
final class AuditPruner {

    /** So many records are pruned at once at most. */
    static final int MOST = 50_000;
    /** So many segments are deleted at a time at most. */
    static final int SEGMENTS = 20;

    private static final int PIECE = 1000;
    /** Another node may have been killed before it deleted all that was pruned. */
    private static final long SWEEP_NANOS = Duration.ofMinutes(1).toNanos();
    private static final Logger LOG = LoggerFactory.getLogger(AuditPruner.class);

    private final Registry registry;
    private final AuditTrail trail;
    private final AuditReader reader;
    private final InstantSource clock;
    private final Duration age;
    private volatile boolean unfinished = true; // something may be left to delete
    private long sweptNanos; // owned by the thread that sweeps

    /** A mark as it stands since that revision; 0 when none stands. */
    private record Standing(PrunedMark mark, long revision) {}

    AuditPruner(Registry registry, AuditTrail trail, InstantSource clock, Duration age) {
        this.registry = registry;
        this.trail = trail;
        this.reader = new AuditReader(registry);
        this.clock = clock;
        this.age = age;
    }

    /** Prunes what was exported, or says why not; the deed has the pruning and uses the consent up; null: nobody had to give one. */
    PruneResult prune(AuditPruning what, AuditRecord.Deed deed, @Nullable Consent consent) {
        Standing now = standing();
        AuditHead base = now.mark.through();
        String refusal = refusal(now.mark, reader.head(), what);
        if (refusal == null) {
            refusal = difference(base, what);
        }
        if (refusal != null) {
            return new PruneResult.Refused(refusal);
        }
        long records = what.through().sequence() - base.sequence();
        Compare unmoved = new Compare(RegistryKeys.AUDIT_PRUNED, now.revision);
        CommitResult result = trail.commitAt(
                consent == null ? List.of(unmoved) : List.of(unmoved, consent.stands()), record -> {
                    Operation mark = Operation.put(RegistryKeys.AUDIT_PRUNED,
                            new PrunedMark(what.through(), record, now.mark.cleared()).encode());
                    return consent == null ? List.of(mark) : List.of(mark, consent.used());
                },
                deed.with(what).withResult("done: " + records + " records"));
        return switch (result) {
            case CommitResult.Committed _ -> {
                unfinished = true;
                yield new PruneResult.Pruned(what.through(), records);
            }
            case CommitResult.Conflict _ ->
                new PruneResult.Refused("records were pruned at the same moment; look again");
            case CommitResult.Unavailable(var since, String reason, var _) ->
                new PruneResult.Unavailable(since, "the audit cannot be written: " + reason);
        };
    }

    private @Nullable String refusal(PrunedMark mark, AuditHead head, AuditPruning what) {
        long through = what.through().sequence();
        Instant youngest = clock.instant().minus(age);
        if (what.before().isAfter(youngest)) {
            return "before: " + what.before() + " (expected: " + youngest + " or earlier, audit.pruneAfter is "
                    + Durations.format(age) + ")";
        }
        if (!AuditChain.endsSegment(through) || through <= mark.through().sequence() || through >= head.sequence()) {
            return "sequence: " + through + " (expected: the end of a segment, as 99 or 199, after "
                    + mark.through().sequence() + " and before " + head.sequence() + ")";
        }
        if (through - mark.through().sequence() > MOST) {
            return "sequence: " + through + " (expected: at most " + MOST + " records after "
                    + mark.through().sequence() + ")";
        }
        return isProven(mark)
                ? null
                : "record " + mark.record() + " does not say that records up to " + mark.through().sequence()
                        + " were pruned: somebody changed the audit (see: spillway audit verify)";
    }

    /** What is deleted is what the file has, byte for byte, or nothing is. */
    private @Nullable String difference(AuditHead base, AuditPruning what) {
        AuditChain chain = new AuditChain(base, List.of(), false);
        AuditExport export = new AuditExport(base);
        long through = what.through().sequence();
        while (chain.reached().sequence() < through) {
            List<AuditEntry> entries = reader.read(chain.reached().sequence() + 1, through, PIECE);
            for (AuditEntry entry : entries) {
                if (!chain.take(entry)) {
                    break;
                }
                if (entry.record() instanceof Decoded.Valid<AuditRecord>(AuditRecord record)
                        && !record.at().isBefore(what.before())) {
                    return "record " + entry.place() + " is of " + record.at() + " (expected: before " + what.before()
                            + ")";
                }
                export.take(entry);
            }
            if (entries.isEmpty() || chain.broken() != null) {
                return chain.broken() == null
                        ? "record " + (chain.reached().sequence() + 1) + " is missing"
                        : chain.broken() + "; what does not fit is evidence, and not pruned";
            }
        }
        if (!chain.reached().equals(what.through())) {
            return "hash: " + what.through().hash() + " (expected: that of record " + through + ", "
                    + chain.reached().hash() + ")";
        }
        String digest = export.end();
        return digest.equals(what.exportDigest())
                ? null
                : "digest: " + what.exportDigest() + " (expected: that of an export of these records, " + digest + ")";
    }

    /** Deletes of what was pruned when there is something, or may be since the last look. For one thread; never throws. */
    void sweep(long nanos) {
        if (!unfinished && nanos - sweptNanos < SWEEP_NANOS) {
            return;
        }
        sweptNanos = nanos;
        // What is pruned from now on is looked for again.
        unfinished = false;
        try {
            if (clear() > 0) {
                unfinished = true;
            }
        } catch (RegistryUnavailableException away) {
            LOG.debug("what was pruned is deleted later: {}", away.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("what was pruned cannot be deleted", bug);
        }
    }

    /**
     * Deletes keys of what was pruned, {@value #SEGMENTS} segments at most; returns how many records. Only what a record of the
     * chain says was pruned is deleted, whatever the mark says.
     */
    private int clear() {
        Standing now = standing();
        if (now.mark.unfinished() && !isProven(now.mark)) {
            LOG.error(
                    "the audit's mark says that records up to {} were pruned, but record {} does not: nothing is deleted",
                    now.mark.through().sequence(), now.mark.record());
            return 0;
        }
        int cleared = 0;
        for (int i = 0; i < SEGMENTS && now.mark.unfinished(); i++) {
            long from = now.mark.cleared() + 1;
            long to = Math.min(now.mark.through().sequence(),
                    from / AuditChain.SEGMENT * AuditChain.SEGMENT + AuditChain.SEGMENT - 1);
            if (!(registry.commit(clearing(now, from, to)) instanceof CommitResult.Committed(long revision))) {
                return cleared;
            }
            cleared += (int) (to - from + 1);
            now = new Standing(now.mark.clearedTo(to), revision);
        }
        return cleared;
    }

    private static Transaction clearing(Standing now, long from, long to) {
        List<Operation> operations = new ArrayList<>();
        for (long sequence = from; sequence <= to; sequence++) {
            operations.add(Operation.delete(RegistryKeys.audit(sequence)));
        }
        operations.add(Operation.put(RegistryKeys.AUDIT_PRUNED, now.mark.clearedTo(to).encode()));
        return new Transaction(List.of(new Compare(RegistryKeys.AUDIT_PRUNED, now.revision)), operations);
    }

    private boolean isProven(PrunedMark mark) {
        if (mark.through().sequence() == 0) {
            return true;
        }
        return reader.read(mark.record(), mark.record(), 1).stream().map(AuditEntry::record)
                .anyMatch(each -> each instanceof Decoded.Valid<AuditRecord>(AuditRecord record)
                        && record.deed().pruning() != null
                        && record.deed().pruning().through().equals(mark.through()));
    }

    private Standing standing() {
        Optional<KeyValue> key = registry.get(RegistryKeys.AUDIT_PRUNED);
        return new Standing(key.map(each -> PrunedMark.decode(each.value())).orElse(PrunedMark.NONE),
                key.map(KeyValue::modRevision).orElse(0L));
    }
}
