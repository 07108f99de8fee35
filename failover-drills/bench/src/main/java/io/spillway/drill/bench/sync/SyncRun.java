package io.spillway.drill.bench.sync;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.spillway.drill.bench.measure.Latencies;
import io.spillway.drill.bench.push.Crowd;
import io.spillway.drill.bench.push.Population;
import io.spillway.drill.fleet.Home;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.MachineLoad;
import io.spillway.gateway.bench.process.Ports;
import io.spillway.gateway.bench.process.ProcessTree;
import io.spillway.gateway.bench.report.BenchReport;
import io.spillway.gateway.bench.report.Machine;
import io.spillway.gateway.bench.report.Round;
import io.spillway.gateway.bench.report.Row;
import io.spillway.gateway.bench.report.Target;
import io.spillway.model.time.Ticker;

/** The whole bench: changes over a fast link, over a slow one, and what a cut leaves to be caught up. Used by one thread. */
final class SyncRun {

    private static final String OURS = "spillway";
    private static final double MOST_OTHERS = 20;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long BETWEEN_MILLIS = 50;
    private static final long LOOK_MILLIS = 5;
    private static final long LATE_MILLIS = 500;
    /** One write takes no more. */
    private static final int AT_ONCE = 100;
    private static final int WEIGHTS = 900;

    private final SyncPlan plan;
    private final Home home;
    private final Path folder;
    private final Ticker ticker;
    private final PrintStream err;
    private final MachineLoad machine = new MachineLoad();
    private final List<Row> rows = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private int changes;

    SyncRun(SyncPlan plan, Home home, Path folder, Ticker ticker, PrintStream err) {
        this.plan = plan;
        this.home = home;
        this.folder = folder;
        this.ticker = ticker;
        this.err = err;
    }

    BenchReport run() throws InterruptedException {
        try (TwoIdcs idcs = TwoIdcs.start(home, folder, plan.population(), ticker);
                Crowd gateways = Crowd.connect(idcs.port(), plan.clients(), plan.population().resources(0), ticker)) {
            gateways.awaitComplete();
            say("two IDCs hold " + plan.population().services() + " services each, " + plan.clients()
                    + " gateways subscribe all of them");
            awaitImports(idcs, gateways);
            for (int i = 0; i < plan.warmUp(); i++) {
                long _ = one(idcs, gateways, new Latencies());
            }
            double octets = changes("change", idcs, gateways, 250);
            idcs.link().delay(plan.delay());
            double _ = changes("change-delay" + plan.delay().toMillis() + "ms", idcs, gateways, 600);
            idcs.link().hurry();
            cut(idcs, gateways, octets);
            if (!gateways.violations().isEmpty()) {
                say("the protocol was broken: " + gateways.violations());
            }
        }
        return new BenchReport("sync", Machine.read(machine.otherPercent()), rows, List.of(), targets);
    }

    /** The last Service that is imported tells that the others are. */
    private void awaitImports(TwoIdcs idcs, Crowd gateways) throws InterruptedException {
        long end = ticker.nanos() + plan.patience().multipliedBy(6).toNanos();
        gateways.sightings().watch(plan.population().resource(plan.population().services() - 1));
        while (gateways.sightings().await(Duration.ofMillis(500)) > 0) {
            if (ticker.nanos() - end > 0) {
                throw idcs.failure("brought nothing from the other IDC");
            }
            idcs.change(List.of(plan.population().services() - 1), weight());
        }
    }

    private double changes(String name, TwoIdcs idcs, Crowd gateways, double limit) throws InterruptedException {
        say(name + ": " + plan.changes() + " changes");
        Latencies acks = new Latencies();
        Latencies last = new Latencies();
        long octets = idcs.received();
        long cpu = cpuMicros(idcs);
        machine.begin();
        for (int i = 0; i < plan.changes(); i++) {
            last.add(one(idcs, gateways, acks));
            Ports.pause(BETWEEN_MILLIS);
        }
        double others = machine.end();
        double perChange = (double) (idcs.received() - octets) / plan.changes();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("cpuMillisPerChange", (cpuMicros(idcs) - cpu) / 1000.0 / plan.changes());
        figures.put("p50Ms", acks.millis(50));
        figures.put("p99Ms", acks.millis(99));
        figures.put("lastClientMs", last.millis(50));
        figures.put("residentMiB", residentMib(idcs));
        figures.put("linkOctetsPerChange", perChange);
        row(name, figures, others);
        target(name, "p99Ms", figures, limit, others);
        return perChange;
    }

