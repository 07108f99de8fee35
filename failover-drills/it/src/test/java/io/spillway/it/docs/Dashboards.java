package io.spillway.it.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.Documents;

/** The queries of all panels of all dashboards. */
final class Dashboards {

    private Dashboards() {}

    /** One query of one panel, with the dashboard's variables set to "all". */
    record Query(String dashboard, String panel, String promQl) {}

    static List<Query> queries() throws IOException {
        List<Query> queries = new ArrayList<>();
        try (Stream<Path> files = Files.list(Checkout.root().resolve("grafana/dashboards"))) {
            for (Path file : files.sorted().toList()) {
                if (!(Documents
                        .parse(Files.readString(file)) instanceof Decoded.Valid<List<Tree>>(List<Tree> documents))) {
                    throw new AssertionError(file + " is not JSON");
                }
                for (Tree panel : items(documents.getFirst(), "panels")) {
                    for (Tree target : items(panel, "targets")) {
                        queries.add(new Query(file.getFileName().toString(), text(panel, "title"),
                                text(target, "expr").replace("$idc", ".*")));
                    }
                }
            }
        }
        return queries;
    }

    private static List<Tree> items(Tree tree, String key) {
        return tree instanceof Tree.Mapping mapping && mapping.get(key) instanceof Tree.Sequence sequence
                ? sequence.items()
                : List.of();
    }

    private static String text(Tree tree, String key) {
        if (tree instanceof Tree.Mapping mapping && mapping.get(key) instanceof Tree.Scalar scalar
                && scalar.value() instanceof String text) {
            return text;
        }
        throw new AssertionError(key + " is missing in " + tree);
    }
}
