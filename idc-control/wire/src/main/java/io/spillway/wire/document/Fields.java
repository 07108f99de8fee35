package io.spillway.wire.document;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import io.spillway.model.document.Durations;
import io.spillway.model.document.Position;
import io.spillway.model.document.Tree;
import org.jspecify.annotations.Nullable;

/** Fields of a mapping that is being written, in order; what is null or empty is left out. */
final class Fields {

    private final Map<String, Tree> fields = new LinkedHashMap<>();

    Fields text(String key, @Nullable String value) {
        return value == null ? this : put(key, Tree.text(value));
    }

    Fields number(String key, long value) {
        return put(key, Tree.number(value));
    }

    /** A number that is written without a fraction when it has none. */
    Fields decimal(String key, double value) {
        return value == Math.rint(value)
                ? number(key, (long) value)
                : put(key, new Tree.Scalar(value, Position.NONE));
    }

    Fields bool(String key, boolean value) {
        return put(key, Tree.bool(value));
    }

    Fields duration(String key, @Nullable Duration value) {
        return value == null ? this : put(key, Tree.text(Durations.format(value)));
    }

    Fields texts(String key, Collection<String> values) {
        return items(key, values, Tree::text);
    }

    <T> Fields items(String key, Collection<T> values, Function<T, Tree> writer) {
        return values.isEmpty() ? this : put(key, Tree.sequence(values.stream().map(writer).toList()));
    }

    Fields textMap(String key, Map<String, String> values) {
        Fields below = new Fields();
        values.forEach(below::text);
        return values.isEmpty() ? this : put(key, below.tree());
    }

    Fields put(String key, Tree value) {
        fields.put(key, value);
        return this;
    }

    Tree.Mapping tree() {
        return Tree.mapping(fields);
    }
}
