package io.spillway.process.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.spillway.model.document.Tree;

/** Configuration without what must not be shown. */
final class Redacted {

    private static final List<String> SECRET = List.of("token", "password", "secret", "passphrase");

    private Redacted() {}

    static Tree of(Tree tree) {
        return switch (tree) {
            case Tree.Scalar scalar -> scalar;
            case Tree.Sequence sequence -> Tree.sequence(sequence.items().stream().map(Redacted::of).toList());
            case Tree.Mapping mapping -> {
                Map<String, Tree> fields = new LinkedHashMap<>();
                mapping.fields().forEach((key, field) -> fields.put(key,
                        secret(key) && field instanceof Tree.Scalar ? Tree.text("***") : of(field)));
                yield Tree.mapping(fields);
            }
        };
    }

    private static boolean secret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return SECRET.stream().anyMatch(lower::contains);
    }
}
