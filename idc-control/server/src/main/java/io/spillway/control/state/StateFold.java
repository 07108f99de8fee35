package io.spillway.control.state;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.registry.Event;
import io.spillway.registry.RangeResult;
import io.spillway.wire.record.HealthRecord;
import org.jspecify.annotations.Nullable;

/**
 * Folds what the registry says into the state. A record that cannot be read leaves what stood there and is remembered as
 * unreadable; it never blocks the others. What disappears in a way in which nobody deletes is held: see
 * {@link RemovalGuard}. Owned by the state's thread.
 */
final class StateFold {

    private final RecordReader reader;
    private final Map<String, String> unreadable = new TreeMap<>();
    private final HeldBack held = new HeldBack();
    private final Judgements judgements = new Judgements();
    private final Changes.Memory memory;
    private ControlState state = ControlState.empty();
    private long listedRevision;
    /** Since when each key was last heard of, while a comparison is under way; null when none is. */
    private @Nullable Map<String, Long> heard;

    StateFold(RecordCodec codec) {
        this.reader = new RecordReader(codec);
        this.memory = new Changes.Memory(reader, new SharedValues(), unreadable, held, judgements);
    }

    /** What a step did. */
    record Step(ControlState state, List<StateChange.Changed> changed, Touched touched) {

        /**
         * Returns the revision of what a listing brought, so that who asks for that revision finds it though no event told of
         * it: the newest of what was written; that of the listing where something is gone, for nobody knows since when.
         */
        long written() {
            long newest = 0;
            for (StateChange.Changed one : changed) {
                Resource after = one.after();
                if (after == null) {
                    return state.revision();
                }
                newest = Math.max(newest, after.metadata().revision());
            }
            return newest == 0 ? state.revision() : newest;
        }
    }

    ControlState state() {
        return state;
    }

    /** Returns reasons by key. */
    Map<String, String> unreadable() {
        return Map.copyOf(unreadable);
    }

    /** Returns what is served although the registry has it no more. */
    HeldRemovals held() {
        return held.shown();
    }

    /** From now on it is remembered what events tell, until {@link #take} or {@link #forget}. */
    void remember() {
        heard = new HashMap<>();
    }

    /** No comparison is under way any more. */
    void forget() {
        heard = null;
    }

    /** Applies one batch of a watch; one that a listing has overtaken changes nothing. */
    Step apply(long revision, List<Event> events) {
        Changes changes = new Changes(state, memory);
        if (revision > listedRevision) {
            judgements.reached(revision);
            Set<ResourceKeys.Id> gone = ownRemovals(events);
            held.judge(state, new HeldBack.Loss(gone, Map.of(), Set.of()), revision);
            Map<String, Long> remembered = heard;
            for (Event event : events) {
                if (remembered != null) {
                    remembered.put(event.key(), revision);
                }
                switch (event.type()) {
                    case PUT -> changes.put(event.keyValue());
                    case DELETE -> {
                        ResourceKeys.Id id = ResourceKeys.idOf(event.key());
                        if (id == null || !gone.contains(id) || !held.has(id)) {
                            changes.delete(event.key(), revision, events);
                        }
                    }
                }
            }
        }
        return step(changes, changes.state().at(revision));
    }

    /** Imports come and go by other guards, many in one write. */
    private Set<ResourceKeys.Id> ownRemovals(List<Event> events) {
        Set<ResourceKeys.Id> gone = new HashSet<>();
        for (Event event : events) {
            ResourceKeys.Id id = event.type() == Event.Type.DELETE ? ResourceKeys.idOf(event.key()) : null;
            if (id != null && id.kind() != Kind.SERVICE_ENTRY && state.get(id.kind(), id.name()) != null) {
                gone.add(id);
            }
        }
        return gone;
    }

    /** What the operator has said about a listing. */
    enum Word {
        /** Nothing: what it lacks is judged. */
        NONE,
        /** What was held back may go; what is gone beside it is judged. */
        HELD,
        /** The registry is another one, and to be believed. */
        REGISTRY
    }

