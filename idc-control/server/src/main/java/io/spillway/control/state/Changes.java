package io.spillway.control.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.registry.Event;
import io.spillway.registry.KeyValue;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.record.HealthRecord;
import io.spillway.wire.record.SpillRecord;
import org.jspecify.annotations.Nullable;

/**
 * What one step does to a state, collected record by record. A record that cannot be read leaves what stood there and is
 * remembered as unreadable; it never blocks the others. Owned by the state's thread.
 */
final class Changes {

    private final Map<ResourceKeys.Id, StateChange.Changed> changed = new HashMap<>();
    private final Touched touched = new Touched();
    private final Memory memory;
    private ControlState state;

    /** What steps remember for those that come after them. */
    record Memory(RecordReader reader, SharedValues shared, Map<String, String> unreadable, HeldBack held,
            Judgements judgements) {}

    Changes(ControlState before, Memory memory) {
        this.state = before;
        this.memory = memory;
    }

    /** Returns the state after all that was collected so far. */
    ControlState state() {
        return state;
    }

    /** Returns the resources that changed so far. */
    List<StateChange.Changed> resources() {
        return new ArrayList<>(changed.values());
    }

    Touched touched() {
        return touched;
    }

    /** Returns the revision in which a resource stands in a state; 0 when it does not. */
    static long revision(ControlState state, ResourceKeys.Id id) {
        Resource known = state.get(id.kind(), id.name());
        return known == null ? 0 : known.metadata().revision();
    }

    /** Returns the revision in which a resource stands so far; 0 when it does not, or is none. */
    long revision(ResourceKeys.@Nullable Id id) {
        return id == null ? 0 : revision(state, id);
    }

    void put(KeyValue entry) {
        if (entry.key().startsWith(RegistryKeys.HEALTH)) {
            String workload = entry.key().substring(RegistryKeys.HEALTH.length());
            take(entry, HealthRecord.decode(entry.value()), record -> health(workload, record));
        } else if (entry.key().startsWith(RegistryKeys.SPILL)) {
            String service = entry.key().substring(RegistryKeys.SPILL.length());
            take(entry, SpillRecord.decode(entry.value()), record -> spill(service, record));
        } else if (Notes.isNote(entry.key())) {
            take(entry, state.notes().with(entry), notes -> notes(entry.key(), notes));
        } else {
            put(memory.reader.read(entry));
        }
    }

    void put(RecordReader.Read read) {
        ResourceKeys.Id id = read.id();
        KeyValue entry = read.entry();
        switch (read.record()) {
            case RecordCodec.ReadRecord.Understood(Resource found, var written) when id != null -> {
                Resource resource = memory.shared.of(found, state.get(id.kind(), id.name()));
                memory.unreadable.remove(entry.key());
                memory.held.release(id);
                replace(id, state.with(resource, entry.createRevision()), resource, written);
            }
            case RecordCodec.ReadRecord.Unknown(String reason) -> memory.unreadable.put(entry.key(), reason);
            case null, default -> {
            }
        }
    }

    /** Nothing is said under the key any more; false when it is that of a resource. */
    boolean silence(String key) {
        if (key.startsWith(RegistryKeys.HEALTH)) {
            health(key.substring(RegistryKeys.HEALTH.length()), null);
        } else if (key.startsWith(RegistryKeys.SPILL)) {
            spill(key.substring(RegistryKeys.SPILL.length()), null);
        } else if (Notes.isNote(key)) {
            notes(key, state.notes().without(key));
        } else {
            return false;
        }
        return true;
    }

    void delete(String key, long revision, List<Event> batch) {
        memory.unreadable.remove(key);
        if (silence(key)) {
            return;
        }
        ResourceKeys.Id id = ResourceKeys.idOf(key);
        if (id != null && state.get(id.kind(), id.name()) != null) {
            memory.held.release(id);
            replace(id, state.without(id.kind(), id.name(), revision), null,
                    new StateChange.Written(DeletionNote.author(id, batch), null));
        }
    }

    private void notes(String key, Notes newer) {
        state = state.withNotes(newer);
        if (key.startsWith(RegistryKeys.PROGRESS)) {
            touched.progress().add(key.substring(RegistryKeys.PROGRESS.length()));
        } else if (key.startsWith(RegistryKeys.HEADS)) {
            touched.heads().add(key.substring(RegistryKeys.HEADS.length()));
        }
    }

    /** A record that is no resource. */
    private <T> void take(KeyValue entry, Decoded<T> decoded, Consumer<T> use) {
        switch (decoded) {
            case Decoded.Valid<T>(T record) -> {
                memory.unreadable.remove(entry.key());
                use.accept(record);
            }
            case Decoded.Invalid<T>(List<Violation> violations) ->
                memory.unreadable.put(entry.key(), violations.getFirst().message());
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
        if (!memory.judgements.awaits(workload)) {
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
