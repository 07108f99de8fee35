package io.spillway.it.harness;

import java.util.List;
import java.util.Map;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import org.jspecify.annotations.Nullable;

/** A JSON value that is looked into by keys; what is not there is null inside. */
public record Json(@Nullable Object value) {

    /** Parses a text, which must be JSON. */
    public static Json parse(String text) {
        return switch (JsonText.parse(text)) {
            case Decoded.Valid<Tree>(Tree tree) -> new Json(Trees.toJava(tree));
            case Decoded.Invalid<Tree> _ -> throw new AssertionError("not JSON: " + text);
        };
    }

    /** Returns the value behind the keys. */
    public Json at(String... keys) {
        Object found = value;
        for (String key : keys) {
            found = found instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return new Json(found);
    }

    /** Returns the items of a list; none when it is not there. */
    public List<Json> items() {
        return value instanceof List<?> list ? list.stream().map(Json::new).toList() : List.of();
    }

    /** Returns the only item whose key has that text. */
    public Json item(String key, String text) {
        return items().stream().filter(item -> item.at(key).text().equals(text)).findFirst().orElse(new Json(null));
    }

    /** Returns it as text; "null" when it is not there. */
    public String text() {
        return String.valueOf(value);
    }

    /** Returns it as a whole number, -1 when it is none. */
    public long number() {
        return value instanceof Number number ? number.longValue() : -1;
    }

    /** Returns it as a number with its fraction, -1 when it is none. */
    public double decimal() {
        return value instanceof Number number ? number.doubleValue() : -1;
    }

    /** Returns whether it is true. */
    public boolean isTrue() {
        return Boolean.TRUE.equals(value);
    }

    @Override
    public String toString() {
        return text();
    }
}
