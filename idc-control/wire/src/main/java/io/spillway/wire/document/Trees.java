package io.spillway.wire.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.model.document.Position;
import io.spillway.model.document.Tree;
import org.jspecify.annotations.Nullable;

/** Trees as maps, lists and boxed values, for libraries that speak those. */
public final class Trees {

    private Trees() {}

    /**
     * Returns the tree of a Map with text keys, an Iterable, String, whole number, other number, Boolean, enum constant or
     * null.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Tree of(@Nullable Object value) {
        return switch (value) {
            case null -> new Tree.Scalar(null, Position.NONE);
            case Tree tree -> tree;
            case Map<?, ?> map -> {
                Map<String, Tree> fields = new LinkedHashMap<>();
                map.forEach((key, field) -> fields.put(String.valueOf(key), of(field)));
                yield Tree.mapping(fields);
            }
            case Iterable<?> items -> {
                List<Tree> trees = new ArrayList<>();
                items.forEach(item -> trees.add(of(item)));
                yield Tree.sequence(trees);
            }
            case String text -> Tree.text(text);
            case Boolean bool -> Tree.bool(bool);
            case Enum<?> constant -> Tree.text(constant.name());
            case Double number -> new Tree.Scalar(number, Position.NONE);
            case Float number -> new Tree.Scalar(number.doubleValue(), Position.NONE);
            case Number number -> Tree.number(number.longValue());
            default -> throw new IllegalArgumentException(
                    "value: " + value.getClass() + " (expected: map, list, text, number, boolean or null)");
        };
    }

    /** Returns the tree as LinkedHashMap, ArrayList, String, Long, Double, Boolean or null. */
    public static @Nullable Object toJava(Tree tree) {
        return switch (tree) {
            case Tree.Scalar scalar -> scalar.value();
            case Tree.Sequence sequence -> {
                List<@Nullable Object> items = new ArrayList<>();
                sequence.items().forEach(item -> items.add(toJava(item)));
                yield items;
            }
            case Tree.Mapping mapping -> {
                Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                mapping.fields().forEach((key, field) -> fields.put(key, toJava(field)));
                yield fields;
            }
        };
    }
}
