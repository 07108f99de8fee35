package io.spillway.drill.bench.coldstart;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.spillway.control.state.StateKeeper;
import io.spillway.drill.bench.index.Size;
import io.spillway.drill.bench.index.World;
import io.spillway.drill.bench.push.Population;
import io.spillway.drill.bench.push.server.ControlProgram;
import io.spillway.drill.fleet.Home;
import io.spillway.drill.run.HeapProbe;
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
import io.spillway.registry.KeyValue;

/**
 * The whole bench: a control node starts on an etcd with few workloads, and is asked for its heap; another starts on the
 * whole IDC, is timed and asked for its heap; then gateways connect to it. Used by one thread.
 */
final class ColdStartRun {

    private static final String OURS = "spillway";
    private static final String READY = "readySeconds";
    private static final String PER_WORKLOAD = "heapBytesPerWorkload";
    private static final double READY_TARGET = 10;
    private static final double PER_WORKLOAD_TARGET = 600;
    private static final double MOST_OTHERS = 20;
    private static final int LOOKS = 3;
    private static final long BETWEEN_LOOKS_MILLIS = 500;
    private static final double MIB = 1024.0 * 1024.0;

    private final ColdStartPlan plan;
    private final Home home;
    private final Path folder;
    private final Ticker ticker;
    private final InstantSource clock;
    private final PrintStream err;
    private final MachineLoad machine = new MachineLoad();
    private final List<Row> rows = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();

    ColdStartRun(ColdStartPlan plan, Home home, Path folder, StateKeeper.Times times, PrintStream err) {
        this.plan = plan;
        this.home = home;
        this.folder = folder;
        this.ticker = times.ticker();
        this.clock = times.clock();
        this.err = err;
    }

    BenchReport run() throws InterruptedException {
        try (FilledEtcd etcd = FilledEtcd.start(home, folder, ticker, clock)) {
            Size few = new Size(plan.size().services(), plan.few());
            say("filling etcd with " + few.word());
            etcd.put(new World(few).listing());
            double fewBytes;
            try (ControlProgram node = start(etcd, "few")) {
                fewBytes = heap(node);
                say(String.format(Locale.ROOT, "%s: ready in %.1f s, heap %.0f MiB", few.word(), node.readySeconds(),
                        fewBytes / MIB));
            }
            say("filling etcd with " + plan.size().word());
            List<KeyValue> all = new World(plan.size()).listing();
            etcd.put(all.subList(all.size() - (plan.size().workloads() - plan.few()), all.size()));
            machine.begin();
            try (ControlProgram node = start(etcd, "all")) {
                started(node, fewBytes);
                if (plan.clients() > 0) {
                    say(plan.clients() + " gateways connect");
                    connect(node);
                }
            }
        }
        return new BenchReport("coldstart", Machine.read(machine.otherPercent()), rows, List.of(), targets);
    }

    private ControlProgram start(FilledEtcd etcd, String name) {
        try {
            Path own = Files.createDirectories(folder.resolve(name));
            return ControlProgram.start(new ControlProgram.Start(Population.IDC, home, own,
                    plan.heapMib(), "{kind: etcd, endpoints: [\"" + etcd.endpoint() + "\"]}", plan.patience()), ticker);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
    }

    private void started(ControlProgram node, double fewBytes) throws InterruptedException {
        double cpu = process(node).cpuMicros() / 1e6;
        double others = machine.end();
        double resident = process(node).residentKiB() / 1024.0;
        double bytes = heap(node);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(READY, node.readySeconds());
        figures.put("cpuSeconds", cpu);
        figures.put("heapMiB", bytes / MIB);
        figures.put(PER_WORKLOAD, (bytes - fewBytes) / (plan.size().workloads() - plan.few()));
        figures.put("residentMiB", resident);
        figures.put("otherPercent", others);
        Row row = row(plan.size().word(), figures, others);
        targets.add(new Target(row.scenario(), READY, node.readySeconds(), READY_TARGET, row.voided() != null));
        targets.add(new Target(row.scenario(), PER_WORKLOAD, figures.getOrDefault(PER_WORKLOAD, 0.0),
                PER_WORKLOAD_TARGET, false));
    }

    private void connect(ControlProgram node) throws InterruptedException {
        double before = heap(node);
        long cpu = process(node).cpuMicros();
        machine.begin();
        try (Gateways gateways = Gateways.connect(node.port(), plan, ticker)) {
            double seconds = gateways.awaitComplete();
            double others = machine.end();
            double used = (process(node).cpuMicros() - cpu) / 1e6;
            double resident = process(node).residentKiB() / 1024.0;
            double bytes = heap(node);
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("connectSeconds", seconds);
            figures.put("cpuSeconds", used);
            figures.put("slowestSeconds", gateways.slowestSeconds());
            figures.put("octetsPerClient", (double) gateways.octets() / plan.clients());
            figures.put("heapMiB", bytes / MIB);
            figures.put("heapKiBPerClient", (bytes - before) / 1024 / plan.clients());
            figures.put("residentMiB", resident);
            figures.put("otherPercent", others);
            var _ = row(plan.clients() + "-gateways-" + plan.subscribed() + "-subscribed", figures, others);
            if (!gateways.violations().isEmpty()) {
                say("the protocol was broken: " + gateways.violations());
            }
        }
    }

    private Row row(String scenario, Map<String, Double> figures, double others) {
        Row row = new Row(OURS, scenario, figures, null, Round.others(others, MOST_OTHERS));
        rows.add(row);
        return row;
    }

    private static ProcessTree process(ControlProgram node) {
        return new ProcessTree(
                ProcessHandle.of(node.pid()).orElseThrow(() -> new BenchFailure("the control node has ended")));
    }

    /** The lowest of a few looks: what a node works on for a moment, as a listing it compares itself with, is not held. */
    private static double heap(ControlProgram node) throws InterruptedException {
        long lowest = Long.MAX_VALUE;
        try {
            for (int look = 0; look < LOOKS; look++) {
                lowest = Math.min(lowest, HeapProbe.liveBytes(node.pid()));
                Ports.pause(BETWEEN_LOOKS_MILLIS);
            }
            return lowest;
        } catch (IOException e) {
            throw node.failure("does not tell its heap: " + e.getMessage());
        }
    }

    private void say(String what) {
        err.println("bench coldstart: " + what);
    }
}
