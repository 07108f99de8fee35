package io.spillway.ctl.verb;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import io.spillway.ctl.client.JsonView;

/**
 * Something that an inspection found.
 *
 * @param severity {@code ERROR} or {@code WARNING}
 * @param nodes the control nodes that say so
 */
record CheckFinding(String rule, String severity, String idc, List<String> nodes, String object, String what,
        String why,
        String action) {

    static final String ERROR = "ERROR";
    static final String WARNING = "WARNING";

    private static final Comparator<CheckFinding> ORDER = Comparator
            .comparingInt((CheckFinding finding) -> finding.severity.equals(ERROR) ? 0 : 1)
            .thenComparing(CheckFinding::idc).thenComparing(CheckFinding::rule).thenComparing(CheckFinding::object)
            .thenComparing(CheckFinding::what);

    /** Returns what one control node found. */
    static List<CheckFinding> of(JsonView report) {
        return report.list("findings").stream().map(one -> new CheckFinding(one.text("rule"), one.text("severity"),
                report.text("idc"), List.of(report.text("node")), one.text("object"), one.text("what"),
                one.text("why"), one.text("action"))).toList();
    }

    /** Returns all of it, what several nodes say once, the worst first. */
    static List<CheckFinding> merged(List<CheckFinding> all) {
        Map<List<String>, CheckFinding> merged = new LinkedHashMap<>();
        for (CheckFinding one : all) {
            merged.merge(List.of(one.idc, one.rule, one.object, one.what), one, CheckFinding::with);
        }
        List<CheckFinding> sorted = new ArrayList<>(merged.values());
        sorted.sort(ORDER);
        return sorted;
    }

    boolean isError() {
        return severity.equals(ERROR);
    }

    private CheckFinding with(CheckFinding same) {
        TreeSet<String> both = new TreeSet<>(nodes);
        both.addAll(same.nodes);
        return new CheckFinding(rule, severity, idc, List.copyOf(both), object, what, why, action);
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("rule", rule);
        fields.put("severity", severity);
        fields.put("idc", idc);
        fields.put("nodes", nodes);
        fields.put("object", object);
        fields.put("what", what);
        fields.put("why", why);
        fields.put("action", action);
        return fields;
    }
}
