package io.spillway.gateway.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A report for people: one table per case, then the ratios, the missed ones marked. */
public final class BenchTable {
    private BenchTable() {}

    /** Returns the text, with a line end. */
    public static String of(BenchReport report) {
        StringBuilder out = new StringBuilder();
        Machine machine = report.machine();
        out.append(String.format(Locale.ROOT, "bench %s: %d x %s, JDK %s, Linux %s; others used %.1f %% of the CPU%n",
                report.bench(), machine.cores(), machine.cpu(), machine.jdk(), machine.kernel(),
                machine.otherCpuPercent()));
        Map<String, List<Row>> cases = new LinkedHashMap<>();
        report.rows().forEach(row -> cases.computeIfAbsent(row.scenario(), _ -> new ArrayList<>()).add(row));
        cases.forEach((name, rows) -> table(out, name, rows));
        if (!report.ratios().isEmpty()) {
            out.append(String.format("%nours / peer%n"));
            report.ratios().forEach(ratio -> ratio(out, ratio));
        }
        if (!report.targets().isEmpty()) {
            out.append(String.format("%nours against its targets%n"));
            report.targets()
                    .forEach(target -> out.append(String.format(Locale.ROOT, "  %-28s %-26s %10s  (at most %s)%s%n",
                            target.scenario(), target.metric(), BenchReport.rounded(target.value()),
                            BenchReport.rounded(target.limit()),
                            target.voided() ? "  VOID" : target.met() ? "" : "  MISSED")));
        }
        trends(out, report);
        return out.toString();
    }

    private static void trends(StringBuilder out, BenchReport report) {
        if (!report.trends().isEmpty()) {
            out.append(String.format("%nhow it grows: a fixed part and so much for each; slope of the logarithms%n"));
        }
        for (Trend trend : report.trends()) {
            out.append(String.format(Locale.ROOT, "  %-12s %-26s %10s + %-10s  slope %5.2f, last %5.2f  %s%n",
                    trend.over(), trend.metric(), BenchReport.rounded(trend.fixed()),
                    BenchReport.rounded(trend.perUnit()), trend.slope(), trend.last(), trend.verdict().word()));
        }
    }

    private static void table(StringBuilder out, String name, List<Row> rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.figures().keySet()));
        out.append(String.format("%n%s%n  %-22s", name, "system"));
        columns.forEach(column -> out.append("  ").append(column));
        out.append(System.lineSeparator());
        for (Row row : rows) {
            out.append(String.format("  %-22s", row.system()));
            for (String column : columns) {
                Double value = row.figures().get(column);
                String text = value == null ? "-" : BenchReport.rounded(value).toString();
                out.append("  ").repeat(' ', Math.max(0, column.length() - text.length())).append(text);
            }
            if (row.failure() != null) {
                out.append("  FAILED: ").append(row.failure().strip().lines().findFirst().orElse(""));
            }
            if (row.voided() != null) {
                out.append("  VOID: ").append(row.voided());
            }
            out.append(System.lineSeparator());
        }
    }

    private static void ratio(StringBuilder out, Ratio ratio) {
        out.append(String.format(Locale.ROOT, "  %-28s %-22s %-22s %7.3f%s%n", ratio.scenario(), ratio.metric(),
                ratio.against(), ratio.value(), verdict(ratio)));
    }

    private static String verdict(Ratio ratio) {
        if (ratio.target() <= 0) {
            return "";
        }
        return String.format(Locale.ROOT, "  (target %.2f)%s", ratio.target(),
                ratio.voided() ? "  VOID" : ratio.met() ? "" : "  MISSED");
    }
}
