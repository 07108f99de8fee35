package io.spillway.control.imports;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.control.imports.ImportGuard.HeldUpdate;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.RecordCodec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.record.HeldRecord;
import io.spillway.wire.record.TraceRecord;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the keys of a peer's services: the import, what is held of it, what guards remember. Those of one service
 * are one step: they are written together. Nothing is written that stands already. Pure.
 */
final class ImportEdits {

    /** So many removals are forgotten with one batch at most. */
    private static final int SWEPT = 50;

    private final ControlState state;
    private final String peer;
    private final Standing standing;
    private final RecordCodec codec;
    private final Seen seen;
    private final List<List<Edit>> steps = new ArrayList<>();

    /** Says in which revision a key of a note was seen. */
    interface Seen {

        /** Returns it; 0 for a key that is absent. */
        long revision(String key);
    }

    ImportEdits(ControlState state, String peer, Standing standing, RecordCodec codec, Seen seen) {
        this.state = state;
        this.peer = peer;
        this.standing = standing;
        this.codec = codec;
        this.seen = seen;
    }

    /** Returns the steps of a verdict; {@code sweeping}: and those that forget removals of long ago. */
    List<List<Edit>> of(ImportGuard.Verdict verdict, boolean sweeping) {
        Map<String, ServiceEntrySpec> writes = new HashMap<>();
        verdict.writes().forEach(entry -> writes.put(entry.service(), entry));
        Map<String, HeldUpdate> held = new HashMap<>();
        verdict.held().forEach(update -> held.put(update.service(), update));
        Set<String> services = new LinkedHashSet<>(writes.keySet());
        services.addAll(verdict.removals());
        services.addAll(held.keySet());
        if (standing.held().containsKey("")) {
            services.add("");
        }
        for (String service : services) {
            List<Edit> step = new ArrayList<>();
            ServiceEntrySpec write = writes.get(service);
            HeldUpdate hold = held.get(service);
            if (write != null) {
                put(write, hold == null ? write : hold.entry(), standing.trace(service), step);
            } else if (verdict.removals().contains(service)) {
                remove(service, false, step);
            } else if (hold != null) {
                hold.removals().stream().filter(gone -> !verdict.removals().contains(gone)).forEach(
                        gone -> add(List.copyOf(countedAsGone(gone, new ArrayList<>()))));
            }
            held(service, hold == null ? null : record(hold), step);
            add(step);
        }
        if (sweeping) {
            sweep();
        }
        return steps;
    }

    /** Returns the steps of an operator's word that a held update is meant; the last takes the hold away. */
    List<List<Edit>> ofRelease(String service, HeldRecord hold) {
        List<Edit> last = new ArrayList<>();
        ServiceEntrySpec said = hold.said();
        if (said != null) {
            // What was before it is not remembered: the fall was meant.
            write(said, last);
            trace(service, TraceRecord.NOTHING, last);
        } else if (service.isEmpty()) {
            for (String gone : hold.removed()) {
                List<Edit> step = new ArrayList<>();
                remove(gone, true, step);
                held(gone, null, step);
                add(step);
            }
        } else {
            remove(service, true, last);
        }
        held(service, null, last);
        add(last);
        return steps;
    }

    private void add(List<Edit> step) {
        if (!step.isEmpty()) {
            steps.add(step);
        }
    }

    /** What is gone at the origin, and stays because it is held, has flapped. */
    private List<Edit> countedAsGone(String service, List<Edit> step) {
        trace(service, standing.trace(service).withFlaps(Damping.of(standing, service, null)), step);
        return step;
    }

    private void put(ServiceEntrySpec entry, @Nullable ServiceEntrySpec said, TraceRecord trace, List<Edit> step) {
        ServiceEntrySpec before = standing.imports().get(entry.service());
        write(entry, step);
        TraceRecord after = before == null
                ? TraceRecord.NOTHING
                : Memory.replaced(trace, before, entry, standing.now());
        trace(entry.service(), after.withFlaps(Damping.of(standing, entry.service(), said)), step);
    }

    private void write(ServiceEntrySpec entry, List<Edit> step) {
        String name = entry.resourceName();
        Resource before = state.get(Kind.SERVICE_ENTRY, name);
        if (before == null || !before.spec().equals(entry)) {
            step.add(Edit.put(RegistryKeys.imported(peer, entry.service()),
                    before == null ? 0 : before.metadata().revision(),
                    codec.write(Resource.of(name, entry), null, "sync:" + peer, standing.now())));
        }
    }

    private void remove(String service, boolean released, List<Edit> step) {
        Resource before = state.get(Kind.SERVICE_ENTRY, service + "." + peer);
        ServiceEntrySpec entry = standing.imports().get(service);
        if (before != null && entry != null) {
            OriginVersion version = entry.version();
            step.add(Edit.delete(RegistryKeys.imported(peer, service), before.metadata().revision()));
            TraceRecord removed = Memory.removed(version, released, standing.now());
            trace(service, released ? removed : removed.withFlaps(Damping.of(standing, service, null)), step);
        }
    }

    private HeldRecord record(HeldUpdate update) {
        HeldRecord before = standing.held().get(update.service());
        Instant now = Instant.ofEpochMilli(standing.now().toEpochMilli());
        List<String> removed = update.service().isEmpty() ? update.removals() : List.of();
        boolean same = before != null && before.guard().equals(update.guard()) && before.removed().equals(removed)
                && Confirmations.same(before.said(), update.entry());
        return new HeldRecord(update.guard(), update.detail(), before == null ? now : before.since(),
                before != null && same ? before.same() : now, update.entry(), removed);
    }

    private void held(String service, @Nullable HeldRecord record, List<Edit> step) {
        HeldRecord before = standing.held().get(service);
        String key = RegistryKeys.held(peer, service);
        if (record == null ? before != null : !record.equals(before)) {
            step.add(record == null
                    ? Edit.delete(key, seen.revision(key))
                    : Edit.put(key, seen.revision(key), record.encode()));
        }
    }

    private void trace(String service, TraceRecord record, List<Edit> step) {
        String key = RegistryKeys.trace(peer, service);
        if (!record.equals(standing.trace(service))) {
            step.add(record.isEmpty()
                    ? Edit.delete(key, seen.revision(key))
                    : Edit.put(key, seen.revision(key), record.encode()));
        }
    }

    /** Removals of long ago need not be remembered, nor the oldest when there are too many. */
    private void sweep() {
        List<String> gone = standing.traces().entrySet().stream()
                .filter(trace -> trace.getValue().gone() != null
                        && !standing.imports().containsKey(trace.getKey()))
                .sorted((one, other) -> Memory.goneAt(one.getValue()).compareTo(Memory.goneAt(other.getValue())))
                .map(Map.Entry::getKey).toList();
        int many = gone.size() - Memory.TOMBSTONES;
        for (int i = 0; i < Math.min(SWEPT, gone.size()); i++) {
            TraceRecord trace = standing.trace(gone.get(i));
            String key = RegistryKeys.trace(peer, gone.get(i));
            if ((i < many || Memory.over(trace, standing.now()))
                    && steps.stream().flatMap(List::stream).noneMatch(edit -> edit.operation().key().equals(key))) {
                add(List.of(Edit.delete(key, seen.revision(key))));
            }
        }
    }
}
