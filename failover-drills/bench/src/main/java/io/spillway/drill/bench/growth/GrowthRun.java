package io.spillway.drill.bench.growth;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.drill.bench.push.ChangeRound;
import io.spillway.drill.bench.push.PushRun;
import io.spillway.drill.bench.push.PushServer;
import io.spillway.drill.bench.push.Shape;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.MachineLoad;
import io.spillway.gateway.bench.report.BenchReport;
import io.spillway.gateway.bench.report.Machine;
import io.spillway.gateway.bench.report.Round;
import io.spillway.gateway.bench.report.Samples;
import io.spillway.gateway.bench.report.Trend;
import io.spillway.model.time.Ticker;

/**
 * The whole bench: each size by a process of its own with clients that subscribe everything, as in {@code bench push}; then
 * the trends. Used by one thread.
 */
final class GrowthRun {
    private static final String OURS = "spillway";
    private static final String CPU = "cpuMillisPerChange";
    private static final String WARM_CPU = "warmCpuMillisPerChange";
    private static final String HEAP_ALONE = "heapAloneMiB";
    private static final String HEAP = "heapMiB";
    private static final List<String> TRENDS = List.of(WARM_CPU, HEAP_ALONE, HEAP, "residentMiB", "octetsPerClient");

    private final GrowthPlan plan;
    private final PushRun.Starter starter;
    private final Ticker ticker;
    private final PrintStream err;
    private final MachineLoad machine = new MachineLoad();
    private final Samples samples = new Samples();

    GrowthRun(GrowthPlan plan, PushRun.Starter starter, Ticker ticker, PrintStream err) {
        this.plan = plan;
        this.starter = starter;
        this.ticker = ticker;
        this.err = err;
    }

    /** Measures everything for which there is time. */
    BenchReport run() throws InterruptedException {
        long end = ticker.nanos() + plan.limit().toNanos();
        for (int round = 1; round <= plan.rounds(); round++) {
            for (Shape shape : plan.shapes()) {
                String name = GrowthPlan.name(shape);
                err.println("bench growth: " + name + ", round " + round + " of " + plan.rounds());
                try {
                    if (ticker.nanos() - end > 0) {
                        throw new BenchFailure("not measured in round " + round + ": the " + plan.limit().toSeconds()
                                + " s of --limit were over");
                    }
                    samples.add(name, OURS, measure(shape, round));
                } catch (BenchFailure e) {
                    err.println("bench growth: " + e.getMessage());
                    samples.fail(name, OURS, String.valueOf(e.getMessage()));
                }
                samples.print(name);
            }
        }
        return new BenchReport("growth", Machine.read(machine.otherPercent()), samples.rows(), List.of(), List.of(),
                trends());
    }

    private Round measure(Shape shape, int round) throws InterruptedException {
        try (PushServer server = starter.start(OURS, shape.population(), GrowthPlan.name(shape) + "-" + round);
                RemoteHeap heap = RemoteHeap.of(server.pid())) {
            double alone = heap.liveMib();
            Round measured = new ChangeRound(shape, plan.changes(shape), machine, ticker).measure(server,
                    () -> Map.of(HEAP, heap.liveMib()));
            return new Round(ordered(measured.figures(), alone), measured.disturbance());
        }
    }

    /** What grows comes first, then how good the figures are. */
    private static Map<String, Double> ordered(Map<String, Double> measured, double alone) {
        Map<String, Double> figures = new LinkedHashMap<>();
        double cpu = measured.getOrDefault(CPU, 0.0);
        figures.put(CPU, cpu);
        figures.put(WARM_CPU, cpu * (1 - measured.getOrDefault("compilingPercent", 0.0) / 100));
        figures.put(HEAP_ALONE, alone);
        for (String name : List.of(HEAP, "residentMiB", "octetsPerClient", "p99Ms", "connectSeconds",
                "connectCpuSeconds", "compilingPercent", "otherPercent")) {
            Double value = measured.get(name);
            if (value != null) {
                figures.put(name, value);
            }
        }
        return figures;
    }

    private List<Trend> trends() {
        List<Trend> trends = new ArrayList<>();
        for (Over over : plan.over()) {
            for (String metric : TRENDS) {
                List<Shape> measured = plan.sizes().stream().map(factor -> over.times(plan.base(), factor))
                        .filter(shape -> samples.median(GrowthPlan.name(shape), OURS, metric) > 0).toList();
                if (measured.size() > 1) {
                    trends.add(Trend.of(over.word(), metric, measured.stream().mapToDouble(over::of).toArray(), measured
                            .stream().mapToDouble(shape -> samples.median(GrowthPlan.name(shape), OURS, metric))
                            .toArray()));
                }
            }
        }
        return trends;
    }
}
