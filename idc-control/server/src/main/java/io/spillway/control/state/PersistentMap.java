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
 * its leaves. (Bagwell, "Ideal Hash Trees".) Of an entry a large map needs some 30 bytes beside key and value; one of at most
 * {@value #FLAT_LIMIT} entries is a single leaf and needs 8, because most maps are small: names of one service's workloads,
 * in every index.
 */
public final class PersistentMap<K, V> {

    private static final int BITS = 5;
    private static final int WIDTH = 1 << BITS;
    private static final int LEAF_LIMIT = 8;
    private static final int FLAT_LIMIT = 32;
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
            node = branch.child((hash >>> shift) & (WIDTH - 1));
            shift += BITS;
        }
        return node instanceof Leaf<K, V> leaf ? leaf.get(key) : null;
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

    private static <K, V> Node<K, V> put(@Nullable Node<K, V> node, int hash, int shift, K key, V value) {
        return switch (node) {
            case null -> new Leaf<>(key, value);
            case Branch<K, V> branch -> {
                int slot = (hash >>> shift) & (WIDTH - 1);
                yield branch.with(slot, put(branch.child(slot), hash, shift + BITS, key, value));
            }
            case Leaf<K, V> leaf -> {
                Leaf<K, V> larger = leaf.with(key, value);
                int limit = shift == 0 ? FLAT_LIMIT : LEAF_LIMIT;
                yield larger.size() <= limit || shift > MAX_SHIFT ? larger : split(larger, shift);
            }
        };
    }

    private static <K, V> Node<K, V> split(Leaf<K, V> leaf, int shift) {
        Node<K, V> branch = new Branch<>();
        for (int i = 0; i < leaf.size(); i++) {
            branch = put(branch, spread(leaf.key(i)), shift, leaf.key(i), leaf.value(i));
        }
        return branch;
    }

    private static <K, V> @Nullable Node<K, V> remove(@Nullable Node<K, V> node, int hash, int shift, K key) {
        return switch (node) {
            case null -> null;
            case Leaf<K, V> leaf -> leaf.without(key);
            case Branch<K, V> branch -> {
                int slot = (hash >>> shift) & (WIDTH - 1);
                Node<K, V> rest = remove(branch.child(slot), hash, shift + BITS, key);
                yield rest == null ? branch.without(slot) : branch.with(slot, rest);
            }
        };
    }

    @SuppressWarnings("unchecked") // a branch has only nodes
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
                for (Object child : branch.children) {
                    walk((Node<K, V>) child, action);
                }
            }
        }
    }

    private sealed interface Node<K, V> {}

    /** A few entries: key, value, key, value, ... in one array, because an object for each would weigh more than it holds. */
    @SuppressWarnings("unchecked") // at even places there is a K, at odd ones a V
    private static final class Leaf<K, V> implements Node<K, V> {

        private final Object[] entries;

        Leaf(Object... entries) {
            this.entries = entries;
        }

        int size() {
            return entries.length / 2;
        }

        K key(int i) {
            return (K) entries[2 * i];
        }

        V value(int i) {
            return (V) entries[2 * i + 1];
        }

        /** Hashes first: keys of one leaf are often alike but for their end, and comparing them is what a look-up costs. */
        private int find(K key) {
            int hash = key.hashCode();
            for (int i = 0; i < entries.length; i += 2) {
                if (entries[i].hashCode() == hash && entries[i].equals(key)) {
                    return i;
                }
            }
            return -1;
        }

        @Nullable
        V get(K key) {
            int at = find(key);
            return at < 0 ? null : (V) entries[at + 1];
        }

        Leaf<K, V> with(K key, V value) {
            int found = find(key);
            int at = found < 0 ? entries.length : found;
            Object[] copy = Arrays.copyOf(entries, Math.max(entries.length, at + 2));
            copy[at] = key;
            copy[at + 1] = value;
            return new Leaf<>(copy);
        }

        @Nullable
        Leaf<K, V> without(K key) {
            int at = find(key);
            if (at < 0 || entries.length == 2) {
                return at < 0 ? this : null;
            }
            Object[] rest = new Object[entries.length - 2];
            System.arraycopy(entries, 0, rest, 0, at);
            System.arraycopy(entries, at + 2, rest, at, rest.length - at);
            return new Leaf<>(rest);
        }
    }

    /** Children that exist, in the order of their slots; {@code slots} has a bit for each. */
    @SuppressWarnings("unchecked") // only nodes are put into it
    private static final class Branch<K, V> implements Node<K, V> {

        private static final Object[] NONE = {};

        private final int slots;
        private final Object[] children;

        Branch() {
            this(0, NONE);
        }

        private Branch(int slots, Object[] children) {
            this.slots = slots;
            this.children = children;
        }

        private int index(int slot) {
            return Integer.bitCount(slots & ((1 << slot) - 1));
        }

        @Nullable
        Node<K, V> child(int slot) {
            return (slots & 1 << slot) == 0 ? null : (Node<K, V>) children[index(slot)];
        }

        Branch<K, V> with(int slot, Node<K, V> child) {
            int at = index(slot);
            if ((slots & 1 << slot) != 0) {
                Object[] copy = children.clone();
                copy[at] = child;
                return new Branch<>(slots, copy);
            }
            Object[] copy = Arrays.copyOf(children, children.length + 1);
            System.arraycopy(children, at, copy, at + 1, children.length - at);
            copy[at] = child;
            return new Branch<>(slots | 1 << slot, copy);
        }

        @Nullable
        Branch<K, V> without(int slot) {
            if ((slots & 1 << slot) == 0) {
                return this;
            }
            if (children.length == 1) {
                return null;
            }
            int at = index(slot);
            Object[] rest = Arrays.copyOf(children, children.length - 1);
            System.arraycopy(children, at + 1, rest, at, rest.length - at);
            return new Branch<>(slots & ~(1 << slot), rest);
        }
    }
}
