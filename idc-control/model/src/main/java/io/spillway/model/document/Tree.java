package io.spillway.model.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A document: mappings, sequences and scalars, each with its position. Immutable. Positions do not take part in
 * {@code equals}: two trees are equal when they say the same.
 */
public sealed interface Tree {

    /** Returns where this stands in its text, or {@link Position#NONE}. */
    Position position();

    /** Returns a text scalar without position. */
    static Tree text(String value) {
        return new Scalar(value, Position.NONE);
    }

    /** Returns an integer scalar without position. */
    static Tree number(long value) {
        return new Scalar(value, Position.NONE);
    }

    /** Returns a truth value without position. */
    static Tree bool(boolean value) {
        return new Scalar(value, Position.NONE);
    }

    /** Returns a sequence without position. */
    static Tree sequence(List<? extends Tree> items) {
        return new Sequence(List.copyOf(items), Position.NONE);
    }

    /** Returns a mapping without position that keeps the order of the fields given. */
    static Mapping mapping(Map<String, ? extends Tree> fields) {
        return new Mapping(new LinkedHashMap<>(fields), Position.NONE);
    }

    /**
     * Named fields in the order of the text.
     *
     * @param fields unmodifiable, in order
     */
    record Mapping(Map<String, Tree> fields, Position position) implements Tree {

        public Mapping {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        /** Returns the field of that name, or null when there is none. */
        public @Nullable Tree get(String key) {
            return fields.get(key);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Mapping that && fields.equals(that.fields);
        }

        @Override
        public int hashCode() {
            return fields.hashCode();
        }
    }

    /**
     * Items in order.
     *
     * @param items unmodifiable
     */
    record Sequence(List<Tree> items, Position position) implements Tree {

        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Sequence that && items.equals(that.items);
        }

        @Override
        public int hashCode() {
            return items.hashCode();
        }
    }

    /**
     * One value.
     *
     * @param value a String, Long, Double, Boolean, or null
     */
    record Scalar(@Nullable Object value, Position position) implements Tree {

        public Scalar {
            if (value != null && !(value instanceof String || value instanceof Long || value instanceof Double
                    || value instanceof Boolean)) {
                throw new IllegalArgumentException(
                        "scalar: " + value.getClass() + " (expected: String, Long, Double, Boolean or null)");
            }
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Scalar that && Objects.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(value);
        }
    }
}
