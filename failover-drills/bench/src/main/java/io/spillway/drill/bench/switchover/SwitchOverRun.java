package io.spillway.drill.bench.switchover;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.spillway.drill.bench.measure.Latencies;
import io.spillway.drill.load.LoadGenerator;
import io.spillway.drill.load.LoadPlan;
import io.spillway.drill.load.UserGroup;
import io.spillway.drill.measure.Request;
import io.spillway.drill.measure.Tally;
import io.spillway.drill.measure.Window;
import io.spillway.drill.plan.Step;
import io.spillway.drill.run.AbortedException;
import io.spillway.drill.run.Brake;
import io.spillway.drill.run.ControlApi;
import io.spillway.drill.run.RunClock;
import io.spillway.drill.run.SwitchOverWork;
import io.spillway.drill.verb.Surroundings;
import io.spillway.drill.verdict.SwitchOverTrace.Transition;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.MachineLoad;
import io.spillway.gateway.bench.process.Ports;
import io.spillway.gateway.bench.report.BenchReport;
import io.spillway.gateway.bench.report.Machine;
import io.spillway.gateway.bench.report.Round;
import io.spillway.gateway.bench.report.Row;
import io.spillway.gateway.bench.report.Target;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOverState;

/** The whole bench: there and back over fast links, then over slow ones, always under load. Used by one thread. */
final class SwitchOverRun {

    private static final String OURS = "spillway";
    private static final String FROM = "idc-a";
    private static final String TO = "idc-b";
    private static final double MOST_OTHERS = 20;
    private static final double MOST_RATIO = 1.2;
    private static final double MOST_LATE_MS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 100;
    private static final double STEADY_MS = 3000;
    /** So long the processes answer before anything is moved: cold they are slow, and the gates of a move would say so. */
    private static final double COLD_MS = 10_000;
    /** The record of a switch-over has the times of its transitions, so nothing is lost by looking seldom. */
    private static final Duration LOOK_AT_MOVES = Duration.ofMillis(250);
    private static final Duration WARM_UP_REST = Duration.ofSeconds(1);
    private static final double P99 = 99;
    private static final double MEDIAN = 50;

    private final SwitchOverPlan plan;
    private final Surroundings surroundings;
    private final Path folder;
    private final RunClock clock;
    private final SwitchOverWork work;
    private final Brake brake = new Brake();
    private final MachineLoad machine = new MachineLoad();
    private final List<Row> rows = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private int moves;

    SwitchOverRun(SwitchOverPlan plan, Surroundings surroundings, Path folder) {
        this.plan = plan;
        this.surroundings = surroundings;
        this.folder = folder;
        this.clock = new RunClock(surroundings.ticker(), surroundings.wall());
        this.work = new SwitchOverWork(clock, LOOK_AT_MOVES);
    }

