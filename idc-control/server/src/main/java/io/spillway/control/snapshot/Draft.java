package io.spillway.control.snapshot;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import com.google.protobuf.Message;
import io.spillway.control.state.PersistentMap;

/** The resources of a catalog that is being made, and which of them differ from those of the last one. Owned by one thread. */
final class Draft {

    private final Map<ResourceType, PersistentMap<String, Versioned>> resources = new EnumMap<>(ResourceType.class);
    private final Map<ResourceType, Set<String>> changed = new EnumMap<>(ResourceType.class);

    /** Begins with what the last catalog has. */
    Draft(Map<ResourceType, PersistentMap<String, Versioned>> last) {
        resources.putAll(last);
    }

    /** Returns a copy of all resources as they are now; what is in it is shared. */
    Map<ResourceType, PersistentMap<String, Versioned>> resources() {
        var copy = new EnumMap<ResourceType, PersistentMap<String, Versioned>>(ResourceType.class);
        copy.putAll(resources);
        return copy;
    }

    /** Goes back to earlier resources. What was marked meanwhile stays marked: it is looked at once more, which does no harm. */
    void back(Map<ResourceType, PersistentMap<String, Versioned>> earlier) {
        resources.clear();
        resources.putAll(earlier);
    }

    PersistentMap<String, Versioned> all(ResourceType type) {
        PersistentMap<String, Versioned> found = resources.get(type);
        return found == null ? PersistentMap.empty() : found;
    }

    Map<ResourceType, Set<String>> changed() {
        return changed;
    }

    Set<String> changed(ResourceType type) {
        return changed.getOrDefault(type, Set.of());
    }

    void put(ResourceType type, String name, Message message) {
        putIfNew(type, Versioned.of(type, name, message));
    }

    void putIfNew(ResourceType type, Versioned resource) {
        Versioned before = all(type).get(resource.name());
        if (before == null || !before.version().equals(resource.version())) {
            resources.put(type, all(type).with(resource.name(), resource));
            mark(type, resource.name());
        }
    }

    void remove(ResourceType type, String name) {
        if (all(type).containsKey(name)) {
            resources.put(type, all(type).without(name));
            mark(type, name);
        }
    }

    /** Says that a resource differs, also one that is made elsewhere from what stands here. */
    void mark(ResourceType type, String name) {
        changed.computeIfAbsent(type, _ -> new HashSet<>()).add(name);
    }
}
