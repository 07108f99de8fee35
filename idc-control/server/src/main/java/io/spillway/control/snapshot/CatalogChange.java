package io.spillway.control.snapshot;

import java.util.Map;
import java.util.Set;

/** A newer catalog and the names, by type, whose content differs from the one before (removed ones included). */
public record CatalogChange(Catalog catalog, Map<ResourceType, Set<String>> changed) {

    /** Returns the changed names of a type. */
    public Set<String> changed(ResourceType type) {
        return changed.getOrDefault(type, Set.of());
    }

    /** Returns whether nothing differs. */
    public boolean isEmpty() {
        return changed.values().stream().allMatch(Set::isEmpty);
    }
}
