package io.spillway.gateway.bench.verb;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.spillway.gateway.bench.load.Ask;
import io.spillway.gateway.bench.load.IdleConnections;
import io.spillway.gateway.bench.load.LoadResult;
import io.spillway.gateway.bench.peer.Contender;
import io.spillway.gateway.bench.peer.Peers;
import io.spillway.gateway.bench.peer.SpillwayGateway;
import io.spillway.gateway.bench.peer.Stage;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.MachineLoad;
import io.spillway.gateway.bench.report.BenchReport;
import io.spillway.gateway.bench.report.Machine;
import io.spillway.gateway.bench.report.Ratio;
import io.spillway.gateway.bench.report.Round;
import io.spillway.gateway.bench.report.Samples;

/** All cases, one after the other; within a case the systems in turn, round after round. Used by one thread. */
final class GatewayRun {
    private static final int TRACED_SECONDS = 1;
    /** How often a round is measured when others disturb it. */
    private static final int TRIES = 3;
    /** Up to this part of a case's time goes into warming up, and up to that one into repeating what was disturbed. */
    private static final double WARM_UP = 0.35;
    private static final double REPEATING = 0.8;
    private static final int LEAST_WARM_UP_SECONDS = 4;

    private final Stage stage;
    private final List<Contender> contenders;
    private final Samples samples = new Samples();
    private final MachineLoad machine = new MachineLoad();
    private final Measurement measurement;
    private final Probe probe;
    private final int rounds;
    private final int seconds;
    private final Budget budget;

    GatewayRun(Stage stage, List<Contender> contenders, BenchOptions options, double minutes) {
        this.stage = stage;
        this.contenders = contenders;
        this.measurement = new Measurement(stage, machine, options.seconds);
        this.probe = new Probe(stage.folder());
        this.rounds = options.rounds;
        this.seconds = options.seconds;
        this.budget = new Budget(stage.ticker(), minutes);
    }

    BenchReport run(List<Scenario> scenarios) {
        rehearse(scenarios);
        double left = scenarios.stream().mapToDouble(Scenario::weight).sum();
        for (Scenario scenario : scenarios) {
            if (budget.over()) {
                System.err.println("bench: " + scenario.name() + " not run: the time is over (see --minutes)");
                continue;
            }
            System.err.println("bench: " + scenario.name());
            long start = stage.ticker().nanos();
            budget.begin(scenario.weight(), left);
            left -= scenario.weight();
            List<Contender> able = contenders.stream().filter(one -> one.has(scenario.door())).toList();
            if (scenario.shape() == Scenario.Shape.IDLE) {
                able.forEach(one -> guarded(one.name(), scenario, () -> idle(one, scenario)));
            } else if (scenario.shape() == Scenario.Shape.BESIDE_HANDSHAKES) {
                beside(able, scenario);
            } else {
                rounds(able, scenario);
            }
            samples.print(scenario.name());
            System.err.printf("bench: %s took %.0f s%n", scenario.name(), (stage.ticker().nanos() - start) / 1e9);
        }
        return new BenchReport("gateway", Machine.read(machine.otherPercent()), samples.rows(), ratios(scenarios));
    }

    /** A JIT compiler believes that what it has not seen does not come: ours sees every case before the first one counts. */
    private void rehearse(List<Scenario> scenarios) {
        for (Scenario scenario : scenarios) {
            if (scenarios.size() > 1 && scenario.shape() != Scenario.Shape.IDLE) {
                contenders.stream().filter(one -> one.name().startsWith(SpillwayGateway.NAME))
                        .filter(one -> one.has(scenario.door()))
                        .forEach(one -> guarded(one.name(), scenario, () -> measurement.load(one, scenario, 1)));
            }
        }
    }

    private void rounds(List<Contender> able, Scenario scenario) {
        able.forEach(one -> guarded(one.name(), scenario, () -> measurement.warmUp(one, scenario,
                budget.secondsTo(WARM_UP, LEAST_WARM_UP_SECONDS))));
        double closedShare = scenario.openLoop() ? 0.6 : 1;
        for (int round = 0; round < rounds && (round == 0 || !budget.spent(closedShare)); round++) {
            if (scenario.openLoop()) {
                measured(Measurement.DIRECT, scenario, closedShare, () -> measurement.direct(scenario));
            }
            able.forEach(one -> measured(one.name(), scenario, closedShare, () -> measurement.closed(one, scenario)));
        }
        if (scenario.openLoop()) {
            openLoop(able, scenario);
        }
        able.stream().filter(one -> one.name().equals(SpillwayGateway.NAME))
                .forEach(one -> guarded(one.name(), scenario, () -> inside(one, scenario)));
    }

    /** The rate is the same for all: what is compared is the same system with and without handshakes. */
    private void beside(List<Contender> able, Scenario scenario) {
        Handshakes handshakes = new Handshakes(stage, machine, seconds);
        able.forEach(one -> guarded(one.name(), scenario, () -> handshakes.warmUp(one, scenario,
                () -> measurement.warmUp(one, scenario, budget.secondsTo(WARM_UP, LEAST_WARM_UP_SECONDS)))));
        for (int round = 0; round < rounds && (round == 0 || !budget.spent(1)); round++) {
            able.forEach(one -> measured(one.name(), scenario, 1, () -> handshakes.round(one, scenario)));
        }
    }

    /** One round of one system, again while others disturb it and there is time for that. */
    private void measured(String system, Scenario scenario, double share, Supplier<Round> measure) {
        guarded(system, scenario, () -> {
            Round round = measure.get();
            for (int tried = 1; tried < TRIES && round.disturbance() != null
                    && !budget.spent(REPEATING * share); tried++) {
                System.err.println("bench: " + scenario.name() + ": " + system + " again: " + round.disturbance());
                round = measure.get();
            }
            samples.add(scenario.name(), system, round);
        });
    }

