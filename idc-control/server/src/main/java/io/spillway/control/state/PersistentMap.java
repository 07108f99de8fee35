package io.spillway.control.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * An immutable hash map that shares its structure with the maps it was made from, so that a change costs O(log n) and an
 * old version stays readable for ever. A trie with 32 branches per level over the hash's bits, small groups of entries at
 * its leaves. (Bagwell, "Ideal Hash Trees", without the bit-map compression: our maps are few and large.)
 */
public final class PersistentMap<K, V> {

    private static final int BITS = 5;
    private static final int WIDTH = 1 << BITS;
    private static final int LEAF_LIMIT = 8;
    private static final int MAX_SHIFT = 30;

    private final @Nullable Node<K, V> root;
    private final int size;

    private PersistentMap(@Nullable Node<K, V> root, int size) {
        this.root = root;
        this.size = size;
    }

    /** Returns a map without entries. */
    public static <K, V> PersistentMap<K, V> empty() {
        return new PersistentMap<>(null, 0);
    }

    /** Returns the number of entries. */
    public int size() {
        return size;
    }

    /** Returns whether there are no entries. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Returns the value under that key, or null. */
    public @Nullable V get(K key) {
        Node<K, V> node = root;
        int hash = spread(key);
        int shift = 0;
        while (node instanceof Branch<K, V> branch) {
            node = branch.children.get((hash >>> shift) & (WIDTH - 1));
            shift += BITS;
        }
        return node instanceof Leaf<K, V> leaf ? leaf.get(hash, key) : null;
    }

    /** Returns whether there is an entry for that key. */
    public boolean containsKey(K key) {
        return get(key) != null;
    }

    /** Returns a map that has this value under that key. */
    public PersistentMap<K, V> with(K key, V value) {
        boolean grows = get(key) == null;
        return new PersistentMap<>(put(root, spread(key), 0, Map.entry(key, value)), grows ? size + 1 : size);
    }

    /** Returns a map without that key; this one when it has none. */
    public PersistentMap<K, V> without(K key) {
        return get(key) == null ? this : new PersistentMap<>(remove(root, spread(key), 0, key), size - 1);
    }

    /** Calls the action for each entry, in no particular order. */
    public void forEach(BiConsumer<? super K, ? super V> action) {
        walk(root, action);
    }

    /** Returns the keys in their natural order. */
    public Set<K> sortedKeys() {
        Set<K> keys = new TreeSet<>();
        forEach((key, value) -> keys.add(key));
        return keys;
    }

    /** Returns a copy as a plain map. */
    public Map<K, V> toMap() {
        Map<K, V> copy = new HashMap<>();
        forEach(copy::put);
        return Collections.unmodifiableMap(copy);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PersistentMap<?, ?> that && size == that.size && toMap().equals(that.toMap());
    }

    @Override
    public int hashCode() {
        return toMap().hashCode();
    }

    @Override
    public String toString() {
        return toMap().toString();
    }

    private static int spread(Object key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return hash ^ (hash >>> 16);
    }

    private static <K, V> Node<K, V> put(@Nullable Node<K, V> node, int hash, int shift, Map.Entry<K, V> entry) {
        return switch (node) {
            case null -> new Leaf<>(List.of(entry));
            case Branch<K, V> branch -> {
                int slot = (hash >>> shift) & (WIDTH - 1);
                yield branch.with(slot, put(branch.children.get(slot), hash, shift + BITS, entry));
            }
            case Leaf<K, V> leaf -> {
                List<Map.Entry<K, V>> entries = without(leaf.entries, entry.getKey());
                entries.add(entry);
                yield entries.size() <= LEAF_LIMIT || shift > MAX_SHIFT ? new Leaf<>(entries) : split(entries, shift);
            }
        };
    }

    private static <K, V> Node<K, V> split(List<Map.Entry<K, V>> entries, int shift) {
        Node<K, V> branch = new Branch<>(new ArrayList<>(Collections.nCopies(WIDTH, null)));
        for (Map.Entry<K, V> entry : entries) {
            branch = put(branch, spread(entry.getKey()), shift, entry);
        }
        return branch;
    }

    private static <K, V> @Nullable Node<K, V> remove(@Nullable Node<K, V> node, int hash, int shift, K key) {
        return switch (node) {
            case null -> null;
            case Leaf<K, V> leaf -> {
                List<Map.Entry<K, V>> entries = without(leaf.entries, key);
                yield entries.isEmpty() ? null : new Leaf<>(entries);
            }
            case Branch<K, V> branch -> {
                int slot = (hash >>> shift) & (WIDTH - 1);
                Branch<K, V> rest = branch.with(slot, remove(branch.children.get(slot), hash, shift + BITS, key));
                yield rest.hasNoChildren() ? null : rest;
            }
        };
    }

    private static <K, V> List<Map.Entry<K, V>> without(List<Map.Entry<K, V>> entries, K key) {
        List<Map.Entry<K, V>> rest = new ArrayList<>(entries.size() + 1);
        for (Map.Entry<K, V> entry : entries) {
            if (!entry.getKey().equals(key)) {
                rest.add(entry);
            }
        }
        return rest;
    }

    private static <K, V> void walk(@Nullable Node<K, V> node, BiConsumer<? super K, ? super V> action) {
        switch (node) {
            case null -> {
            }
            case Leaf<K, V> leaf -> leaf.entries.forEach(entry -> action.accept(entry.getKey(), entry.getValue()));
            case Branch<K, V> branch -> branch.children.forEach(child -> walk(child, action));
        }
    }

    private sealed interface Node<K, V> {}

    private static final class Leaf<K, V> implements Node<K, V> {

        private final List<Map.Entry<K, V>> entries;
        /** Of the entries: keys of one leaf are often alike but for their end, and comparing them is what a look-up costs. */
        private final int[] hashes;

        Leaf(List<Map.Entry<K, V>> entries) {
            this.entries = entries;
            this.hashes = new int[entries.size()];
            for (int i = 0; i < hashes.length; i++) {
                hashes[i] = spread(entries.get(i).getKey());
            }
        }

        @Nullable
        V get(int hash, K key) {
            for (int i = 0; i < hashes.length; i++) {
                if (hashes[i] == hash) {
                    Map.Entry<K, V> entry = entries.get(i);
                    if (entry.getKey().equals(key)) {
                        return entry.getValue();
                    }
                }
            }
            return null;
        }
    }

    private record Branch<K, V>(List<@Nullable Node<K, V>> children) implements Node<K, V> {

        Branch<K, V> with(int slot, @Nullable Node<K, V> child) {
            List<@Nullable Node<K, V>> copy = new ArrayList<>(children);
            copy.set(slot, child);
            return new Branch<>(copy);
        }

        boolean hasNoChildren() {
            for (Node<K, V> child : children) {
                if (child != null) {
                    return false;
                }
            }
            return true;
        }
    }
}
