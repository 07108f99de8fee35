package io.spillway.model.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A cursor over one mapping of a document. Every method that reads a field says what it must be; what is wrong is noted
 * and reading goes on with a stand-in, so that one pass finds everything. Keys that nobody asked for are wrong as well:
 * therefore a reader asks for all keys that it knows, in every case.
 *
 * <p>Not thread-safe; lives as long as one call of {@link #decode}.
 */
public final class Decoder {

    private final DecodeNotes notes;
    private final String pointer;
    private final Tree tree;
    private final Set<String> known = new LinkedHashSet<>();
    private boolean anyKey;

    private Decoder(DecodeNotes notes, String pointer, Tree tree) {
        this.notes = notes;
        this.pointer = pointer;
        this.tree = tree;
    }

    /** Returns what {@code reader} makes of the document, or all that is wrong with it. */
    public static <T> Decoded<T> decode(Tree tree, Function<Decoder, T> reader) {
        DecodeNotes notes = new DecodeNotes(true);
        T value = read(notes, "", tree, reader);
        return notes.violations().isEmpty()
                ? new Decoded.Valid<>(value)
                : new Decoded.Invalid<>(notes.violations());
    }

    /**
     * Returns what {@code reader} makes of the document, or all that is wrong with it; keys that it does not know are not
     * wrong, but their pointers are added to {@code unknownKeys}. For stored records, which a later version may have
     * written.
     */
    public static <T> Decoded<T> decodeStored(Tree tree, Function<Decoder, T> reader, List<String> unknownKeys) {
        DecodeNotes notes = new DecodeNotes(false);
        T value = read(notes, "", tree, reader);
        unknownKeys.addAll(notes.unknownKeys());
        return notes.violations().isEmpty()
                ? new Decoded.Valid<>(value)
                : new Decoded.Invalid<>(notes.violations());
    }

    /** Returns the JSON pointer of this place. */
    public String pointer() {
        return pointer;
    }

    /** Returns what stands here. */
    public Tree tree() {
        return tree;
    }

    /** Returns whether the key is there with a value that is not null. */
    public boolean has(String key) {
        known.add(key);
        return field(key) != null;
    }

    /** Returns the scalar of a key that must be there. */
    public <T> T required(String key, ScalarType<T> type) {
        Tree field = need(key, type.expected());
        return field == null ? type.placeholder() : scalar(notes, pointer(key), field, type);
    }

    /** Returns the scalar of a key, or {@code fallback} when the key is not there or null. */
    public <T> T optional(String key, ScalarType<T> type, T fallback) {
        known.add(key);
        Tree field = field(key);
        return field == null ? fallback : scalar(notes, pointer(key), field, type);
    }

    /** Returns the scalar of a key, or null when the key is not there or null. */
    public <T> @Nullable T optional(String key, ScalarType<T> type) {
        known.add(key);
        Tree field = field(key);
        return field == null ? null : scalar(notes, pointer(key), field, type);
    }

    /** Returns the scalars of a sequence; none when the key is not there or null. */
    public <T> List<T> list(String key, ScalarType<T> type) {
        return items(key, (at, item) -> scalar(notes, at, item, type));
    }

    /** Returns the scalars of a mapping by name, in order; none when the key is not there or null. */
    public <T> Map<String, T> map(String key, ScalarType<T> type) {
        return entries(key, (at, entry) -> scalar(notes, at, entry, type));
    }

    /** Returns what {@code reader} makes of a mapping that must be there. */
    public <T> T child(String key, Function<Decoder, T> reader) {
        Tree field = need(key, "mapping");
        return read(field == null ? notes.muted() : notes, pointer(key), field == null ? EMPTY : field, reader);
    }

    /** Returns what {@code reader} makes of a mapping, or {@code fallback} when the key is not there or null. */
    public <T> T child(String key, Function<Decoder, T> reader, T fallback) {
        known.add(key);
        Tree field = field(key);
        return field == null ? fallback : read(notes, pointer(key), field, reader);
    }

    /** Returns what {@code reader} makes of a mapping, or null when the key is not there or null. */
    public <T> @Nullable T optionalChild(String key, Function<Decoder, T> reader) {
        known.add(key);
        Tree field = field(key);
        return field == null ? null : read(notes, pointer(key), field, reader);
    }

    /** Returns what {@code reader} makes of each mapping of a sequence; none when the key is not there or null. */
    public <T> List<T> children(String key, Function<Decoder, T> reader) {
        return items(key, (at, item) -> read(notes, at, item, reader));
    }

    /** Returns what {@code reader} makes of each mapping of a mapping, by name, in order. */
    public <T> Map<String, T> childrenByName(String key, Function<Decoder, T> reader) {
        return entries(key, (at, entry) -> read(notes, at, entry, reader));
    }

    /** Returns what stands under the key as it is, or null when the key is not there or null. */
    public @Nullable Tree raw(String key) {
        known.add(key);
        return field(key);
    }

    /**
     * Returns whether nothing was wrong so far; a check of several fields together makes no sense after one of them was
     * found wrong.
     */
    public boolean clean() {
        return notes.violations().isEmpty();
    }

    /** Returns all keys that are there, and does not call any of them unknown. */
    public Set<String> keys() {
        anyKey = true;
        return tree instanceof Tree.Mapping mapping ? mapping.fields().keySet() : Set.of();
    }

    /** Notes that the value of a key, which may be missing, is not what it must be. */
    public void violation(String key, String expected) {
        known.add(key);
        Tree field = field(key);
        notes.add(pointer(key), field, expected, field == null ? tree.position() : field.position());
    }

    /** Notes that something about the value of a key, named by {@code found}, is not what it must be. */
    public void violation(String key, String found, String expected) {
        known.add(key);
        Tree field = field(key);
        Position position = field == null ? tree.position() : field.position();
        notes.add(new Violation(pointer(key), found, expected, position.known() ? position : null));
    }

    /** Notes that what stands here as a whole is not what it must be. */
    public void violation(String expected) {
        notes.add(pointer, tree, expected, tree.position());
    }

    /** Notes something that another reader found wrong below the value of a key. */
    public void violations(String key, List<Violation> found) {
        for (Violation each : found) {
            notes.add(new Violation(pointer(key) + each.pointer(), each.value(), each.expected(), each.position()));
        }
    }

    private static <T> T read(DecodeNotes notes, String pointer, Tree tree, Function<Decoder, T> reader) {
        if (tree instanceof Tree.Mapping mapping) {
            Decoder decoder = new Decoder(notes, pointer, mapping);
            T value = reader.apply(decoder);
            decoder.noteUnknownKeys(mapping);
            return value;
        }
        notes.add(pointer, tree, "mapping", tree.position());
        return reader.apply(new Decoder(notes.muted(), pointer, EMPTY));
    }

    private static <T> T scalar(DecodeNotes notes, String pointer, Tree tree, ScalarType<T> type) {
        if (tree instanceof Tree.Scalar scalar && scalar.value() != null) {
            T value = type.parser().apply(scalar.value());
            if (value != null) {
                return value;
            }
        }
        notes.add(pointer, tree, type.expected(), tree.position());
        return type.placeholder();
    }

    private <T> List<T> items(String key, Reading<T> reading) {
        known.add(key);
        List<T> values = new ArrayList<>();
        switch (field(key)) {
            case null -> {
            }
            case Tree.Sequence sequence -> {
                for (Tree item : sequence.items()) {
                    values.add(reading.read(pointer(key) + "/" + values.size(), item));
                }
            }
            case Tree other -> notes.add(pointer(key), other, "list", other.position());
        }
        return values;
    }

    private <T> Map<String, T> entries(String key, Reading<T> reading) {
        known.add(key);
        Map<String, T> values = new LinkedHashMap<>();
        switch (field(key)) {
            case null -> {
            }
            case Tree.Mapping mapping -> mapping.fields().forEach((name, entry) -> values.put(name,
                    reading.read(pointer(key) + "/" + escape(name), entry)));
            case Tree other -> notes.add(pointer(key), other, "mapping", other.position());
        }
        return values;
    }

    private @Nullable Tree need(String key, String expected) {
        known.add(key);
        Tree field = field(key);
        if (field == null) {
            notes.add(pointer(key), null, expected, tree.position());
        }
        return field;
    }

    private @Nullable Tree field(String key) {
        Tree field = tree instanceof Tree.Mapping mapping ? mapping.get(key) : null;
        return field instanceof Tree.Scalar scalar && scalar.value() == null ? null : field;
    }

    private void noteUnknownKeys(Tree.Mapping mapping) {
        if (anyKey) {
            return;
        }
        mapping.fields().forEach((key, field) -> {
            if (!known.contains(key)) {
                notes.unknownKey(pointer(key), key, known, field.position());
            }
        });
    }

    private String pointer(String key) {
        return pointer + "/" + escape(key);
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private static final Tree EMPTY = Tree.mapping(Map.of());

    @FunctionalInterface
    private interface Reading<T> {
        T read(String pointer, Tree tree);
    }
}
