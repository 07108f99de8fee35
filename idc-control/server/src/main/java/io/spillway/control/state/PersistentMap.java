package io.spillway.control.state;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * An immutable hash map that shares its structure with the maps it was made from, so that a change costs O(log n) and an
 * old version stays readable for ever. A trie with 32 branches per level over the hash's bits, small groups of entries at
 * its leaves. (Bagwell, "Ideal Hash Trees", without the bit-map compression: our maps are few and large.) Nodes are plain
 * arrays: in a large map what a look-up costs is the memory that it touches, and each object on the way is one more place.
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
            node = branch.children[slot(hash, shift)];
            shift += BITS;
        }
        if (!(node instanceof Leaf<K, V> leaf)) {
            return null;
        }
        int at = leaf.indexOf(hash, key);
        return at < 0 ? null : leaf.value(at);
    }

    /** Returns whether there is an entry for that key. */
    public boolean containsKey(K key) {
        return get(key) != null;
    }

    /** Returns a map that has this value under that key. */
    public PersistentMap<K, V> with(K key, V value) {
        boolean grows = get(key) == null;
        return new PersistentMap<>(put(root, spread(key), 0, key, value), grows ? size + 1 : size);
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

    private static int slot(int hash, int shift) {
        return (hash >>> shift) & (WIDTH - 1);
    }

    private static <K, V> Node<K, V> put(@Nullable Node<K, V> node, int hash, int shift, K key, V value) {
        return switch (node) {
            case null -> new Leaf<>(new int[]{hash}, new Object[]{key, value});
            case Branch<K, V> branch -> {
                int slot = slot(hash, shift);
                yield branch.with(slot, put(branch.children[slot], hash, shift + BITS, key, value));
            }
            case Leaf<K, V> leaf -> {
                int at = leaf.indexOf(hash, key);
                Leaf<K, V> newer = at < 0 ? leaf.with(hash, key, value) : leaf.replacing(at, key, value);
                yield newer.size() <= LEAF_LIMIT || shift > MAX_SHIFT ? newer : split(newer, shift);
            }
        };
    }

    private static <K, V> Node<K, V> split(Leaf<K, V> leaf, int shift) {
        Node<K, V> branch = Branch.empty();
        for (int i = 0; i < leaf.size(); i++) {
            branch = put(branch, leaf.hashes[i], shift, leaf.key(i), leaf.value(i));
        }
        return branch;
    }

    private static <K, V> @Nullable Node<K, V> remove(@Nullable Node<K, V> node, int hash, int shift, K key) {
        return switch (node) {
            case null -> null;
            case Leaf<K, V> leaf -> {
                int at = leaf.indexOf(hash, key);
                yield at < 0 ? leaf : leaf.size() == 1 ? null : leaf.without(at);
            }
            case Branch<K, V> branch -> {
                int slot = slot(hash, shift);
                Branch<K, V> rest = branch.with(slot, remove(branch.children[slot], hash, shift + BITS, key));
                yield rest.hasNoChildren() ? null : rest;
            }
        };
    }

    private static <K, V> void walk(@Nullable Node<K, V> node, BiConsumer<? super K, ? super V> action) {
        switch (node) {
            case null -> {
            }
            case Leaf<K, V> leaf -> {
                for (int i = 0; i < leaf.size(); i++) {
                    action.accept(leaf.key(i), leaf.value(i));
                }
            }
            case Branch<K, V> branch -> {
                for (Node<K, V> child : branch.children) {
                    walk(child, action);
                }
            }
        }
    }

    private sealed interface Node<K, V> {}

    private static final class Leaf<K, V> implements Node<K, V> {

        /** Of the keys, which are often alike but for their end: comparing them is what a look-up costs. */
        private final int[] hashes;
        /** Each key, and behind it its value. */
        private final Object[] entries;

        Leaf(int[] hashes, Object[] entries) {
            this.hashes = hashes;
            this.entries = entries;
        }

        int size() {
            return hashes.length;
        }

        @SuppressWarnings("unchecked") // as it was put in
        K key(int at) {
            return (K) entries[2 * at];
        }

        @SuppressWarnings("unchecked") // as it was put in
        V value(int at) {
            return (V) entries[2 * at + 1];
        }

        /** Returns where a key is, or -1. */
        int indexOf(int hash, K key) {
            for (int i = 0; i < hashes.length; i++) {
                if (hashes[i] == hash && entries[2 * i].equals(key)) {
                    return i;
                }
            }
            return -1;
        }

        Leaf<K, V> with(int hash, K key, V value) {
            int[] newHashes = Arrays.copyOf(hashes, hashes.length + 1);
            Object[] newEntries = Arrays.copyOf(entries, entries.length + 2);
            newHashes[hashes.length] = hash;
            newEntries[entries.length] = key;
            newEntries[entries.length + 1] = value;
            return new Leaf<>(newHashes, newEntries);
        }

        Leaf<K, V> replacing(int at, K key, V value) {
            Object[] newEntries = entries.clone();
            newEntries[2 * at] = key;
            newEntries[2 * at + 1] = value;
            return new Leaf<>(hashes, newEntries);
        }

        /** The last one takes the place of what goes. */
        Leaf<K, V> without(int at) {
            int last = hashes.length - 1;
            int[] newHashes = Arrays.copyOf(hashes, last);
            Object[] newEntries = Arrays.copyOf(entries, 2 * last);
            if (at < last) {
                newHashes[at] = hashes[last];
                newEntries[2 * at] = entries[2 * last];
                newEntries[2 * at + 1] = entries[2 * last + 1];
            }
            return new Leaf<>(newHashes, newEntries);
        }
    }

    private static final class Branch<K, V> implements Node<K, V> {

        private final @Nullable Node<K, V>[] children;

        private Branch(@Nullable Node<K, V>[] children) {
            this.children = children;
        }

        @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of generic types
        static <K, V> Branch<K, V> empty() {
            return new Branch<K, V>((@Nullable Node<K, V>[]) new Node[WIDTH]);
        }

        Branch<K, V> with(int slot, @Nullable Node<K, V> child) {
            @Nullable
            Node<K, V>[] copy = children.clone();
            copy[slot] = child;
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
