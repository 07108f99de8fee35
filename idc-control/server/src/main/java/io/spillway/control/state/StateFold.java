package io.spillway.control.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.registry.Event;
import io.spillway.registry.KeyValue;
import io.spillway.registry.RangeResult;
import org.jspecify.annotations.Nullable;

/**
 * Folds what the registry says into the state. A record that cannot be read leaves what stood there and is remembered as
 * unreadable; it never blocks the others. Owned by the state's thread.
 */
final class StateFold {

    private final RecordCodec codec;
    private final Map<String, String> unreadable = new TreeMap<>();
    private ControlState state = ControlState.empty();
    private long listedRevision;

    StateFold(RecordCodec codec) {
        this.codec = codec;
    }

    /** What a step did. */
    record Step(ControlState state, List<StateChange.Changed> changed, Touched touched) {}

    ControlState state() {
        return state;
    }

    /** Returns reasons by key. */
    Map<String, String> unreadable() {
        return Map.copyOf(unreadable);
    }

    /** Applies one batch of a watch; one that a listing has overtaken changes nothing. */
    Step apply(long revision, List<Event> events) {
        Collector collector = new Collector();
        if (revision > listedRevision) {
            for (Event event : events) {
                switch (event.type()) {
                    case PUT -> collector.put(event.keyValue());
                    case DELETE -> collector.delete(event.key(), revision);
                }
            }
        }
        state = state.at(revision);
        return collector.step();
    }

    /** Makes the state equal to a full listing. */
    Step reconcile(RangeResult listing) {
        Collector collector = new Collector();
        Set<ResourceKeys.Id> present = new HashSet<>();
        Set<String> keys = new HashSet<>();
        for (KeyValue entry : listing.entries()) {
            keys.add(entry.key());
            ResourceKeys.Id id = ResourceKeys.idOf(entry.key());
            if (id != null) {
                present.add(id);
                Resource known = state.get(id.kind(), id.name());
                if (known == null || known.metadata().revision() != entry.modRevision()) {
                    collector.put(entry);
                }
            }
        }
        for (Kind kind : Kind.values()) {
            for (String name : state.all(kind).sortedKeys()) {
                if (!present.contains(new ResourceKeys.Id(kind, name))) {
                    collector.delete(ResourceKeys.keyOf(kind, name), listing.revision());
                }
            }
        }
        unreadable.keySet().retainAll(keys);
        // not the maximum: a replaced registry that was accepted counts from the beginning again
        listedRevision = listing.revision();
        state = state.asOf(listing.revision());
        return collector.step();
    }

    private final class Collector {

        private final Map<ResourceKeys.Id, StateChange.Changed> changed = new HashMap<>();
        private final Touched touched = new Touched();

        void put(KeyValue entry) {
            ResourceKeys.Id id = ResourceKeys.idOf(entry.key());
            if (id == null) {
                return;
            }
            switch (codec.read(id.kind(), id.name(), entry.value(), entry.modRevision())) {
                case RecordCodec.ReadRecord.Understood(Resource resource) -> {
                    unreadable.remove(entry.key());
                    replace(id, state.with(resource, entry.createRevision()), resource);
                }
                case RecordCodec.ReadRecord.Unknown(String reason) -> unreadable.put(entry.key(), reason);
            }
        }

        void delete(String key, long revision) {
            unreadable.remove(key);
            ResourceKeys.Id id = ResourceKeys.idOf(key);
            if (id != null && state.get(id.kind(), id.name()) != null) {
                replace(id, state.without(id.kind(), id.name(), revision), null);
            }
        }

        Step step() {
            return new Step(state, new ArrayList<>(changed.values()), touched);
        }

        private void replace(ResourceKeys.Id id, ControlState newer, @Nullable Resource after) {
            ControlState older = state;
            Resource before = older.get(id.kind(), id.name());
            state = newer;
            touched.add(older, before, state, after);
            StateChange.Changed earlier = changed.get(id);
            changed.put(id, new StateChange.Changed(earlier == null ? before : earlier.before(), after));
        }
    }
}
