package io.spillway.drill.bench.push;

import java.util.ArrayList;
import java.util.List;

import io.spillway.gateway.bench.report.Ratio;
import io.spillway.gateway.bench.report.Samples;
import io.spillway.gateway.bench.report.Target;

/** What ours is to reach, and how it stands beside its peers and beside itself at another size. Pure. */
final class Targets {
    private static final String OURS = "spillway";
    private static final Shape LARGE = new Shape(1000, 5000);
    private static final String CPU = "cpuMillisPerChange";
    private static final String P99 = "p99Ms";
    /** A client that holds ten times as much may cost this much more. */
    private static final double FLAT = 1.1;

    private static final List<Wanted> WANTED = List.of(new Wanted(PushCase.CHANGE, CPU, 40),
            new Wanted(PushCase.CHANGE, P99, 60), new Wanted(PushCase.CHANGE, "residentMiB", 700),
            new Wanted(PushCase.CHANGE, "connectSeconds", 8), new Wanted(PushCase.BURST, P99, 300),
            new Wanted(PushCase.BURST, "mostResponsesPerClient", 30), new Wanted(PushCase.JOIN, "lastClientMs", 300),
            new Wanted(PushCase.JOIN, "joinSeconds", 8));

    private record Wanted(PushCase what, String metric, double limit) {}

    private Targets() {}

    /** Returns the targets that were measured: those of 1,000 clients and 5,000 Services. */
    static List<Target> of(Samples samples) {
        List<Target> targets = new ArrayList<>();
        for (Wanted wanted : WANTED) {
            String name = wanted.what.of(LARGE);
            double value = samples.median(name, OURS, wanted.metric);
            if (!Double.isNaN(value)) {
                targets.add(new Target(name, wanted.metric, value, wanted.limit,
                        samples.isVoid(name, OURS, wanted.metric) || samples.failed(name, OURS)));
            }
        }
        return targets;
    }

    /** Returns ours against each peer, and ours with more Services against ours with fewer. */
    static List<Ratio> ratios(Samples samples, Plan plan) {
        List<Ratio> ratios = new ArrayList<>();
        for (Shape shape : plan.shapes()) {
            for (PushCase what : plan.cases()) {
                for (String peer : plan.systems()) {
                    if (!peer.equals(OURS)) {
                        for (String metric : List.of(CPU, P99, "residentMiB")) {
                            samples.ratio(ratios, what.of(shape), peer, metric, 0);
                        }
                    }
                }
            }
        }
        ratios.addAll(flat(samples, plan));
        ratios.addAll(apart(samples, plan));
        return ratios;
    }

    private static List<Ratio> flat(Samples samples, Plan plan) {
        List<Ratio> ratios = new ArrayList<>();
        for (Shape few : plan.shapes()) {
            for (Shape many : plan.shapes()) {
                if (few.clients() == many.clients() && few.services() == 500 && many.services() == 5000) {
                    String small = PushCase.CHANGE.of(few);
                    String large = PushCase.CHANGE.of(many);
                    add(ratios, new Ratio(large, small, CPU,
                            samples.median(large, OURS, CPU) / samples.median(small, OURS, CPU), FLAT,
                            samples.isVoid(large, OURS, CPU) || samples.isVoid(small, OURS, CPU)));
                }
            }
        }
        return ratios;
    }

    /** Those who do not subscribe cost nothing: beside them a change costs what it costs alone. */
    private static List<Ratio> apart(Samples samples, Plan plan) {
        List<Ratio> ratios = new ArrayList<>();
        for (Shape shape : plan.shapes()) {
            String name = PushCase.APART.of(shape);
            add(ratios, new Ratio(name, "alone", CPU,
                    samples.median(name, OURS, CPU) / samples.median(name, OURS, "aloneCpuMillisPerChange"), FLAT,
                    samples.isVoid(name, OURS, CPU)));
        }
        return ratios;
    }

    private static void add(List<Ratio> ratios, Ratio ratio) {
        if (Double.isFinite(ratio.value())) {
            ratios.add(ratio);
        }
    }
}
