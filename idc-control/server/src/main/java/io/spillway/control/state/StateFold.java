package io.spillway.control.state;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.registry.Event;
import io.spillway.registry.KeyValue;
import io.spillway.registry.RangeResult;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.record.HealthRecord;
import io.spillway.wire.record.SpillRecord;
import org.jspecify.annotations.Nullable;

/**
 * Folds what the registry says into the state. A record that cannot be read leaves what stood there and is remembered as
 * unreadable; it never blocks the others. What disappears in a way in which nobody deletes is held: see
 * {@link RemovalGuard}. Owned by the state's thread.
 */
final class StateFold {

    private final RecordReader reader;
    private final SharedValues shared = new SharedValues();
    private final Map<String, String> unreadable = new TreeMap<>();
    private final Set<ResourceKeys.Id> held = new HashSet<>();
    private final Judgements judgements = new Judgements();
    private ControlState state = ControlState.empty();
    private ControlState lastStep = state; // what the last step that came to its end has left
    private long listedRevision;
    private String reason = "";
    private String detail = "";
    private long heldAt;
    private boolean heldChanged;
    private HeldRemovals shown = HeldRemovals.NONE;

    StateFold(RecordCodec codec) {
        this.reader = new RecordReader(codec);
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

    /** Returns what is served although the registry has it no more. */
    HeldRemovals held() {
        if (heldChanged) {
            heldChanged = false;
            shown = held.isEmpty() ? HeldRemovals.NONE : new HeldRemovals(held, reason, detail, heldAt);
        }
        return shown;
    }

    /** Undoes what a step that failed half-way has done to the state, so that a listing finds it missing. */
    void backToLastStep() {
        state = lastStep;
    }

    /** Applies one batch of a watch; one that a listing has overtaken changes nothing. */
    Step apply(long revision, List<Event> events) {
        Collector collector = new Collector();
        if (revision > listedRevision) {
            judgements.reached(revision);
            Set<ResourceKeys.Id> gone = ownRemovals(events);
            holdBack(gone, List.of(), gone, Set.of(), revision);
            for (Event event : events) {
                switch (event.type()) {
                    case PUT -> collector.put(event.keyValue());
                    case DELETE -> {
                        ResourceKeys.Id id = ResourceKeys.idOf(event.key());
                        if (id == null || !gone.contains(id) || !held.contains(id)) {
                            collector.delete(event.key(), revision, events);
                        }
                    }
                }
            }
        }
        state = state.at(revision);
        return collector.step();
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
        ListingDifference difference = ListingDifference.of(state, listing);
        Set<ResourceKeys.Id> said = word == Word.NONE ? Set.of() : Set.copyOf(held);
        heldChanged |= held.removeAll(said);
        if (word != Word.REGISTRY) {
            judge(difference, said, listing.revision());
        }
        Collector collector = new Collector();
        reader.readAll(difference.newer(), collector::put);
        difference.older().forEach((id, entry) -> {
            if (!held.contains(id)) {
                collector.put(entry);
            }
        });
        for (ResourceKeys.Id id : difference.gone()) {
            if (!held.contains(id)) {
                collector.delete(ResourceKeys.keyOf(id.kind(), id.name()), listing.revision(), List.of());
            }
        }
        heldChanged |= held.removeIf(id -> !difference.gone().contains(id) && !difference.older().containsKey(id));
        unreadable.keySet().retainAll(difference.keys());
        judgements.reached(listing.revision());
        // Where what is missing is not believed, what is missing against a workload is not either.
        judgements.missing(state, difference.keys(), held.isEmpty())
                .forEach(workload -> collector.health(workload, null));
        listing.entries().stream().filter(entry -> entry.key().startsWith(RegistryKeys.HEALTH)
                || entry.key().startsWith(RegistryKeys.SPILL)).forEach(collector::put);
        if (held.isEmpty()) {
            state.spills().sortedKeys().stream()
                    .filter(service -> !difference.keys().contains(RegistryKeys.spill(service)))
                    .forEach(service -> collector.spill(service, null));
        }
        // not the maximum: a replaced registry that was accepted counts from the beginning again
        listedRevision = listing.revision();
        state = state.asOf(listing.revision());
        return collector.step();
    }

    /** Takes what this node has found out about a workload, null for nothing; it counts before the registry has it. */
    Step judged(String workload, @Nullable HealthRecord record) {
        judgements.found(workload);
        Collector collector = new Collector();
        collector.replaceHealth(workload, record);
        return collector.step();
    }

    /** The registry has that, as of a revision; nothing follows when something newer was found out meanwhile. */
    void written(String workload, @Nullable HealthRecord record, long revision) {
        if (!Objects.equals(state.health(workload), record)) {
            return;
        }
        judgements.written(workload, revision, Math.max(listedRevision, state.revision()));
    }

    private void judge(ListingDifference difference, Set<ResourceKeys.Id> said, long revision) {
        Set<ResourceKeys.Id> gone = new HashSet<>(difference.gone());
        gone.removeAll(held);
        gone.removeAll(said);
        List<RemovalGuard.Rewound> rewound = new ArrayList<>();
        Set<ResourceKeys.Id> suspects = new HashSet<>(gone);
        difference.older().forEach((id, entry) -> {
            Resource known = state.get(id.kind(), id.name());
            if (known != null && !held.contains(id) && !said.contains(id)) {
                rewound.add(new RemovalGuard.Rewound(entry.key(), known.metadata().revision(), entry.modRevision()));
                suspects.add(id);
            }
        });
        holdBack(gone, rewound, suspects, said, revision);
    }

    /** Asks the guard; what it does not believe is held from now on. */
    private void holdBack(Set<ResourceKeys.Id> gone, List<RemovalGuard.Rewound> rewound,
            Set<ResourceKeys.Id> suspects, Set<ResourceKeys.Id> said, long revision) {
        if (suspects.isEmpty()) {
            return;
        }
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        Map<Kind, Integer> lost = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            counts.put(kind, state.all(kind).size());
        }
        // What the registry had lost before is not among what it could still lose.
        held.forEach(id -> counts.merge(id.kind(), -1, Integer::sum));
        said.forEach(id -> counts.merge(id.kind(), -1, Integer::sum));
        gone.forEach(id -> lost.merge(id.kind(), 1, Integer::sum));
        if (RemovalGuard.judge(counts, lost,
                rewound) instanceof RemovalGuard.Verdict.HoldBack(RemovalGuard.Reason why, String seen)) {
            heldChanged |= held.addAll(suspects);
            reason = why.word();
            detail = seen;
            heldAt = revision;
        }
    }

