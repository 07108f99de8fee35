package io.spillway.it.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.spillway.it.docs.Checkout;
import io.spillway.model.document.Tree;

/** The dashboards of {@code grafana/dashboards}, as they are committed. */
public final class Dashboards {

    /** Where they are, seen from the root of the checkout. */
    static final Path FOLDER = Path.of("grafana/dashboards");

    private Dashboards() {}

    /** One dashboard: the name of its file, and what stands in it. */
    record Dashboard(String file, Tree tree) {

        @Override
        public String toString() {
            return file;
        }

        String uid() {
            return Trees.text(tree, "uid");
        }

        String title() {
            return Trees.text(tree, "title");
        }

        /** Returns the names of its variables. */
        List<String> variables() {
            return Trees.items(tree, "templating", "list").stream().map(each -> Trees.text(each, "name")).toList();
        }

        /** Returns all panels but the rows between them. */
        List<Tree> panels() {
            return Trees.items(tree, "panels").stream().filter(panel -> !isRow(panel)).toList();
        }

        /** Returns every query: of panels, and of annotations under their own names. */
        List<Query> queries() {
            List<Query> queries = new ArrayList<>();
            for (Tree panel : panels()) {
                for (Tree target : Trees.items(panel, "targets")) {
                    queries.add(query(Trees.text(panel, "title"), Trees.text(target, "expr")));
                }
            }
            for (Tree annotation : Trees.items(tree, "annotations", "list")) {
                queries.add(query(Trees.text(annotation, "name"), Trees.text(annotation, "expr")));
            }
            return queries;
        }

        private Query query(String panel, String written) {
            String promQl = written;
            for (String variable : variables()) {
                promQl = promQl.replace("\"$" + variable + "\"", "\".*\"");
            }
            return new Query(file, panel,
                    promQl.replace("$__rate_interval", "1m").replace("$__range", "10m"));
        }
    }

    /** One query of a panel or an annotation, with all variables set to "all" and Grafana's own to some minutes. */
    public record Query(String dashboard, String panel, String promQl) {}

    /** Returns all of them in the order of their files. */
    static List<Dashboard> all() throws IOException {
        List<Dashboard> dashboards = new ArrayList<>();
        try (Stream<Path> files = Files.list(Checkout.root().resolve(FOLDER))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                dashboards.add(new Dashboard(name, Trees.read(FOLDER.resolve(name))));
            }
        }
        return dashboards;
    }

    /** Returns all queries of all dashboards. */
    public static List<Query> queries() throws IOException {
        List<Query> queries = new ArrayList<>();
        all().forEach(dashboard -> queries.addAll(dashboard.queries()));
        return queries;
    }

    static boolean isRow(Tree panel) {
        return Trees.text(panel, "type").equals("row");
    }
}
