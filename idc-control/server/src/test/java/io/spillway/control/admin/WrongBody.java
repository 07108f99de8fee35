package io.spillway.control.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.spillway.control.admin.DescribedCalls.Described;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * A body that is right but for one thing.
 *
 * @param pointer where it is wrong
 */
record WrongBody(Described call, String pointer, String text) {

    private static final Tree TEXT = Tree.text("");
    private static final Tree NUMBER = Tree.number(-7);
    private static final Tree LIST = Tree.sequence(List.of(Tree.sequence(List.of())));
    private static final Tree MAPPING = Tree.mapping(Map.of("x", Tree.number(1)));

    /** Returns every way in which a body of this call is wrong by its schema. */
    static Stream<WrongBody> of(Described call) {
        List<WrongBody> all = new ArrayList<>();
        Tree.Mapping right = DescribedCalls.sample(call);
        for (Tree instead : List.of(TEXT, NUMBER, LIST)) {
            all.add(new WrongBody(call, "", JsonText.write(instead)));
        }
        addFields(call, right, Objects.requireNonNull(call.schema()), List.of(), all);
        return all.stream();
    }

    private static void addFields(Described call, Tree.Mapping whole, Tree.Mapping schema, List<String> path,
            List<WrongBody> all) {
        add(call, whole, path, "colour", TEXT, all);
        List<Tree> required = schema.get("required") instanceof Tree.Sequence names ? names.items() : List.of();
        for (Tree name : required) {
            add(call, whole, path, String.valueOf(((Tree.Scalar) name).value()), null, all);
        }
        DescribedCalls.at(schema, "properties").fields().forEach((name, each) -> {
            Tree.Mapping field = (Tree.Mapping) each;
            for (Tree wrong : wrong(field)) {
                add(call, whole, path, name, wrong, all);
            }
            List<String> below = new ArrayList<>(path);
            below.add(name);
            if (field.fields().containsKey("properties")) {
                addFields(call, whole, field, below, all);
            }
        });
    }

    private static List<Tree> wrong(Tree.Mapping field) {
        String type = String.valueOf(((Tree.Scalar) Objects.requireNonNull(field.get("type"))).value());
        return switch (type) {
            case "string" -> List.of(NUMBER, LIST, MAPPING, Tree.bool(true), TEXT);
            case "boolean" -> List.of(NUMBER, LIST, MAPPING, TEXT, Tree.text("true"));
            case "integer", "number" -> List.of(NUMBER, LIST, MAPPING, TEXT, Tree.text("1"), Tree.bool(true));
            case "array" -> List.of(NUMBER, MAPPING, TEXT, Tree.bool(true));
            case "object" -> List.of(NUMBER, LIST, TEXT, Tree.bool(true));
            default -> throw new AssertionError(type + ": what is wrong there? (expected: a line in this class)");
        };
    }

    private static void add(Described call, Tree.Mapping whole, List<String> path, String name,
            @Nullable Tree value, List<WrongBody> all) {
        String pointer = "/" + String.join("/", Stream.concat(path.stream(), Stream.of(name)).toList());
        all.add(new WrongBody(call, pointer, JsonText.write(with(whole, path, name, value))));
    }

    /** Returns the body with another value there; without the field when it is null. */
    private static Tree.Mapping with(Tree.Mapping whole, List<String> path, String name,
            @Nullable Tree value) {
        Map<String, Tree> fields = new LinkedHashMap<>(whole.fields());
        if (!path.isEmpty()) {
            Tree.Mapping below = DescribedCalls.at(whole, path.getFirst());
            fields.put(path.getFirst(), with(below, path.subList(1, path.size()), name, value));
        } else if (value == null) {
            fields.remove(name);
        } else {
            fields.put(name, value);
        }
        return Tree.mapping(fields);
    }

    @Override
    public String toString() {
        return call + " " + pointer + " " + (text.length() > 80 ? text.substring(0, 80) + "..." : text);
    }
}
