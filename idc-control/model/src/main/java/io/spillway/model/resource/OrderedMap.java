package io.spillway.model.resource;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A few entries that keep their order, in one array. A workload has three such maps, most of them with two entries or none,
 * and a control node holds 100,000 workloads: linked hash maps would weigh more than all the rest of it. Immutable.
 */
final class OrderedMap<K, V> extends AbstractMap<K, V> {

    /** So many are looked through faster than hashed. */
    static final int MOST = 8;

    private static final OrderedMap<?, ?> NONE = new OrderedMap<>(Map.of());

    private final Object[] entries;

    /** Copies a map of at most {@link #MOST} entries. */
    OrderedMap(Map<K, V> source) {
        entries = new Object[2 * source.size()];
        int at = 0;
        for (Map.Entry<K, V> entry : source.entrySet()) {
            entries[at++] = entry.getKey();
            entries[at++] = entry.getValue();
        }
    }

    /** Returns the map without entries. */
    @SuppressWarnings("unchecked") // it holds nothing of any type
    static <K, V> OrderedMap<K, V> none() {
        return (OrderedMap<K, V>) NONE;
    }

    @Override
    public int size() {
        return entries.length / 2;
    }

    @Override
    @SuppressWarnings("unchecked") // at odd places there are values
    public @Nullable V get(@Nullable Object key) {
        int at = find(key);
        return at < 0 ? null : (V) entries[at + 1];
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return find(key) >= 0;
    }

    private int find(@Nullable Object key) {
        for (int i = 0; i < entries.length; i += 2) {
            if (entries[i].equals(key)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new Entries();
    }

    private final class Entries extends AbstractSet<Map.Entry<K, V>> {

        @Override
        public int size() {
            return OrderedMap.this.size();
        }

        @Override
        public Iterator<Map.Entry<K, V>> iterator() {
            return new Iterator<>() {

                private int at;

                @Override
                public boolean hasNext() {
                    return at < entries.length;
                }

                @Override
                @SuppressWarnings("unchecked") // at even places there are keys, at odd ones values
                public Map.Entry<K, V> next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    at += 2;
                    return Map.entry((K) entries[at - 2], (V) entries[at - 1]);
                }
            };
        }
    }
}