    BenchReport run() throws InterruptedException {
        say("starting two IDCs with " + plan.gateways() + " data planes");
        try (MovedFleet fleet = MovedFleet.start(plan, surroundings, folder);
                LoadGenerator users = new LoadGenerator(load(fleet), surroundings.ticker(), clock.originNanos())) {
            users.start();
            awaitSteady(fleet, users);
            for (int i = 0; i < plan.warmUp(); i++) {
                thereAndBack(fleet, users, new Moves(WARM_UP_REST));
            }
            measure("loopback", 1000, fleet, users);
            fleet.delay(plan.delay());
            measure("delay" + plan.delay().toMillis() + "ms", 3000, fleet, users);
        } catch (AbortedException e) {
            throw new BenchFailure(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new BenchFailure("a control node does not answer: " + e, e);
        }
        return new BenchReport("switchover", Machine.read(machine.otherPercent()), rows, List.of(), targets);
    }

    private LoadPlan load(MovedFleet fleet) {
        List<UserGroup> groups = List.of(FROM, TO).stream()
                .map(idc -> new UserGroup("users-of-" + idc, idc, plan.rps(), 0, List.of(MovedFleet.SERVICE))).toList();
        return new LoadPlan(groups, fleet.layout().entrances(), fleet.layout().topology().hosts(),
                Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(2));
    }

    /** All data planes have the newest, and everybody is served at home. */
    private void awaitSteady(MovedFleet fleet, LoadGenerator users)
            throws InterruptedException, IOException, AbortedException {
        double beganMs = clock.nowMs();
        while (true) {
            double now = clock.nowMs();
            long fromA = MovedFleet.synced(fleet.control(FROM).get("status"));
            long fromB = MovedFleet.synced(fleet.control(TO).get("status"));
            Window last = Window.ofMillis(now - STEADY_MS, now);
            long strayed = Tally.of(users.recording(), last, request -> !atHome(request)).sent();
            boolean all = fromA >= plan.dataPlanesOf(0) && fromB >= plan.dataPlanesOf(1);
            if (now - beganMs > COLD_MS && all && strayed == 0) {
                return;
            }
            if (now - beganMs > PATIENCE.toMillis()) {
                throw new BenchFailure("not steady after " + PATIENCE.toSeconds() + " s: " + fromA + " and " + fromB
                        + " data planes have the newest (expected: " + plan.dataPlanesOf(0) + " and "
                        + plan.dataPlanesOf(1) + "), " + strayed + " requests of the last 3 s were not served at home");
            }
            Ports.pause(LOOK_MILLIS);
        }
    }

    private static boolean atHome(Request request) {
        return request.ok() && request.home().equals(request.servedBy());
    }

    /** What is known of the moves of a case. */
    private static final class Moves {
        final List<MoveFigures> there = new ArrayList<>();
        final List<MoveFigures> back = new ArrayList<>();
        final Latencies during = new Latencies();
        final Latencies after = new Latencies();
        final Duration rest;

        Moves(Duration rest) {
            this.rest = rest;
        }
    }

    private void measure(String name, double limit, MovedFleet fleet, LoadGenerator users)
            throws InterruptedException, IOException, AbortedException {
        say(name + ": " + plan.turns() + " times there and back");
        Moves all = new Moves(plan.rest());
        users.beginMeasuring();
        machine.begin();
        double fromMs = clock.nowMs();
        for (int i = 0; i < plan.turns(); i++) {
            thereAndBack(fleet, users, all);
        }
        double others = machine.end();
        Tally tally = Tally.of(users.recording(), Window.ofMillis(fromMs, clock.nowMs()), any -> true);
        if (tally.failed() > 0) {
            say(name + ": failures " + tally.failures());
        }
        double late = users.punctuality().lateP99Ms();
        Map<String, Double> figures = figures(all, tally);
        figures.put("generatorLateP99Ms", late);
        figures.put("otherPercent", others);
        String voided = late > MOST_LATE_MS
                ? "the generator was late: p99 " + Math.round(late) + " ms (at most " + MOST_LATE_MS + ")"
                : Round.others(others, MOST_OTHERS);
        rows.add(new Row(OURS, name, figures, null, voided));
        target(name, "trafficMs", figures, limit, voided != null);
        target(name, "failed", figures, 0, voided != null);
        target(name, "p99Ratio", figures, MOST_RATIO, voided != null);
    }

    private Map<String, Double> figures(Moves all, Tally tally) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("trafficMs", all.there.stream().mapToDouble(MoveFigures::trafficMs).max().orElseThrow());
        figures.put("ackMs", all.there.stream().mapToDouble(MoveFigures::ackMs).max().orElseThrow());
        figures.put("sent", (double) tally.sent());
        figures.put("failed", (double) tally.failed());
        figures.put("trafficP50Ms", median(all.there.stream().map(MoveFigures::trafficMs).toList()));
        figures.put("ackP50Ms", median(all.there.stream().map(MoveFigures::ackMs).toList()));
        for (int hop = 0; hop < MoveFigures.HOPS.size(); hop++) {
            int one = hop;
            figures.put(MoveFigures.HOPS.get(hop),
                    median(all.there.stream().map(each -> each.hops().get(one)).toList()));
        }
        figures.put("completedMs", median(all.there.stream().map(MoveFigures::restMs).toList()));
        figures.put("backTrafficMs", all.back.stream().mapToDouble(MoveFigures::trafficMs).max().orElseThrow());
        figures.put("backTrafficP50Ms", median(all.back.stream().map(MoveFigures::trafficMs).toList()));
        figures.put("p99DuringMs", all.during.millis(P99));
        figures.put("p99AfterMs", all.after.millis(P99));
        figures.put("p99Ratio", all.during.millis(P99) / all.after.millis(P99));
        figures.put("dataPlanes", (double) plan.gateways());
        return figures;
    }

    private static double median(List<Double> millis) {
        Latencies all = new Latencies();
        millis.forEach(each -> all.add(Math.round(each * 1e6)));
        return all.millis(MEDIAN);
    }

    private void thereAndBack(MovedFleet fleet, LoadGenerator users, Moves all)
            throws InterruptedException, IOException, AbortedException {
        ControlApi control = fleet.control(FROM);
        Step.SwitchOver move = new Step.SwitchOver("move", null, FROM, "bench-" + ++moves, "drgroup/core", FROM, TO,
                List.of(100), Duration.ZERO, SwitchMode.GRACEFUL, "bench switchover", PATIENCE);
        work.make(move, control, brake);
        all.there.add(one(move, "start", Map.of(), SwitchOverState.COMPLETED, control, users,
                request -> request.ok() && TO.equals(request.servedBy()), all, true));
        all.back.add(one(move, "rollback", Map.of("reason", "bench switchover"), SwitchOverState.ROLLED_BACK, control,
                users, SwitchOverRun::atHome, all, false));
    }

    private MoveFigures one(Step.SwitchOver move, String word, Map<String, Object> with, SwitchOverState rests,
            ControlApi control, LoadGenerator users, Predicate<Request> arrived, Moves all,
            boolean there)
            throws InterruptedException, IOException, AbortedException {
        int before = transitions(move).size();
        control.say(move.name(), word, with);
        work.await(move.idc(), move.name(), rests, PATIENCE, brake);
        Ports.pause(all.rest.toMillis());
        double endMs = clock.nowMs();
        List<Transition> own = transitions(move).subList(before, transitions(move).size());
        double restedMs = own.getLast().atMs();
        if (there) {
            MoveFigures.latencies(users.recording(), own.getFirst().atMs(), restedMs, all.during);
            MoveFigures.latencies(users.recording(), restedMs, endMs, all.after);
        }
        return MoveFigures.of(own, users.recording(), arrived, restedMs, endMs);
    }

    private List<Transition> transitions(Step.SwitchOver move) {
        return work.traces().stream().filter(trace -> trace.name().equals(move.name())).findFirst().orElseThrow()
                .transitions();
    }

    private void target(String name, String metric, Map<String, Double> figures, double limit, boolean voided) {
        targets.add(new Target(name, metric, figures.getOrDefault(metric, 0.0), limit, voided));
    }

    private void say(String what) {
        surroundings.terminal().err().println("bench switchover: " + what);
    }
}