    /** Runs one measurement. What fails is noted in the row of that system, which is left out of the rest of the case. */
    private void guarded(String system, Scenario scenario, Runnable measured) {
        if (samples.failed(scenario.name(), system)) {
            return;
        }
        try {
            measured.run();
        } catch (BenchFailure | UncheckedIOException e) {
            String why = String.valueOf(e.getMessage());
            System.err.println("bench: " + scenario.name() + ": " + system + " failed: " + why);
            samples.fail(scenario.name(), system, why);
        }
    }

    /** The rate is half of what the slowest native peer reached, so that every system can keep up. */
    private void openLoop(List<Contender> able, Scenario scenario) {
        double slowest = able.stream().map(Contender::name).filter(name -> !name.equals(Peers.SPRING))
                .filter(name -> Peers.names().contains(name) || able.size() == 1)
                .mapToDouble(name -> samples.median(scenario.name(), name, "rps")).filter(rps -> rps > 0).min()
                .orElse(0);
        if (slowest <= 0) {
            return;
        }
        double rate = slowest / 2;
        Ask direct = stage.direct(scenario.path(), scenario.bodyBytes());
        guarded(Measurement.DIRECT, scenario, () -> measurement.warmGenerator(direct, rate));
        for (int round = 0; round < rounds && (round == 0 || !budget.spent(1)); round++) {
            measured(Measurement.DIRECT, scenario, 1,
                    () -> measurement.open(Measurement.DIRECT, direct, rate, null));
            for (Contender one : able) {
                Ask ask = one.ask(scenario.door(), scenario.host(), scenario.path(), scenario.bodyBytes());
                measured(one.name(), scenario, 1, () -> measurement.open(one.name(), ask, rate, one));
            }
        }
    }

    /** What only ours is asked: heap allocation, and system calls, per request. */
    private void inside(Contender ours, Scenario scenario) {
        double before = probe.allocatedBytes(ours);
        LoadResult result = measurement.load(ours, scenario, TRACED_SECONDS);
        if (result.requests() == 0) {
            throw ours.process().failure("answered no request of case " + scenario.name() + " with 2xx");
        }
        samples.add(scenario.name(), ours.name(), "allocatedBytesPerRequest",
                Math.max(0, probe.allocatedBytes(ours) - before) / result.requests());
        LoadResult[] traced = new LoadResult[1];
        var calls = probe.systemCalls(ours, () -> traced[0] = measurement.load(ours, scenario, TRACED_SECONDS));
        if (calls.isPresent() && traced[0].requests() > 0) {
            samples.add(scenario.name(), ours.name(), "systemCallsPerRequest",
                    calls.getAsDouble() / traced[0].requests());
        }
    }

    private void idle(Contender one, Scenario scenario) {
        boolean java = one.name().startsWith(SpillwayGateway.NAME) || one.name().equals(Peers.SPRING);
        if (java) {
            probe.collect(one);
        }
        double heap = java ? probe.heapKiB(one) : 0;
        double before = one.process().tree().residentKiB();
        try (IdleConnections open = IdleConnections.open(
                one.ask(scenario.door(), scenario.host(), scenario.path(), 0), Scenarios.IDLE, stage.ticker())) {
            if (java) {
                probe.collect(one);
            }
            // Pages of the heap that were touched before do not show up as new ones: whichever grew more is believed.
            double grown = Math.max(one.process().tree().residentKiB() - before,
                    java ? probe.heapKiB(one) - heap : 0);
            samples.add(scenario.name(), one.name(), "idleKiBPerConnection", Math.max(0, grown) / open.count());
            samples.add(scenario.name(), one.name(), "residentMiB", one.process().tree().residentKiB() / 1024.0);
        }
    }

    private List<Ratio> ratios(List<Scenario> scenarios) {
        List<Ratio> ratios = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            String name = scenario.name();
            boolean first = name.equals(Scenarios.KEEP_ALIVE);
            samples.ratio(ratios, name, Peers.HAPROXY, "cpuMicrosPerRequest", first ? 1.0 : 1.3);
            samples.ratio(ratios, name, Peers.ENVOY, "cpuMicrosPerRequest", first ? 0.5 : 1.0);
            samples.ratio(ratios, name, Peers.NGINX, "cpuMicrosPerRequest", 0);
            samples.ratio(ratios, name, Peers.SPRING, "cpuMicrosPerRequest", 0);
            samples.ratio(ratios, name, Peers.HAPROXY, "besideP99Ms", 0);
            samples.ratio(ratios, name, Peers.ENVOY, "besideP99Ms", 0);
            added(ratios, name, "openP50Ms");
            added(ratios, name, "openP99Ms");
        }
        return ratios;
    }

    /** What we add to the latency without a proxy, against what HAProxy adds. */
    private void added(List<Ratio> ratios, String scenario, String figure) {
        double direct = samples.median(scenario, Measurement.DIRECT, figure);
        double ours = samples.median(scenario, SpillwayGateway.NAME, figure) - direct;
        double theirs = samples.median(scenario, Peers.HAPROXY, figure) - direct;
        if (ours > 0 && theirs > 0) {
            ratios.add(new Ratio(scenario, Peers.HAPROXY, "added " + figure, ours / theirs, 1.05,
                    Stream.of(Measurement.DIRECT, SpillwayGateway.NAME, Peers.HAPROXY)
                            .anyMatch(system -> samples.isVoid(scenario, system, figure))));
        }
    }
}