    private final class Collector {

        private final Map<ResourceKeys.Id, StateChange.Changed> changed = new HashMap<>();
        private final Touched touched = new Touched();

        void put(KeyValue entry) {
            if (entry.key().startsWith(RegistryKeys.HEALTH)) {
                String workload = entry.key().substring(RegistryKeys.HEALTH.length());
                take(entry, HealthRecord.decode(entry.value()), record -> health(workload, record));
            } else if (entry.key().startsWith(RegistryKeys.SPILL)) {
                String service = entry.key().substring(RegistryKeys.SPILL.length());
                take(entry, SpillRecord.decode(entry.value()), record -> spill(service, record));
            } else {
                put(reader.read(entry));
            }
        }

        void put(RecordReader.Read read) {
            ResourceKeys.Id id = read.id();
            KeyValue entry = read.entry();
            switch (read.record()) {
                case RecordCodec.ReadRecord.Understood(Resource found, var written) when id != null -> {
                    Resource resource = shared.of(found, state.get(id.kind(), id.name()));
                    unreadable.remove(entry.key());
                    heldChanged |= held.remove(id);
                    replace(id, state.with(resource, entry.createRevision()), resource, written);
                }
                case RecordCodec.ReadRecord.Unknown(String reason) -> unreadable.put(entry.key(), reason);
                case null, default -> {
                }
            }
        }

        void delete(String key, long revision, List<Event> batch) {
            unreadable.remove(key);
            if (key.startsWith(RegistryKeys.HEALTH)) {
                health(key.substring(RegistryKeys.HEALTH.length()), null);
                return;
            }
            if (key.startsWith(RegistryKeys.SPILL)) {
                spill(key.substring(RegistryKeys.SPILL.length()), null);
                return;
            }
            ResourceKeys.Id id = ResourceKeys.idOf(key);
            if (id != null && state.get(id.kind(), id.name()) != null) {
                heldChanged |= held.remove(id);
                replace(id, state.without(id.kind(), id.name(), revision), null,
                        new StateChange.Written(DeletionNote.author(id, batch), null));
            }
        }

        /** A record that is no resource. */
        private <T> void take(KeyValue entry, Decoded<T> decoded, Consumer<T> use) {
            switch (decoded) {
                case Decoded.Valid<T>(T record) -> {
                    unreadable.remove(entry.key());
                    use.accept(record);
                }
                case Decoded.Invalid<T>(List<Violation> violations) ->
                    unreadable.put(entry.key(), violations.getFirst().message());
            }
        }

        void spill(String service, @Nullable SpillRecord record) {
            if (!Objects.equals(state.spill(service), record)) {
                state = state.withSpill(service, record);
                touched.endpoints().add(service);
            }
        }

        /** What the registry says; older than what this node has found out it counts for nothing. */
        void health(String workload, @Nullable HealthRecord record) {
            if (!judgements.awaits(workload)) {
                replaceHealth(workload, record);
            }
        }

        void replaceHealth(String workload, @Nullable HealthRecord record) {
            if (!Objects.equals(state.health(workload), record)) {
                state = state.withHealth(workload, record);
                Resource about = state.get(Kind.WORKLOAD_ENTRY, workload);
                if (about != null) {
                    touched.endpoints().addAll(state.servicesOf(about));
                }
            }
        }

        Step step() {
            lastStep = state;
            return new Step(state, new ArrayList<>(changed.values()), touched);
        }

        private void replace(ResourceKeys.Id id, ControlState newer, @Nullable Resource after,
                StateChange.Written written) {
            ControlState older = state;
            Resource before = older.get(id.kind(), id.name());
            state = newer;
            touched.add(older, before, state, after);
            StateChange.Changed earlier = changed.get(id);
            changed.put(id, new StateChange.Changed(earlier == null ? before : earlier.before(), after, written));
        }
    }
}
