package io.spillway.ctl.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.model.document.Position;
import io.spillway.model.document.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Lenient access to an answer: what is missing or of another type is empty, because a newer control plane may say more or
 * less than this command knows.
 */
public record JsonView(Tree tree) {

    private static final Tree NOTHING = new Tree.Scalar(null, Position.NONE);

    /** Returns the field of that name; an empty view when there is none. */
    public JsonView at(String key) {
        Tree field = tree instanceof Tree.Mapping mapping ? mapping.get(key) : null;
        return new JsonView(field == null ? NOTHING : field);
    }

    /** Returns whether there is a value. */
    public boolean present() {
        return !(tree instanceof Tree.Scalar(Object value, Position position)) || value != null;
    }

    /** Returns a scalar field as text, "" when it is not there. */
    public String text(String key) {
        return at(key).asText();
    }

    /** Returns this scalar as text, "" when it is not one. */
    public String asText() {
        return tree instanceof Tree.Scalar scalar && scalar.value() != null ? String.valueOf(scalar.value()) : "";
    }

    /** Returns a number, {@code fallback} when it is not there. */
    public long number(String key, long fallback) {
        Object value = at(key).value();
        return value instanceof Number number ? number.longValue() : fallback;
    }

    /** Returns a number with its fraction, 0 when it is not there. */
    public double decimal(String key) {
        return at(key).value() instanceof Number number ? number.doubleValue() : 0;
    }

    /** Returns whether a field is true. */
    public boolean isTrue(String key) {
        return Boolean.TRUE.equals(at(key).value());
    }

    /** Returns the items of a sequence field. */
    public List<JsonView> list(String key) {
        List<JsonView> items = new ArrayList<>();
        if (at(key).tree instanceof Tree.Sequence sequence) {
            sequence.items().forEach(item -> items.add(new JsonView(item)));
        }
        return items;
    }

    /** Returns the scalar items of a sequence field. */
    public List<String> texts(String key) {
        return list(key).stream().map(JsonView::asText).toList();
    }

    /** Returns the fields of a mapping field. */
    public Map<String, JsonView> fields(String key) {
        Map<String, JsonView> fields = new LinkedHashMap<>();
        if (at(key).tree instanceof Tree.Mapping mapping) {
            mapping.fields().forEach((name, field) -> fields.put(name, new JsonView(field)));
        }
        return fields;
    }

    private @Nullable Object value() {
        return tree instanceof Tree.Scalar scalar ? scalar.value() : null;
    }
}
