package io.spillway.control.state;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.spillway.model.resource.Kind;
import io.spillway.registry.Event;
import io.spillway.registry.Operation;
import io.spillway.registry.RegistryKeys;

/**
 * Who deletes. A record says who wrote it, but a deletion leaves no record: so the transaction also puts the author under
 * one key, and everybody who watches gets both in one batch. The key holds the newest author only.
 */
public final class DeletionNote {

    private static final String KEY = RegistryKeys.META + "deleted-by";
    private static final String UNKNOWN = "unknown";

    private DeletionNote() {}

    /** Returns what a transaction that deletes says besides. */
    public static Operation of(String author) {
        return Operation.put(KEY, author.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns who deletes that resource in a batch. Imports come and go with the word of their IDC's registry-sync. */
    static String author(ResourceKeys.Id id, List<Event> batch) {
        for (Event event : batch) {
            if (event.type() == Event.Type.PUT && event.key().equals(KEY)) {
                return new String(event.keyValue().value(), StandardCharsets.UTF_8);
            }
        }
        return id.kind() == Kind.SERVICE_ENTRY
                ? "sync:" + id.name().substring(id.name().lastIndexOf('.') + 1)
                : UNKNOWN;
    }
}
