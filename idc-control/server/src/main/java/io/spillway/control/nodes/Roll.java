package io.spillway.control.nodes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Violation;
import io.spillway.registry.KeyValue;
import io.spillway.registry.RegistryKeys;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the registry has of the control nodes, by name. Owned by the keeper's thread. */
final class Roll {

    private static final Logger LOG = LoggerFactory.getLogger(Roll.class);

    private final Map<String, NodeRecord> records = new HashMap<>();

    void clear() {
        records.clear();
    }

    /** Takes a record; one that nobody can read is that of a node of which only the name is known. */
    void put(KeyValue entry) {
        String name = nameOf(entry);
        records.put(name, switch (NodeRecord.decode(name, entry.value())) {
            case Decoded.Valid<NodeRecord>(NodeRecord record) -> record;
            case Decoded.Invalid<NodeRecord>(List<Violation> violations) -> {
                LOG.warn("control node {} lives, but its record cannot be read: {}", name, NodeRecord.text(violations));
                yield NodeRecord.ofUnknown(name);
            }
        });
    }

    void remove(KeyValue entry) {
        records.remove(nameOf(entry));
    }

    /** Returns all, with this node's own where the registry does not have it; null for nothing of the own. */
    Map<String, NodeRecord> with(@Nullable NodeRecord own) {
        Map<String, NodeRecord> all = new HashMap<>(records);
        if (own != null) {
            all.putIfAbsent(own.node(), own);
        }
        return all;
    }

    private static String nameOf(KeyValue entry) {
        return entry.key().substring(RegistryKeys.CONTROL.length());
    }
}
