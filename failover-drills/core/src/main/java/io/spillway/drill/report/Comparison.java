package io.spillway.drill.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** Two reports side by side, figure by figure. */
public final class Comparison {

    /** One figure; "–" where a report does not have it. */
    public record Row(String figure, String before, String after) {}

    private static final String NONE = "–";

    private Comparison() {}

    /** Returns the figures of both reports in the order of the later one. */
    public static List<Row> of(Map<?, ?> before, Map<?, ?> after) {
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
