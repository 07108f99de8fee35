package io.spillway.control.audit;

import java.util.ArrayList;
import java.util.List;

import io.spillway.control.service.AuditService.Page;
import io.spillway.model.document.Decoded;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.wire.audit.AuditEntry;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.KnownHeads;
import io.spillway.wire.audit.PrunedMark;
import io.spillway.wire.audit.ToldHead;
import org.jspecify.annotations.Nullable;

/**
 * Reads the chain in blocks of a hundred: those whose keys have all digits but the last two in common. Blocks; throws
 * {@link RegistryUnavailableException}. Safe for use by any thread.
 */
final class AuditReader {

    private static final int BLOCK = 100;
    private static final int DIGITS_WITHIN = 2;
    private static final int DIGITS = 20;

    private final Registry registry;

    AuditReader(Registry registry) {
        this.registry = registry;
    }

    /** Returns whether the registry answers. Never blocks. */
    boolean connected() {
        return registry.state().connected();
    }

    /** Returns where the chain ends; nowhere when no head can be read. */
    AuditHead head() {
        AuditHead head = registry.get(RegistryKeys.AUDIT_HEAD).map(key -> AuditHead.decode(key.value())).orElse(null);
        return head == null ? AuditHead.NONE : head;
    }

    /** Returns where the chain begins; {@link PrunedMark#NONE} when nothing was pruned or the mark cannot be read. */
    PrunedMark pruned() {
        PrunedMark mark = registry.get(RegistryKeys.AUDIT_PRUNED).map(key -> PrunedMark.decode(key.value()))
                .orElse(null);
        return mark == null ? PrunedMark.NONE : mark;
    }

    /** Returns what the others were told of the chain of the present registry, oldest first; {@code idc}: empty for nothing. */
    List<ToldHead> told(String idc) {
        if (idc.isEmpty()) {
            return List.of();
        }
        long epoch = Math.max(1, registry.state().epoch());
        return registry.get(RegistryKeys.heads(idc)).map(key -> KnownHeads.decode(key.value()))
                .map(known -> known instanceof Decoded.Valid<KnownHeads>(KnownHeads heads) ? heads : KnownHeads.NONE)
                .orElse(KnownHeads.NONE).heads().stream().filter(each -> each.epoch() == epoch).toList();
    }

    /** Returns a page; what is pruned is not in it, also while its keys are still there. */
    Page.Records page(long from, int limit) {
        PrunedMark mark = pruned();
        AuditHead head = head();
        long first = Math.max(mark.through().sequence() + 1, from > 0 ? from : head.sequence() - limit + 1);
        List<AuditEntry> entries = read(first, head.sequence(), limit);
        long last = entries.isEmpty() ? head.sequence() : entries.getLast().place();
        return new Page.Records(head, mark, entries, last < head.sequence() ? last + 1 : 0);
    }

    /**
     * Returns what stands from {@code first} on, at least 1, up to {@code last}, {@code limit} records at most. Fewer, or none,
     * where some are missing: as many blocks are read as so many records can fill.
     */
    List<AuditEntry> read(long first, long last, int limit) {
        List<AuditEntry> found = new ArrayList<>();
        long end = Math.min(last / BLOCK, (first + limit) / BLOCK);
        for (long block = first / BLOCK; block <= end && found.size() < limit; block++) {
            for (KeyValue each : block(block)) {
                AuditEntry entry = entry(each);
                if (entry != null && entry.place() >= first && entry.place() <= last && found.size() < limit) {
                    found.add(entry);
                }
            }
        }
        return found;
    }

    /**
     * Returns the key of the newest record that is there; null when there is none. Reads some blocks, whatever the length of the
     * chain: from a record that was there it doubles its steps until nothing is there, and halves them again. Where somebody has
     * removed a whole block, that may be the one before the gap; what is asked from behind the gap is behind it. Where nothing is
     * found so, because the beginning was pruned and who knew that is gone, it reads everything.
     *
     * @param atLeast a sequence that the chain had reached; 0 when none is known
     */
    @Nullable
    KeyValue newest(long atLeast) {
        long low = block(atLeast / BLOCK).isEmpty() ? 0 : atLeast / BLOCK;
        long step = 1;
        while (!block(low + step).isEmpty()) {
            low += step;
            step *= 2;
        }
        long high = low + step;
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (block(middle).isEmpty()) {
                high = middle;
            } else {
                low = middle;
            }
        }
        List<KeyValue> last = block(low);
        if (last.isEmpty()) {
            last = records(RegistryKeys.AUDIT);
        }
        return last.isEmpty() ? null : last.getLast();
    }

    /** Returns the records of a block, in their order. */
    private List<KeyValue> block(long block) {
        String key = RegistryKeys.audit(block * BLOCK);
        return records(key.substring(0, key.length() - DIGITS_WITHIN));
    }

    private List<KeyValue> records(String prefix) {
        return registry.range(prefix).entries().stream().filter(each -> entry(each) != null).toList();
    }

    /** Returns the entry of a key, or null when that is none of a record. */
    static @Nullable AuditEntry entry(KeyValue key) {
        String digits = key.key().substring(RegistryKeys.AUDIT.length());
        return digits.length() == DIGITS && digits.matches("00[0-9]+")
                ? AuditEntry.decode(Long.parseLong(digits), key.value(), key.modRevision())
                : null;
    }
}
