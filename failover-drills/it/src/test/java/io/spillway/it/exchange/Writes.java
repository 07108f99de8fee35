package io.spillway.it.exchange;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.registry.Event;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Watch;
import io.spillway.registry.WatchListener;

/** How often what other IDCs declare was written or deleted in a registry. Safe for all threads. */
final class Writes implements WatchListener, AutoCloseable {

    private final Map<String, Integer> counts = new TreeMap<>();
    private final Watch watch;

    private Writes(Registry registry) {
        watch = registry.watch(RegistryKeys.ROOT, registry.range(RegistryKeys.META).revision() + 1, this);
    }

    /** Counts from now on. */
    static Writes of(Registry registry) {
        return new Writes(registry);
    }

    /** Begins to count anew. */
    synchronized void forget() {
        counts.clear();
    }

    /** Returns the imports that were written, as in "idc-b/orders", with how often. */
    Map<String, Integer> imports() {
        return below(RegistryKeys.IMPORTS);
    }

    /** Returns the shifts that were written, as in "drgroup/core", with how often. */
    Map<String, Integer> shifts() {
        return below(RegistryKeys.SHIFTS);
    }

    private synchronized Map<String, Integer> below(String prefix) {
        Map<String, Integer> found = new TreeMap<>();
        counts.forEach((key, count) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), count);
            }
        });
        return found;
    }

    @Override
    public synchronized void onBatch(long revision, List<Event> events) {
        events.forEach(event -> counts.merge(event.key(), 1, Integer::sum));
    }

    @Override
    public void onCompacted(long compactRevision) {
        throw new AssertionError("the history of a test is short, compacted up to " + compactRevision);
    }

    @Override
    public void close() {
        watch.close();
    }
}
