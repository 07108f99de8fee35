package io.spillway.drill.bench.verb;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import io.spillway.drill.bench.run.FaultCase;
import io.spillway.drill.bench.run.Figures;
import io.spillway.drill.bench.run.Row;
import io.spillway.drill.report.Machine;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;

/** Rows as people and programs read them. */
final class Rows {
    /** So many moments are named in a line. */
    private static final int MOMENTS = 6;

    private Rows() {}

    /** Returns one JSON document of the schema spillway.io/bench/v1. */
    static String json(List<Row> rows, List<String> problems, double otherCpuPercent) {
        Machine machine = Machine.here();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "spillway.io/bench/v1");
        document.put("bench", "failover");
        Map<String, Object> where = new LinkedHashMap<>();
        where.put("cores", machine.cores());
        where.put("jdk", machine.jdk());
        where.put("kernel", machine.kernel());
        where.put("otherCpuPercent", Math.round(otherCpuPercent));
        document.put("machine", where);
        document.put("rows", rows.stream().map(Rows::fields).toList());
        document.put("problems", problems);
        document.put("ratios", ratios(rows));
        return JsonText.writeIndented(Trees.of(document)) + "\n";
    }

    private static Map<String, Object> fields(Row row) {
        Figures figures = row.figures();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("system", row.system());
        fields.put("case", row.fault().word());
        fields.put("repeat", row.repeat());
        fields.put("failed", figures.failed());
        fields.put("sent", figures.sent());
        fields.put("slow", figures.slow());
        fields.put("painEndsMs", millis(figures.painEndsMs()));
        fields.put("homeMs", millis(figures.homeMs()));
        fields.put("p99Ms", tenths(figures.p99Ms()));
        Map<String, Object> shares = new LinkedHashMap<>();
        figures.shares().forEach((instance, share) -> shares.put(instance, tenths(share)));
        fields.put("sharePercent", shares);
        Map<String, Object> bad = new LinkedHashMap<>();
        figures.badAt().forEach((tenth, count) -> bad.put(Double.toString(tenths(tenth / 10.0)), count));
        fields.put("badAtSecond", bad);
        fields.put("clientStoodStillMs", tenths(figures.lateness().totalMs()));
        fields.put("clientStoodStillLongestMs", tenths(figures.lateness().longestMs()));
        fields.put("void", row.isVoid());
        return fields;
    }

    /** Never is -1: JSON has no number for it. */
    private static long millis(double value) {
        return Double.isNaN(value) ? -1 : Math.round(value);
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    /** The median slow answers and pain of ours against each peer's, where the peer has any. */
    private static List<Map<String, Object>> ratios(List<Row> rows) {
        List<Map<String, Object>> ratios = new ArrayList<>();
        for (FaultCase fault : FaultCase.values()) {
            for (String peer : rows.stream().map(Row::system).distinct().filter(name -> !name.equals("spillway"))
                    .toList()) {
                ratio(ratios, rows, fault, peer, "slow", figures -> figures.slow());
                ratio(ratios, rows, fault, peer, "painEndsMs", Figures::painEndsMs);
            }
        }
        return ratios;
    }

    private static void ratio(List<Map<String, Object>> ratios, List<Row> rows, FaultCase fault, String peer,
            String metric, ToDoubleFunction<Figures> value) {
        double ours = median(rows, fault, "spillway", value);
        double theirs = median(rows, fault, peer, value);
        if (!Double.isNaN(ours) && theirs > 0) {
            Map<String, Object> ratio = new LinkedHashMap<>();
            ratio.put("case", fault.word());
            ratio.put("against", peer);
            ratio.put("metric", metric);
            ratio.put("value", Math.round(100 * ours / theirs) / 100.0);
            ratios.add(ratio);
        }
    }

    private static double median(List<Row> rows, FaultCase fault, String system, ToDoubleFunction<Figures> value) {
        double[] sorted = rows.stream()
                .filter(row -> !row.isVoid() && row.fault() == fault && row.system().equals(system))
                .mapToDouble(row -> value.applyAsDouble(row.figures())).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    static String header() {
        return String.format("%-24s %-9s %3s %7s %7s %7s %9s %8s %8s  %s%n", "CASE", "SYSTEM", "RUN", "FAILED", "SENT",
                "SLOW", "PAIN ENDS", "HOME", "P99", "SHARES");
    }

    static String line(Row row) {
        Figures figures = row.figures();
        String shares = figures.shares().entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(each -> String.format(Locale.ROOT, "%s %.1f%%", each.getKey(), each.getValue()))
                .collect(Collectors.joining(" "));
        String bad = figures.badAt().isEmpty()
                ? ""
                : figures.badAt().entrySet().stream().limit(MOMENTS)
                        .map(each -> String.format(Locale.ROOT, "%.1fs x%d", each.getKey() / 10.0, each.getValue()))
                        .collect(Collectors.joining(" ", "  bad at ", figures.badAt().size() > MOMENTS ? " ..." : ""));
        String late = figures.lateness().totalMs() > 0
                ? String.format(Locale.ROOT, "  %sclient stood still for %.0f ms", row.isVoid() ? "VOID: " : "",
                        figures.lateness().totalMs())
                : "";
        return String.format(Locale.ROOT, "%-24s %-9s %3d %7d %7d %7d %9s %8s %6.1fms  %s%s%s%n", row.fault().word(),
                row.system(), row.repeat(), figures.failed(), figures.sent(), figures.slow(),
                seconds(figures.painEndsMs()), seconds(figures.homeMs()), figures.p99Ms(), shares, bad, late);
    }

    private static String seconds(double millis) {
        return Double.isNaN(millis) ? "never" : String.format(Locale.ROOT, "%.2fs", millis / 1000);
    }
}
