package io.spillway.control.state;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.registry.KeyValue;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.audit.KnownHeads;
import io.spillway.wire.record.HeldRecord;
import io.spillway.wire.record.HeldSourceRecord;
import io.spillway.wire.record.LockRecord;
import io.spillway.wire.record.LossRecord;
import io.spillway.wire.record.ProgressRecords;
import io.spillway.wire.record.TraceRecord;
import io.spillway.wire.record.UnfinishedRecord;

/**
 * What stands in the registry beside resources: of imports, and of switch-overs. Immutable.
 *
 * @param held       updates that a guard holds, by origin and Service; without one that of the list of services
 * @param traces     what guards remember of services that shrank or went, by origin and Service
 * @param unfinished batches that are not written to their end, by origin, without a name
 * @param lost       own shifts that others replaced unseen, by the two parts of the scope's path
 * @param progress   what IDCs say of their part of switch-overs, by IDC and switch-over
 * @param locks      which switch-over moves whose traffic, by the two parts of the lock
 * @param heads      where the chains of IDCs' audits ended, by IDC and "chain"
 * @param sources    what sources of workloads hold, by source and "held"
 */
public record Notes(NoteShelf<HeldRecord> held, NoteShelf<TraceRecord> traces, NoteShelf<UnfinishedRecord> unfinished,
        NoteShelf<LossRecord> lost, NoteShelf<SwitchOverProgress> progress, NoteShelf<LockRecord> locks,
        NoteShelf<KnownHeads> heads, NoteShelf<HeldSourceRecord> sources) {

    /** Nothing noted. */
    public static final Notes NONE = new Notes(NoteShelf.empty(RegistryKeys.HELD, HeldRecord::decode),
            NoteShelf.empty(RegistryKeys.TRACES, TraceRecord::decode),
            NoteShelf.empty(RegistryKeys.UNFINISHED, UnfinishedRecord::decode),
            NoteShelf.empty(RegistryKeys.LOST, LossRecord::decode),
            NoteShelf.empty(RegistryKeys.PROGRESS, ProgressRecords::decode),
            NoteShelf.empty(RegistryKeys.SWITCH_OVER_LOCKS, LockRecord::decode),
            NoteShelf.empty(RegistryKeys.HEADS, KnownHeads::decode),
            NoteShelf.empty(RegistryKeys.SOURCES, HeldSourceRecord::decode));

    private static final List<String> PREFIXES = NONE.shelves().stream().map(NoteShelf::prefix).toList();

    private List<NoteShelf<?>> shelves() {
        return List.of(held, traces, unfinished, lost, progress, locks, heads, sources);
    }

    /** Returns whether what stands under a key is a note. */
    public static boolean isNote(String key) {
        for (String prefix : PREFIXES) {
            if (key.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Returns what IDCs say of their part of a switch-over, in the order of their names. */
    List<SwitchOverProgress> progressOf(String switchOver) {
        return progress.origins().stream().map(idc -> progress.get(idc, switchOver)).filter(Objects::nonNull)
                .map(Objects::requireNonNull).toList();
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
    Decoded<Notes> with(KeyValue entry) {
        String key = entry.key();
        if (held.has(key)) {
            return held.with(entry)
                    .map(shelf -> new Notes(shelf, traces, unfinished, lost, progress, locks, heads, sources));
        }
        if (traces.has(key)) {
            return traces.with(entry)
                    .map(shelf -> new Notes(held, shelf, unfinished, lost, progress, locks, heads, sources));
        }
        if (unfinished.has(key)) {
            return unfinished.with(entry)
                    .map(shelf -> new Notes(held, traces, shelf, lost, progress, locks, heads, sources));
        }
        if (progress.has(key)) {
            return progress.with(entry).flatMap(shelf -> underItsKey(key, shelf))
                    .map(shelf -> new Notes(held, traces, unfinished, lost, shelf, locks, heads, sources));
        }
        if (locks.has(key)) {
            return locks.with(entry)
                    .map(shelf -> new Notes(held, traces, unfinished, lost, progress, shelf, heads, sources));
        }
        if (heads.has(key)) {
            return heads.with(entry)
                    .map(shelf -> new Notes(held, traces, unfinished, lost, progress, locks, shelf, sources));
        }
        if (sources.has(key)) {
            return sources.with(entry)
                    .map(shelf -> new Notes(held, traces, unfinished, lost, progress, locks, heads, shelf));
        }
        return lost.with(entry)
                .map(shelf -> new Notes(held, traces, unfinished, shelf, progress, locks, heads, sources));
    }

    /** The key of progress says whose it is: what says something else is of nobody. */
    private static Decoded<NoteShelf<SwitchOverProgress>> underItsKey(String key,
            NoteShelf<SwitchOverProgress> shelf) {
        SwitchOverProgress said = shelf.get(key.substring(RegistryKeys.PROGRESS.length()));
        return said != null && RegistryKeys.progress(said.idc(), said.switchOver()).equals(key)
                ? new Decoded.Valid<>(shelf)
                : new Decoded.Invalid<>(List.of(new Violation("/idc", said == null
                        ? "missing"
                        : said.idc() + "/" + said.switchOver(), "what the key " + key + " says", null)));
    }

    Notes without(String key) {
        return new Notes(held.without(key), traces.without(key), unfinished.without(key), lost.without(key),
                progress.without(key), locks.without(key), heads.without(key), sources.without(key));
    }
}
