package io.spillway.control.audit;

import java.util.ArrayList;
import java.util.List;

import io.spillway.registry.KeyValue;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.wire.audit.AuditEntry;
import io.spillway.wire.audit.AuditHead;
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

    /**
     * Returns what stands from {@code first} on, at least 1, up to {@code last}, {@code limit} records at most. Fewer, or none,
     * where some are missing: as many blocks are read as so many records can fill.
     */
    List<AuditEntry> read(long first, long last, int limit) {
        List<AuditEntry> found = new ArrayList<>();
        long end = Math.min(last / BLOCK, (first + limit) / BLOCK);
        for (long block = first / BLOCK; block <= end && found.size() < limit; block++) {
            String key = RegistryKeys.audit(block * BLOCK);
            for (KeyValue each : registry.range(key.substring(0, key.length() - DIGITS_WITHIN)).entries()) {
                AuditEntry entry = entry(each);
                if (entry != null && entry.place() >= first && entry.place() <= last && found.size() < limit) {
                    found.add(entry);
                }
            }
        }
        return found;
    }

    /** Returns the entry of a key, or null when that is none of a record. */
    static @Nullable AuditEntry entry(KeyValue key) {
        String digits = key.key().substring(RegistryKeys.AUDIT.length());
        return digits.length() == DIGITS && digits.matches("00[0-9]+")
                ? AuditEntry.decode(Long.parseLong(digits), key.value(), key.modRevision())
                : null;
    }
}
