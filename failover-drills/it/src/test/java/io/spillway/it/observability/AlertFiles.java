package io.spillway.it.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.spillway.it.docs.Checkout;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.Documents;

/** The rules of {@code grafana/rules} and their cases, as they are written. */
final class AlertFiles {

    static final Path RULES = Checkout.root().resolve("grafana/rules");
    static final Path CASES = RULES.resolve("tests");

    private AlertFiles() {}

    /** A rule: of an alert, or of a series that is recorded, which has neither labels nor annotations. */
    record Rule(Path file, String name, boolean alert, String expression, Map<String, String> labels,
            Map<String, String> annotations) {}

    /**
     * What a case says of an alert.
     *
     * @param fires whether the alert is there at that time
     * @param series how many series it is given
     */
    record Case(String alert, boolean fires, int series) {}

    static List<Path> ruleFiles() throws IOException {
        return files(RULES);
    }

    static List<Path> caseFiles() throws IOException {
        return files(CASES);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
        }
    }

    static List<Rule> rules() throws IOException {
        List<Rule> rules = new ArrayList<>();
        for (Path file : ruleFiles()) {
            for (Tree group : items(document(file), "groups")) {
                for (Tree rule : items(group, "rules")) {
                    boolean alert = !text(rule, "alert").isEmpty();
                    rules.add(new Rule(file, text(rule, alert ? "alert" : "record"), alert, text(rule, "expr"),
                            texts(rule, "labels"), texts(rule, "annotations")));
                }
            }
        }
        return rules;
    }

    static List<Rule> alerts() throws IOException {
        return rules().stream().filter(Rule::alert).toList();
    }

    static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (Path file : caseFiles()) {
            for (Tree test : items(document(file), "tests")) {
                for (Tree each : items(test, "alert_rule_test")) {
                    cases.add(new Case(text(each, "alertname"), !items(each, "exp_alerts").isEmpty(),
                            items(test, "input_series").size()));
                }
            }
        }
        return cases;
    }

    private static Tree document(Path file) throws IOException {
        if (Documents.parse(Files.readString(file)) instanceof Decoded.Valid<List<Tree>>(List<Tree> documents)) {
            return documents.getFirst();
        }
        throw new AssertionError(file + " is no YAML document");
    }

    private static List<Tree> items(Tree tree, String key) {
        return tree instanceof Tree.Mapping mapping && mapping.get(key) instanceof Tree.Sequence sequence
                ? sequence.items()
                : List.of();
    }

    private static String text(Tree tree, String key) {
        return tree instanceof Tree.Mapping mapping && mapping.get(key) instanceof Tree.Scalar scalar
                ? String.valueOf(scalar.value())
                : "";
    }

    private static Map<String, String> texts(Tree tree, String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (tree instanceof Tree.Mapping mapping && mapping.get(key) instanceof Tree.Mapping inner) {
            inner.fields().keySet().forEach(each -> texts.put(each, text(inner, each)));
        }
        return texts;
    }
}
