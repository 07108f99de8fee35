package io.spillway.it.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.spillway.it.docs.Checkout;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.Documents;

/** Reads files of the checkout as trees; what is missing in them is an assertion error that names it. */
final class Trees {

    private Trees() {}

    /** Returns the one document of a JSON or YAML file. */
    static Tree read(Path file) throws IOException {
        if (Documents
                .parse(Files.readString(
                        Checkout.root().resolve(file))) instanceof Decoded.Valid<List<Tree>>(List<Tree> documents)
                && documents.size() == 1) {
            return documents.getFirst();
        }
        throw new AssertionError(file + " is not one document of JSON or YAML");
    }

    /** Returns the items at a path of fields; none when one of them is absent. */
    static List<Tree> items(Tree tree, String... path) {
        return at(tree, path) instanceof Tree.Sequence(List<Tree> items, var _) ? items : List.of();
    }

    /** Returns the text at a path of fields. */
    static String text(Tree tree, String... path) {
        if (at(tree, path) instanceof Tree.Scalar(String text, var _)) {
            return text;
        }
        throw new AssertionError("no text at " + List.of(path) + " in " + tree);
    }

    /** Returns the number at a path of fields. */
    static int number(Tree tree, String... path) {
        if (at(tree, path) instanceof Tree.Scalar(Long number, var _)) {
            return Math.toIntExact(number);
        }
        throw new AssertionError("no number at " + List.of(path) + " in " + tree);
    }

    /** Returns what is at a path of fields, or an empty mapping. */
    static Tree at(Tree tree, String... path) {
        Tree found = tree;
        for (String key : path) {
            Tree next = found instanceof Tree.Mapping mapping ? mapping.get(key) : null;
            if (next == null) {
                return Tree.mapping(java.util.Map.of());
            }
            found = next;
        }
        return found;
    }

    /** Returns everything that stands under a field of that name, at any depth. */
    static List<Tree> everywhere(Tree tree, String key) {
        List<Tree> found = new ArrayList<>();
        walk(tree, mapping -> {
            Tree value = mapping.get(key);
            if (value != null) {
                found.add(value);
            }
        });
        return found;
    }

    private static void walk(Tree tree, Consumer<Tree.Mapping> visitor) {
        switch (tree) {
            case Tree.Mapping mapping -> {
                visitor.accept(mapping);
                mapping.fields().values().forEach(value -> walk(value, visitor));
            }
            case Tree.Sequence sequence -> sequence.items().forEach(item -> walk(item, visitor));
            case Tree.Scalar _ -> {
            }
        }
    }
}
