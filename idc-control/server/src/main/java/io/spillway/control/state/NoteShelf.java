package io.spillway.control.state;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

import io.spillway.model.document.Decoded;
import io.spillway.registry.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * Notes of one sort, each under {@code <prefix><origin>/<name>}. Immutable.
 *
 * @param <T> what a note says
 */
public final class NoteShelf<T> {

    private final String prefix;
    private final Function<byte[], Decoded<T>> decode;
    private final PersistentMap<String, PersistentMap<String, Noted<T>>> notes;
    private final int size;

    private NoteShelf(String prefix, Function<byte[], Decoded<T>> decode,
            PersistentMap<String, PersistentMap<String, Noted<T>>> notes, int size) {
        this.prefix = prefix;
        this.decode = decode;
        this.notes = notes;
        this.size = size;
    }

    /** A note, and the registry revision in which it was written. */
    public record Noted<T>(T record, long revision) {}

    static <T> NoteShelf<T> empty(String prefix, Function<byte[], Decoded<T>> decode) {
        return new NoteShelf<>(prefix, decode, PersistentMap.empty(), 0);
    }

    /** Returns what is noted, or null for nothing. */
    public @Nullable Noted<T> noted(String origin, String name) {
        PersistentMap<String, Noted<T>> found = notes.get(origin);
        return found == null ? null : found.get(name);
    }

    /** Returns what is noted, or null for nothing. */
    public @Nullable T get(String origin, String name) {
        Noted<T> found = noted(origin, name);
        return found == null ? null : found.record;
    }

    /** Returns what is noted under a path, {@code origin/name}, or null for nothing. */
    public @Nullable T get(String path) {
        Noted<T> found = noted(origin(prefix + path), name(prefix + path));
        return found == null ? null : found.record;
    }

    /** Returns all that is noted, by path and in the order of paths. */
    public Map<String, T> all() {
        Map<String, T> all = new TreeMap<>();
        notes.forEach((origin, names) -> names.forEach((name, noted) -> all.put(origin + "/" + name, noted.record)));
        return all;
    }

    /** Returns all that is noted of an origin, by name and in the order of names. */
    public Map<String, T> of(String origin) {
        PersistentMap<String, Noted<T>> found = notes.get(origin);
        return found == null ? Map.of() : new LookedUp<>(found.size(), name -> get(origin, name), found::sortedKeys);
    }

    String prefix() {
        return prefix;
    }

    /** Returns the origins of which something is noted, in order. */
    public Set<String> origins() {
        return notes.sortedKeys();
    }

    int size() {
        return size;
    }

    boolean has(String key) {
        return key.startsWith(prefix);
    }

    /** Returns the revision in which a key was written; 0 when nothing is noted under it. */
    long revision(String key) {
        Noted<T> found = noted(origin(key), name(key));
        return found == null ? 0 : found.revision;
    }

    void eachKey(Consumer<String> action) {
        notes.forEach((origin, names) -> names.forEach((name, _) -> action.accept(prefix + origin + "/" + name)));
    }

    Decoded<NoteShelf<T>> with(KeyValue entry) {
        return decode.apply(entry.value()).map(record -> with(entry.key(), new Noted<>(record, entry.modRevision())));
    }

    NoteShelf<T> without(String key) {
        if (!has(key)) {
            return this;
        }
        String origin = origin(key);
        PersistentMap<String, Noted<T>> names = notes.get(origin);
        if (names == null || !names.containsKey(name(key))) {
            return this;
        }
        PersistentMap<String, Noted<T>> rest = names.without(name(key));
        return new NoteShelf<>(prefix, decode, rest.isEmpty() ? notes.without(origin) : notes.with(origin, rest),
                size - 1);
    }

    private NoteShelf<T> with(String key, Noted<T> noted) {
        String origin = origin(key);
        PersistentMap<String, Noted<T>> names = notes.get(origin);
        boolean isNew = names == null || !names.containsKey(name(key));
        return new NoteShelf<>(prefix, decode,
                notes.with(origin,
                        (names == null ? PersistentMap.<String, Noted<T>>empty() : names).with(name(key), noted)),
                isNew ? size + 1 : size);
    }

    private String origin(String key) {
        int slash = key.indexOf('/', prefix.length());
        return slash < 0 ? key.substring(prefix.length()) : key.substring(prefix.length(), slash);
    }

    private String name(String key) {
        int slash = key.indexOf('/', prefix.length());
        return slash < 0 ? "" : key.substring(slash + 1);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NoteShelf<?> that && prefix.equals(that.prefix) && notes.equals(that.notes);
    }

    @Override
    public int hashCode() {
        return notes.hashCode();
    }
}