    private long one(TwoIdcs idcs, Crowd gateways, Latencies acks) throws InterruptedException {
        int service = changes % plan.population().services();
        gateways.sightings().watch(plan.population().resource(service));
        long asked = ticker.nanos();
        idcs.change(List.of(service), weight());
        long missing = gateways.sightings().await(plan.patience());
        if (missing > 0) {
            throw new BenchFailure(
                    missing + " of " + plan.clients() + " gateways have not Acked a change of the other IDC after "
                            + plan.patience().toMillis() + " ms");
        }
        return gateways.sightings().collect(asked, new Latencies(), acks);
    }

    private void cut(TwoIdcs idcs, Crowd gateways, double octetsPerChange) throws InterruptedException {
        List<Integer> changed = IntStream.range(0, plan.churned()).boxed().toList();
        say("cut for " + plan.cut().toSeconds() + " s, " + changed.size() + " services change meanwhile");
        Map<String, Long> before = gateways.versions(changed.stream().map(plan.population()::resource).toList());
        idcs.link().cut();
        int weight = weight();
        for (int from = 0; from < changed.size(); from += AT_ONCE) {
            idcs.change(changed.subList(from, Math.min(changed.size(), from + AT_ONCE)), weight);
        }
        Ports.pause(plan.cut().toMillis());
        machine.begin();
        idcs.link().mend();
        long mended = ticker.nanos();
        long octets = idcs.received();
        long end = mended + plan.patience().multipliedBy(6).toNanos();
        while (gateways.holdingAny(before) > 0) {
            if (ticker.nanos() - end > 0) {
                throw idcs
                        .failure(gateways.holdingAny(before) + " of " + plan.clients() + " gateways did not catch up");
            }
            Ports.pause(LOOK_MILLIS);
        }
        double seconds = (ticker.nanos() - mended) / NANOS_PER_SECOND;
        Ports.pause(LATE_MILLIS);
        double others = machine.end();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("caughtUpSeconds", seconds);
        figures.put("changedServices", (double) changed.size());
        figures.put("linkOctets", (double) (idcs.received() - octets));
        figures.put("octetsPerOctetOfChange",
                (idcs.received() - octets) / Math.max(1, octetsPerChange * changed.size()));
        figures.put("residentMiB", residentMib(idcs));
        String name = "cut-" + plan.cut().toSeconds() + "s";
        row(name, figures, others);
        target(name, "caughtUpSeconds", figures, 2, others);
        target(name, "octetsPerOctetOfChange", figures, 3, others);
    }

    /** Never the one that the workload has. */
    private int weight() {
        return Population.WEIGHT + 1 + changes++ % WEIGHTS;
    }

    private static long cpuMicros(TwoIdcs idcs) {
        return idcs.pids().stream().mapToLong(pid -> process(pid).cpuMicros()).sum();
    }

    private static double residentMib(TwoIdcs idcs) {
        return idcs.pids().stream().mapToLong(pid -> process(pid).residentKiB()).sum() / 1024.0;
    }

    private static ProcessTree process(long pid) {
        return new ProcessTree(
                ProcessHandle.of(pid).orElseThrow(() -> new BenchFailure("process " + pid + " has ended")));
    }

    private void row(String name, Map<String, Double> figures, double others) {
        figures.put("otherPercent", others);
        rows.add(new Row(OURS, name, figures, null, Round.others(others, MOST_OTHERS)));
    }

    private void target(String name, String metric, Map<String, Double> figures, double limit, double others) {
        targets.add(new Target(name, metric, figures.getOrDefault(metric, 0.0), limit, others > MOST_OTHERS));
    }

    private void say(String what) {
        err.println("bench sync: " + what);
    }
}
