package io.spillway.control.history;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.control.service.DeliveryReport.RevisionView;
import io.spillway.control.service.HistoryReport.Change;
import io.spillway.control.service.HistoryReport.ResourceChange;
import io.spillway.control.service.HistoryReport.RevisionChange;
import io.spillway.control.state.StateChange;
import io.spillway.model.resource.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The newest revisions and what they changed. Safe for use by any thread.
 *
 * <p>To remember costs the state's thread a few references; how two versions differ is found out when somebody asks. What is
 * kept is, of each revision, up to 20 resources before and after: those after are the state's own, those before are about
 * 0.5 to 1 KiB each for workloads and services.
 */
public final class RevisionHistory {

    private static final int MOST_CHANGES = 20;

    private final int size;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>(); // guarded by this
    private boolean loaded; // guarded by this

    /** Creates a history of that many revisions, at least 1. */
    public RevisionHistory(int size) {
        this.size = size;
    }

    private record Entry(long revision, @Nullable Instant at, boolean found, List<StateChange.Changed> changes,
            int more) {}

    /** Returns how many revisions are remembered at most. */
    public int size() {
        return size;
    }

    /** From now on changes are news. */
    public synchronized void loaded() {
        loaded = true;
    }

    /** Remembers a change. A listing may hold the newest writes of many revisions; a batch is one. */
    public synchronized void add(StateChange change) {
        Map<Long, List<StateChange.Changed>> byRevision = new TreeMap<>(Comparator.reverseOrder());
        for (StateChange.Changed one : change.resources()) {
            Resource after = one.after();
            byRevision.computeIfAbsent(after == null ? change.revision() : after.metadata().revision(),
                    revision -> new ArrayList<>()).add(one);
        }
        List<Entry> fresh = new ArrayList<>();
        for (Map.Entry<Long, List<StateChange.Changed>> one : byRevision.entrySet()) {
            if (fresh.size() == size) {
                break;
            }
            fresh.add(entry(one.getKey(), one.getValue(), change.receivedAt()));
        }
        for (Entry entry : fresh.reversed()) {
            if (entries.size() == size) {
                entries.removeFirst();
            }
            entries.addLast(entry);
        }
    }

    private Entry entry(long revision, List<StateChange.Changed> changes, Instant receivedAt) {
        List<StateChange.Changed> kept = List.copyOf(changes.subList(0, Math.min(MOST_CHANGES, changes.size())));
        return new Entry(revision, loaded ? receivedAt : kept.getFirst().written().at(), !loaded, kept,
                changes.size() - kept.size());
    }

    /**
     * Returns the newest revisions, oldest first.
     *
     * @param newest   how many at most
     * @param only     this revision only; null for all
     * @param delivery who has which revision
     */
    public List<RevisionChange> newest(int newest, @Nullable Long only, List<RevisionView> delivery) {
        List<Entry> copy;
        synchronized (this) {
            copy = entries.stream().filter(entry -> only == null || entry.revision == only).toList();
        }
        Map<Long, RevisionView> delivered = new HashMap<>();
        delivery.forEach(view -> delivered.put(view.revision(), view));
        return copy.subList(Math.max(0, copy.size() - newest), copy.size()).stream()
                .map(entry -> new RevisionChange(entry.revision, entry.at,
                        entry.changes.stream().map(changed -> change(entry, changed)).toList(), entry.more,
                        delivered.get(entry.revision)))
                .toList();
    }

    private static ResourceChange change(Entry entry, StateChange.Changed changed) {
        Resource newest = changed.newest();
        Resource before = changed.before();
        Resource after = changed.after();
        Change what = after == null
                ? Change.DELETED
                : before != null ? Change.UPDATED : entry.found ? Change.FOUND : Change.CREATED;
        return new ResourceChange(newest.kind().plural() + "/" + newest.name(), what, changed.written().author(),
                before == null || after == null ? List.of() : FieldDifferences.of(before, after));
    }
}
