package io.spillway.control.state;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.registry.KeyValue;
import io.spillway.registry.RangeResult;

/**
 * How a full listing of the registry differs from the state. Pure.
 *
 * @param newer entries that the state does not have, or has in an older version
 * @param older entries that the state has in a newer version, by id
 * @param gone  what the state has and the listing has not
 * @param keys  all keys of the listing
 */
record ListingDifference(List<KeyValue> newer, Map<ResourceKeys.Id, KeyValue> older, Set<ResourceKeys.Id> gone,
        Set<String> keys) {

    static ListingDifference of(ControlState state, RangeResult listing) {
        List<KeyValue> newer = new ArrayList<>();
        Map<ResourceKeys.Id, KeyValue> older = new HashMap<>();
        Map<Kind, Set<String>> present = new EnumMap<>(Kind.class);
        Set<String> keys = new HashSet<>();
        for (KeyValue entry : listing.entries()) {
            keys.add(entry.key());
            ResourceKeys.Id id = ResourceKeys.idOf(entry.key());
            if (id != null) {
                present.computeIfAbsent(id.kind(), _ -> new HashSet<>()).add(id.name());
                Resource known = state.get(id.kind(), id.name());
                if (known == null || known.metadata().revision() < entry.modRevision()) {
                    newer.add(entry);
                } else if (known.metadata().revision() > entry.modRevision()) {
                    older.put(id, entry);
                }
            }
        }
        Set<ResourceKeys.Id> gone = new HashSet<>();
        for (Kind kind : Kind.values()) {
            Set<String> there = present.getOrDefault(kind, Set.of());
            state.all(kind).forEach((name, _) -> {
                if (!there.contains(name)) {
                    gone.add(new ResourceKeys.Id(kind, name));
                }
            });
        }
        return new ListingDifference(newer, older, gone, keys);
    }
}
