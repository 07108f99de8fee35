package io.spillway.registry.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;

import io.spillway.model.time.Ticker;
import io.spillway.registry.Compare;
import io.spillway.registry.Event;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Operation;
import io.spillway.registry.RangeResult;
import io.spillway.registry.Transaction;

/**
 * Current values, history and leases in memory, written through to the {@link DurableStore}: to disk first, then to
 * memory. Everything here is guarded by the registry's lock.
 */
final class World implements AutoCloseable {

    private final DurableStore store;
    private final NavigableMap<String, KeyValue> current;
    private final History history;
    private final Leases leases;
    private long revision;

    World(DurableStore store, EmbeddedSettings settings, Ticker ticker) {
        this.store = store;
        this.current = store.loadCurrent();
        this.history = new History(settings.historyRevisions(), settings.historyBytes(), store.compacted());
        this.leases = new Leases(ticker);
        this.revision = store.revision();
        store.loadHistory(history::add);
        store.loadLeases().forEach(leases::add);
    }

    long revision() {
        return revision;
    }

    int size() {
        return current.size();
    }

    History history() {
        return history;
    }

    Leases leases() {
        return leases;
    }

    RangeResult range(String prefix) {
        List<KeyValue> entries = new ArrayList<>();
        for (KeyValue keyValue : current.tailMap(prefix, true).values()) {
            if (!keyValue.key().startsWith(prefix)) {
                break;
            }
            entries.add(keyValue);
        }
        return new RangeResult(revision, entries);
    }

    Optional<KeyValue> get(String key) {
        return Optional.ofNullable(current.get(key));
    }

    /** Whether all comparisons hold and every lease that is named exists. */
    boolean holds(Transaction transaction) {
        for (Compare compare : transaction.compares()) {
            KeyValue found = current.get(compare.key());
            if (compare.modRevision() != (found == null ? 0 : found.modRevision())) {
                return false;
            }
        }
        for (Operation operation : transaction.operations()) {
            if (operation instanceof Operation.Put put && put.leaseId() != 0 && !leases.exists(put.leaseId())) {
                return false;
            }
        }
        return true;
    }

    List<KeyValue> compared(Transaction transaction) {
        return transaction.compares().stream().map(compare -> current.get(compare.key())).filter(Objects::nonNull)
                .toList();
    }

    /** Writes the operations as one revision and returns it; operations that change nothing make no revision. */
    long write(List<Operation> operations) throws IOException {
        List<Event> events = eventsOf(operations);
        if (events.isEmpty()) {
            return revision;
        }
        Batch batch = new Batch(revision + 1, events);
        long surplus = history.surplusWith(batch);
        store.append(batch, surplus);
        revision = batch.revision();
        for (Event event : events) {
            switch (event.type()) {
                case PUT -> current.put(event.key(), event.keyValue());
                case DELETE -> current.remove(event.key());
            }
        }
        history.compact(surplus);
        history.add(batch);
        return revision;
    }

    void addLease(long id, long ttlMillis) {
        store.putLease(id, ttlMillis);
        leases.add(id, ttlMillis);
    }

    void endLease(long id) throws IOException {
        if (!leases.exists(id)) {
            return;
        }
        List<Operation> deletes = current.values().stream().filter(keyValue -> keyValue.leaseId() == id)
                .map(keyValue -> Operation.delete(keyValue.key())).toList();
        long _ = write(deletes);
        store.removeLease(id);
        leases.remove(id);
    }

    void compact(long upTo) {
        store.compact(upTo);
        history.compact(upTo);
    }

    @Override
    public void close() {
        store.close();
    }

    private List<Event> eventsOf(List<Operation> operations) {
        long next = revision + 1;
        List<Event> events = new ArrayList<>();
        for (Operation operation : operations) {
            KeyValue before = current.get(operation.key());
            switch (operation) {
                case Operation.Put put -> events.add(new Event(Event.Type.PUT, new KeyValue(put.key(), put.value(),
                        before == null ? next : before.createRevision(), next, put.leaseId())));
                case Operation.Delete delete -> {
                    if (before != null) {
                        events.add(new Event(Event.Type.DELETE, new KeyValue(delete.key(), new byte[0], 0, next, 0)));
                    }
                }
            }
        }
        return events;
    }
}
