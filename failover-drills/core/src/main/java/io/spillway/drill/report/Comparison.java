package io.spillway.drill.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.spillway.drill.report.Regressions.Regression;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import org.jspecify.annotations.Nullable;

/**
 * Two reports side by side, figure by figure.
 *
 * @param rows
 *            in the order of the later one
 * @param regressions
 *            what is worse in the later one
 * @param tolerance
 *            by more than this share
 */
public record Comparison(List<Row> rows, List<Regression> regressions, double tolerance) {

    /** One figure; "–" where a report does not have it. */
    public record Row(String figure, String before, String after) {}

    private static final String SCHEMA = "spillway.io/comparison/v1";
    private static final String NONE = "–";
    private static final double PERCENT = 100;

    /** Copies the lists. */
    public Comparison {
        rows = List.copyOf(rows);
        regressions = List.copyOf(regressions);
    }

    /** Compares two reports of a drill. */
    public static Comparison of(Map<?, ?> before, Map<?, ?> after, double tolerance) {
        return new Comparison(rows(before, after), Regressions.of(before, after, tolerance), tolerance);
    }

    private static List<Row> rows(Map<?, ?> before, Map<?, ?> after) {
        Map<String, String> left = figures(before);
        Map<String, String> right = figures(after);
        List<Row> rows = new ArrayList<>();
        right.forEach((name, value) -> rows.add(new Row(name, left.getOrDefault(name, NONE), value)));
        left.forEach((name, value) -> {
            if (!right.containsKey(name)) {
                rows.add(new Row(name, value, NONE));
            }
        });
        return rows;
    }

    /** Returns it for people: figures that differ are marked, what is worse follows. */
    public String table() {
        int width = rows.stream().mapToInt(row -> row.figure().length()).max().orElse(1);
        StringBuilder text = new StringBuilder();
        for (Row row : rows) {
            text.append(row.figure()).append(" ".repeat(width - row.figure().length()))
                    .append(Words.format(" %1s %20s %20s%n", row.before().equals(row.after()) ? "" : "*",
                            row.before(), row.after()));
        }
        String limit = Words.format("%.0f %%", tolerance * PERCENT);
        text.append(regressions.isEmpty() ? "nothing is worse by more than " + limit + "\n" : "");
        regressions.forEach(each -> text.append("worse by more than ").append(limit).append(": ").append(each)
                .append('\n'));
        return text.toString();
    }

    /** Returns it for programs. */
    public String json() {
        return JsonText
                .write(Trees.of(JsonFields.map("schema", SCHEMA, "tolerancePercent", tolerance * PERCENT, "figures",
                        rows.stream().map(row -> JsonFields.map("figure", row.figure(), "before", row.before(), "after",
                                row.after())).toList(),
                        "regressions",
                        regressions.stream()
                                .map(each -> JsonFields.map("figure", each.figure(), "before", each.before(),
                                        "after", each.after(), "expected", each.expected()))
                                .toList())))
                + "\n";
    }

    private static Map<String, String> figures(Map<?, ?> report) {
        Map<String, String> figures = new LinkedHashMap<>();
        for (String field : List.of("drill", "verdict", "started", "load", "routing", "push", "failures")) {
            flatten(field, report.get(field), figures);
        }
        named(report.get("phases"), "name", "phase ", figures);
        named(report.get("clocks"), "event", "clock ", figures);
        return figures;
    }

    private static void named(@Nullable Object list, String key, String prefix, Map<String, String> figures) {
        if (list instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Map<?, ?> map) {
                    flatten(prefix + map.get(key), map, figures);
                }
            }
        }
    }

    private static void flatten(String name, @Nullable Object value, Map<String, String> figures) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> {
                if (!(inner instanceof String)) {
                    flatten(name + "." + key, inner, figures);
                }
            });
        } else if (value != null) {
            figures.put(name, Objects.toString(value));
        }
    }
}
