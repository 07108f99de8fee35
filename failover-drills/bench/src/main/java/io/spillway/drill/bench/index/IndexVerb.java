package io.spillway.drill.bench.index;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

import io.spillway.drill.bench.index.IndexRun.Measured;
import io.spillway.drill.fleet.FleetException;
import io.spillway.drill.fleet.Pause;
import io.spillway.drill.verb.Surroundings;
import io.spillway.gateway.bench.process.MachineLoad;
import io.spillway.gateway.bench.report.BenchReport;
import io.spillway.gateway.bench.report.BenchTable;
import io.spillway.gateway.bench.report.Machine;
import io.spillway.gateway.bench.report.Ratio;
import io.spillway.gateway.bench.report.Round;
import io.spillway.gateway.bench.report.Row;
import io.spillway.gateway.bench.report.Target;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spillway bench index}: one size, and the same IDC some times as large. */
@Command(name = "index", mixinStandardHelpOptions = true, sortOptions = false, description = "What one changed workload costs a control node: from the event to the bytes, in an IDC and in one ten times as large.")
public final class IndexVerb implements Callable<Integer> {
    private static final double GROWTH_TARGET = 1.5;
    private static final double P99_MILLIS_TARGET = 1;
    private static final double CPU_MILLIS_TARGET = 0.3;
    /** More than this of the machine in other hands makes a row void. */
    private static final double MOST_OTHERS = 20;

    @Option(names = "--services", paramLabel = "N", defaultValue = "5000", description = "services held (default: 5000)")
    private int services;
    @Option(names = "--workloads", paramLabel = "N", defaultValue = "10000", description = "workloads held (default: 10000)")
    private int workloads;
    @Option(names = "--times", paramLabel = "N", defaultValue = "10", description = "how much larger the other IDC is (default: 10)")
    private int times;
    @Option(names = "--changes", paramLabel = "N", defaultValue = "3000", description = "changes measured (default: 3000)")
    private int changes;
    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "20000", description = "changes before that (default: 20000)")
    private int warmUp;
    @Option(names = "--warm-up-seconds", paramLabel = "S", defaultValue = "30", description = "further changes until compilers rest, at most so many seconds (default: 30)")
    private int warmUpSeconds;
    @Option(names = "--rate", paramLabel = "N", defaultValue = "200", description = "changes a second, at most 1000 (default: 200)")
    private int rate;
    @Option(names = {"-o",
            "--output"}, paramLabel = "FORMAT", defaultValue = "text", description = "text or json (default: text)")
    private String output = "text";

    private final Surroundings surroundings;

    /** Creates the verb. */
    public IndexVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        PrintStream err = surroundings.terminal().err();
        try {
            check();
            BenchReport report = measure(err);
            surroundings.terminal().out().print(output.equals("json") ? report.json() : BenchTable.of(report));
            return 0;
        } catch (IllegalArgumentException e) {
            err.println("bench index: " + e.getMessage());
            return 2;
        } catch (FleetException e) {
            err.println("bench index: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            return 130;
        }
    }

    private void check() {
        if (times < 2 || changes < 1 || warmUp < 0 || warmUpSeconds < 0 || warmUpSeconds > 600 || rate < 1
                || rate > 1000) {
            throw new IllegalArgumentException("--times " + times + ", --changes " + changes + ", --warm-up " + warmUp
                    + ", --warm-up-seconds " + warmUpSeconds + ", --rate " + rate
                    + " (expected: at least 2, at least 1, at least 0, 0..600, 1..1000)");
        }
        if (!output.equals("text") && !output.equals("json")) {
            throw new IllegalArgumentException("-o " + output + " (expected: text or json)");
        }
    }

    private BenchReport measure(PrintStream err) throws InterruptedException {
        MachineLoad load = new MachineLoad();
        load.begin();
        Size small = new Size(services, workloads);
        List<Row> rows = new ArrayList<>();
        Measured before = measure(small, err, rows);
        Measured after = measure(small.times(times), err, rows);
        String growth = times + " times as much";
        boolean voided = others(before) != null || others(after) != null;
        List<Ratio> ratios = List.of(
                new Ratio(growth, small.word(), "p50Ms", after.p50Millis() / before.p50Millis(), GROWTH_TARGET,
                        voided),
                new Ratio(growth, small.word(), "stateCpuMillisPerChange",
                        after.stateCpuMillisPerChange() / Math.max(1e-9, before.stateCpuMillisPerChange()),
                        GROWTH_TARGET, voided));
        List<Target> targets = new ArrayList<>(targets(small, before));
        targets.addAll(targets(small.times(times), after));
        return new BenchReport("index", Machine.read(load.end()), rows, ratios, targets);
    }

    private static List<Target> targets(Size size, Measured measured) {
        boolean voided = others(measured) != null;
        return List.of(new Target(size.word(), "p99Ms", measured.p99Millis(), P99_MILLIS_TARGET, voided),
                new Target(size.word(), "stateCpuMillisPerChange", measured.stateCpuMillisPerChange(),
                        CPU_MILLIS_TARGET, voided));
    }

    private static @Nullable String others(Measured measured) {
        return Round.others(measured.otherPercent(), MOST_OTHERS);
    }

    private Measured measure(Size size, PrintStream err, List<Row> rows) throws InterruptedException {
        err.printf(Locale.ROOT, "bench index: %s, %d to %d s%n", size.word(),
                changes / rate + warmUp / 2000 + size.workloads() / 5000,
                changes / rate + warmUp / 1000 + warmUpSeconds + size.workloads() / 2500);
        Measured measured = new IndexRun(size, surroundings.ticker(), Pause.real())
                .run(new IndexRun.Pace(warmUp, warmUpSeconds, changes, rate));
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("cpuMillisPerChange", measured.cpuMillisPerChange());
        figures.put("stateCpuMillisPerChange", measured.stateCpuMillisPerChange());
        figures.put("p50Ms", measured.p50Millis());
        figures.put("p99Ms", measured.p99Millis());
        figures.put("loadSeconds", measured.loadSeconds());
        figures.put("heapMiB", measured.heapMiB());
        figures.put("compilingPercent", measured.compilingPercent());
        figures.put("otherPercent", measured.otherPercent());
        rows.add(new Row("spillway", size.word(), figures, null, others(measured)));
        return measured;
    }
}
