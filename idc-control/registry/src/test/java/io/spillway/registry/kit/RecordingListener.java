package io.spillway.registry.kit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.registry.ConnectionState;
import io.spillway.registry.Event;
import io.spillway.registry.WatchListener;

/** Remembers everything that a watch told, in order. */
public final class RecordingListener implements WatchListener {

    private final List<Long> revisions = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Integer> batchSizes = new ArrayList<>();
    private final List<Long> compacted = new ArrayList<>();
    private final List<ConnectionState> states = new ArrayList<>();
    private final Map<String, String> world = new TreeMap<>();
    private long progress;
    private volatile boolean slow;

    /** Makes every batch wait until {@link #hurry}. */
    public RecordingListener slow() {
        slow = true;
        return this;
    }

    /** Ends {@link #slow}. */
    public void hurry() {
        slow = false;
    }

    @Override
    public void onBatch(long revision, List<Event> batch) {
        while (slow) {
            Thread.onSpinWait();
        }
        synchronized (this) {
            revisions.add(revision);
            batchSizes.add(batch.size());
            events.addAll(batch);
            for (Event event : batch) {
                switch (event.type()) {
                    case PUT -> world.put(event.key(), text(event.keyValue().value()));
                    case DELETE -> world.remove(event.key());
                }
            }
        }
    }

    @Override
    public synchronized void onCompacted(long compactRevision) {
        compacted.add(compactRevision);
    }

    @Override
    public synchronized void onProgress(long revision) {
        progress = revision;
    }

    @Override
    public synchronized void onState(ConnectionState state) {
        states.add(state);
    }

    /** Revisions of the batches. */
    public synchronized List<Long> revisions() {
        return List.copyOf(revisions);
    }

    /** Events per batch. */
    public synchronized List<Integer> batchSizes() {
        return List.copyOf(batchSizes);
    }

    /** All events. */
    public synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** Arguments of onCompacted. */
    public synchronized List<Long> compacted() {
        return List.copyOf(compacted);
    }

    /** States of the connection. */
    public synchronized List<ConnectionState> states() {
        return List.copyOf(states);
    }

    /** Newest progress. */
    public synchronized long progress() {
        return progress;
    }

    /** Key to value as the events left it. */
    public synchronized Map<String, String> world() {
        return new TreeMap<>(world);
    }

    static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}
