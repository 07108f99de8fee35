package io.spillway.gateway.bench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.model.document.Position;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.JsonText;

/**
 * The result of a bench in the one shape that all benches print (contracts, section 7).
 *
 * @param bench {@code gateway}, {@code routes}, {@code failover} ...
 * @param machine where it ran
 * @param rows one per system and case
 * @param ratios ours against the peers
 * @param targets what ours should reach by itself
 * @param trends how figures grow with a size
 */
public record BenchReport(String bench, Machine machine, List<Row> rows, List<Ratio> ratios, List<Target> targets,
        List<Trend> trends) {

    /** The value of the field {@code schema}. */
    public static final String SCHEMA = "spillway.io/bench/v1";

    public BenchReport {
        rows = List.copyOf(rows);
        ratios = List.copyOf(ratios);
        targets = List.copyOf(targets);
        trends = List.copyOf(trends);
    }

    /** Creates one of a bench that has one size, or compares sizes by ratios. */
    public BenchReport(String bench, Machine machine, List<Row> rows, List<Ratio> ratios, List<Target> targets) {
        this(bench, machine, rows, ratios, targets, List.of());
    }

    /** Creates one of a bench whose targets are all against peers. */
    public BenchReport(String bench, Machine machine, List<Row> rows, List<Ratio> ratios) {
        this(bench, machine, rows, ratios, List.of());
    }

    /** Returns the report as a JSON document with a line end. */
    public String json() {
        Map<String, Tree> document = new LinkedHashMap<>();
        document.put("schema", Tree.text(SCHEMA));
        document.put("bench", Tree.text(bench));
        Map<String, Tree> where = new LinkedHashMap<>();
        where.put("cores", Tree.number(machine.cores()));
        where.put("cpu", Tree.text(machine.cpu()));
        where.put("jdk", Tree.text(machine.jdk()));
        where.put("kernel", Tree.text(machine.kernel()));
        where.put("otherCpuPercent", decimal(machine.otherCpuPercent()));
        document.put("machine", Tree.mapping(where));
        List<Tree> all = new ArrayList<>();
        for (Row row : rows) {
            Map<String, Tree> fields = new LinkedHashMap<>();
            fields.put("system", Tree.text(row.system()));
            fields.put("case", Tree.text(row.scenario()));
            row.figures().forEach((name, value) -> fields.put(name, decimal(value)));
            if (row.failure() != null) {
                fields.put("failure", Tree.text(row.failure()));
            }
            if (row.voided() != null) {
                fields.put("void", Tree.text(row.voided()));
            }
            all.add(Tree.mapping(fields));
        }
        document.put("rows", Tree.sequence(all));
        document.put("ratios", Tree.sequence(ratios.stream().map(BenchReport::ratio).toList()));
        if (!targets.isEmpty()) {
            document.put("targets", Tree.sequence(targets.stream().map(BenchReport::target).toList()));
        }
        if (!trends.isEmpty()) {
            document.put("trends", Tree.sequence(trends.stream().map(BenchReport::trend).toList()));
        }
        return JsonText.writeIndented(Tree.mapping(document)) + "\n";
    }

    private static Tree trend(Trend trend) {
        Map<String, Tree> fields = new LinkedHashMap<>();
        fields.put("over", Tree.text(trend.over()));
        fields.put("metric", Tree.text(trend.metric()));
        fields.put("fixed", decimal(trend.fixed()));
        fields.put("perUnit", decimal(trend.perUnit()));
        fields.put("slope", decimal(trend.slope()));
        fields.put("lastSlope", decimal(trend.last()));
        fields.put("verdict", Tree.text(trend.verdict().word()));
        return Tree.mapping(fields);
    }

    private static Tree target(Target target) {
        Map<String, Tree> fields = new LinkedHashMap<>();
        fields.put("case", Tree.text(target.scenario()));
        fields.put("metric", Tree.text(target.metric()));
        fields.put("value", decimal(target.value()));
        fields.put("target", decimal(target.limit()));
        if (target.voided()) {
            fields.put("void", Tree.bool(true));
        }
        fields.put("met", Tree.bool(target.met()));
        return Tree.mapping(fields);
    }

    private static Tree ratio(Ratio ratio) {
        Map<String, Tree> fields = new LinkedHashMap<>();
        fields.put("case", Tree.text(ratio.scenario()));
        fields.put("against", Tree.text(ratio.against()));
        fields.put("metric", Tree.text(ratio.metric()));
        fields.put("value", decimal(ratio.value()));
        if (ratio.voided()) {
            fields.put("void", Tree.bool(true));
        }
        if (ratio.target() > 0) {
            fields.put("target", decimal(ratio.target()));
            fields.put("met", Tree.bool(ratio.met()));
        }
        return Tree.mapping(fields);
    }

    private static Tree decimal(double value) {
        return new Tree.Scalar(rounded(value), Position.NONE);
    }

    /** Returns four significant digits, whole numbers in full. */
    static Object rounded(double value) {
        if (value == Math.rint(value) || Math.abs(value) >= 10_000) {
            return Math.round(value);
        }
        return new BigDecimal(value).round(new MathContext(4)).doubleValue();
    }
}
