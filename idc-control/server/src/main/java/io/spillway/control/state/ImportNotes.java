package io.spillway.control.state;

import java.util.List;
import java.util.function.Consumer;

import io.spillway.model.document.Decoded;
import io.spillway.registry.KeyValue;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.record.HeldRecord;
import io.spillway.wire.record.LossRecord;
import io.spillway.wire.record.TraceRecord;
import io.spillway.wire.record.UnfinishedRecord;

/**
 * What stands in the registry beside the imports. Immutable.
 *
 * @param held       updates that a guard holds, by origin and Service; without one that of the list of services
 * @param traces     what guards remember of services that shrank or went, by origin and Service
 * @param unfinished batches that are not written to their end, by origin, without a name
 * @param lost       own shifts that others replaced unseen, by the two parts of the scope's path
 */
public record ImportNotes(NoteShelf<HeldRecord> held, NoteShelf<TraceRecord> traces,
        NoteShelf<UnfinishedRecord> unfinished, NoteShelf<LossRecord> lost) {

    /** Nothing noted. */
    public static final ImportNotes NONE = new ImportNotes(NoteShelf.empty(RegistryKeys.HELD, HeldRecord::decode),
            NoteShelf.empty(RegistryKeys.TRACES, TraceRecord::decode),
            NoteShelf.empty(RegistryKeys.UNFINISHED, UnfinishedRecord::decode),
            NoteShelf.empty(RegistryKeys.LOST, LossRecord::decode));

    private List<NoteShelf<?>> shelves() {
        return List.of(held, traces, unfinished, lost);
    }

    /** Returns whether what stands under a key is a note. */
    public static boolean isNote(String key) {
        return key.startsWith(RegistryKeys.HELD) || key.startsWith(RegistryKeys.TRACES)
                || key.startsWith(RegistryKeys.UNFINISHED) || key.startsWith(RegistryKeys.LOST);
    }

    /** Returns the revision in which a key was written; 0 when nothing is noted under it. */
    public long revision(String key) {
        return shelves().stream().filter(shelf -> shelf.has(key)).mapToLong(shelf -> shelf.revision(key)).sum();
    }

    /** Returns how many there are. */
    int size() {
        return shelves().stream().mapToInt(NoteShelf::size).sum();
    }

    void eachKey(Consumer<String> action) {
        shelves().forEach(shelf -> shelf.eachKey(action));
    }

    /** Returns the notes with an entry of the registry, or why it cannot be read. */
    Decoded<ImportNotes> with(KeyValue entry) {
        String key = entry.key();
        if (held.has(key)) {
            return held.with(entry).map(shelf -> new ImportNotes(shelf, traces, unfinished, lost));
        }
        if (traces.has(key)) {
            return traces.with(entry).map(shelf -> new ImportNotes(held, shelf, unfinished, lost));
        }
        if (unfinished.has(key)) {
            return unfinished.with(entry).map(shelf -> new ImportNotes(held, traces, shelf, lost));
        }
        return lost.with(entry).map(shelf -> new ImportNotes(held, traces, unfinished, shelf));
    }

    ImportNotes without(String key) {
        return new ImportNotes(held.has(key) ? held.without(key) : held, traces.has(key) ? traces.without(key) : traces,
                unfinished.has(key) ? unfinished.without(key) : unfinished, lost.has(key) ? lost.without(key) : lost);
    }
}