    /** Makes the state equal to a full listing, as far as that is believed. */
    Step reconcile(RangeResult listing, Word word) {
        forget();
        ListingDifference difference = ListingDifference.of(state, unreadable.keySet(), listing);
        Changes changes = merge(difference, word, taker -> reader.readAll(difference.newer(), taker));
        // not the maximum: a replaced registry that was accepted counts from the beginning again
        return step(changes, changes.state().asOf(listing.revision()));
    }

    /**
     * Takes what a comparison has found, which was made of a listing and of a state since {@link #remember}. What events have told
     * meanwhile of later revisions is newer than the listing and stays.
     */
    Step take(Comparison comparison) {
        ListingDifference difference = comparison.difference();
        Changes changes = merge(difference.without(key -> overtaken(key, difference)), Word.NONE,
                taker -> comparison.read().forEach(taker));
        forget();
        return step(changes, changes.state().at(difference.revision()));
    }

    private Changes merge(ListingDifference difference, Word word, Consumer<Consumer<RecordReader.Read>> newer) {
        Set<ResourceKeys.Id> said = word == Word.NONE ? Set.of() : held.ids();
        held.releaseAll(said);
        if (word != Word.REGISTRY) {
            judge(difference, said);
        }
        Changes changes = new Changes(state, memory);
        newer.accept(read -> {
            if (!overtaken(read.entry().key(), difference)
                    && changes.revision(read.id()) < read.entry().modRevision()) {
                changes.put(read);
            }
        });
        difference.older().forEach((id, entry) -> {
            if (!held.has(id) && changes.revision(id) > entry.modRevision()) {
                changes.put(entry);
            }
        });
        for (ResourceKeys.Id id : difference.gone()) {
            if (!held.has(id)) {
                changes.delete(ResourceKeys.keyOf(id.kind(), id.name()), difference.revision(), List.of());
            }
        }
        held.releaseIf(id -> !difference.gone().contains(id) && !difference.older().containsKey(id)
                && !overtaken(ResourceKeys.keyOf(id.kind(), id.name()), difference));
        difference.vanished().forEach(unreadable::remove);
        judgements.reached(difference.revision());
        if (held.isEmpty()) {
            // Where what is missing is not believed, what is missing against a workload is not either.
            difference.silent().forEach(changes::silence);
        }
        difference.words().forEach(changes::put);
        listedRevision = difference.revision();
        return changes;
    }

    private Step step(Changes changes, ControlState newer) {
        state = newer;
        return new Step(newer, changes.resources(), changes.touched());
    }

    private boolean overtaken(String key, ListingDifference difference) {
        return heard != null && heard.getOrDefault(key, 0L) > difference.revision();
    }

    /** Takes what this node has found out about a workload, null for nothing; it counts before the registry has it. */
    Step judged(String workload, @Nullable HealthRecord record) {
        judgements.found(workload);
        Changes changes = new Changes(state, memory);
        changes.replaceHealth(workload, record);
        return step(changes, changes.state());
    }

    /** The registry has that, as of a revision; nothing follows when something newer was found out meanwhile. */
    void written(String workload, @Nullable HealthRecord record, long revision) {
        if (!Objects.equals(state.health(workload), record)) {
            return;
        }
        judgements.written(workload, revision, Math.max(listedRevision, state.revision()));
    }

    private void judge(ListingDifference difference, Set<ResourceKeys.Id> said) {
        Set<ResourceKeys.Id> gone = new HashSet<>(difference.gone());
        gone.removeIf(id -> held.has(id) || said.contains(id) || Changes.revision(state, id) == 0);
        Map<ResourceKeys.Id, RemovalGuard.Rewound> rewound = new HashMap<>();
        difference.older().forEach((id, entry) -> {
            if (!held.has(id) && !said.contains(id) && Changes.revision(state, id) > entry.modRevision()) {
                rewound.put(id,
                        new RemovalGuard.Rewound(entry.key(), Changes.revision(state, id), entry.modRevision()));
            }
        });
        held.judge(state, new HeldBack.Loss(gone, rewound, said), difference.revision());
    }
}
