package io.spillway.drill.bench.health;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.spillway.control.health.HealthService;
import io.spillway.control.health.HealthSettings;
import io.spillway.control.state.StateKeeper;
import io.spillway.drill.bench.index.FedRegistry;
import io.spillway.drill.bench.measure.Latencies;
import io.spillway.drill.bench.measure.Meter;
import io.spillway.drill.bench.measure.ThreadClock;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.MachineLoad;
import io.spillway.gateway.bench.process.Ports;
import io.spillway.gateway.bench.report.Round;
import io.spillway.model.time.Ticker;
import org.HdrHistogram.Histogram;

/**
 * The health checks of one control node, with their own settings and in this process, against targets in another: first they
 * go on undisturbed, then mortals die. Used by one thread.
 */
final class HealthRun {
    /** More than this of the machine in other hands makes a case void. */
    private static final double MOST_OTHERS = 20;
    private static final double MOST_COMPILING = 3;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MILLIS_PER_SECOND = 1000;
    /** As many checks as a target has to fail, one for where in its interval it dies, one for the time-outs and jitter. */
    private static final int INTERVALS_UNTIL_NOTICED = 5;

    private final HealthPlan plan;
    private final ResponderProcess responder;
    private final Population population;
    private final Ticker ticker;
    private final Meter meter;
    private final Watcher watcher;
    private final InstantSource clock;
    private final Traffic traffic;

    /** Creates one with so many targets that are dead from the beginning. */
    HealthRun(HealthPlan plan, int dead, ResponderProcess responder, MachineLoad machine,
            StateKeeper.Times times) {
        this.plan = plan;
        this.responder = responder;
        this.population = new Population(plan, dead, responder.ports());
        this.ticker = times.ticker();
        this.clock = times.clock();
        this.traffic = new Traffic(clock);
        this.meter = Meter.ofThisProcess(machine, ticker);
        this.watcher = new Watcher(ticker);
    }

    /**
     * Measures.
     *
     * @throws BenchFailure when one that is dead is not found unhealthy
     */
    Round measure() throws InterruptedException {
        HealthService.Setting setting = new HealthService.Setting(Population.IDC, "control-1", HealthSettings.DEFAULTS,
                new StateKeeper.Times(ticker, clock), new SplittableRandom(1), _ -> true, traffic,
                watcher);
        try (HealthService service = new HealthService(setting, new FedRegistry(List.of()))) {
            service.onLoaded(population.state());
            warmUp();
            requireUnhealthy(plan.mortals(), plan.mortals() + population.dead());
            ThreadClock clock = ThreadClock.named("health-");
            meter.begin();
            watcher.begin();
            double before = clock.millis();
            Ports.pause(plan.measured().toMillis());
            double thread = clock.millis() - before;
            Meter.Spent spent = meter.end();
            Map<String, Double> figures = figures(spent, thread);
            deaths(figures);
            return new Round(figures, Round.others(spent.otherPercent(), MOST_OTHERS));
        }
    }

    /** Until the compilers rest, and until those that are dead are known to be. */
    private void warmUp() {
        long millis = plan.interval().toMillis();
        Ports.pause(INTERVALS_UNTIL_NOTICED * millis);
        long end = ticker.nanos() + plan.warmUp().toNanos();
        boolean warm = false;
        while (!warm && ticker.nanos() - end < 0) {
            meter.begin();
            Ports.pause(millis);
            warm = meter.end().compilingPercent() <= MOST_COMPILING;
        }
    }

    private Map<String, Double> figures(Meter.Spent spent, double threadMillis) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("cores", spent.cpuMillis() / MILLIS_PER_SECOND / spent.seconds());
        figures.put("threadCores", threadMillis / MILLIS_PER_SECOND / spent.seconds());
        figures.put("compilingPercent", spent.compilingPercent());
        figures.put("checksPerSecond", watcher.ended() / spent.seconds());
        figures.put("timedOutPerSecond", watcher.ended("timed_out") / spent.seconds());
        Histogram late = watcher.late();
        figures.put("lateP50Ms", late.getValueAtPercentile(50) / NANOS_PER_MILLI);
        figures.put("lateP99Ms", late.getValueAtPercentile(99) / NANOS_PER_MILLI);
        if (population.dead() > 0) {
            figures.put("failingLateP99Ms", watcher.failingLate().getValueAtPercentile(99) / NANOS_PER_MILLI);
        }
        Histogram passed = watcher.passed();
        figures.put("checkP50Ms", passed.getValueAtPercentile(50) / NANOS_PER_MILLI);
        figures.put("checkP99Ms", passed.getValueAtPercentile(99) / NANOS_PER_MILLI);
        figures.put("residentMiB", meter.residentMib());
        figures.put("otherPercent", spent.otherPercent());
        return figures;
    }

    /** One half dies with nobody asking for it, the other while requests to its services fail. */
    private void deaths(Map<String, Double> figures) throws InterruptedException {
        int half = plan.mortals() / 2;
        Latencies alone = noticed(0, half);
        traffic.fail(IntStream.range(half, plan.mortals()).mapToObj(population::service).toList());
        Latencies asked = noticed(half, plan.mortals());
        figures.put("wronglyUnhealthy", (double) IntStream.range(plan.mortals() + population.dead(), plan.targets())
                .filter(i -> watcher.unhealthy(population.workload(i))).count());
        figures.put("noticedP50Seconds", alone.millis(50) / MILLIS_PER_SECOND);
        figures.put("noticedMaxSeconds", alone.millis(100) / MILLIS_PER_SECOND);
        figures.put("noticedInTrafficP50Seconds", asked.millis(50) / MILLIS_PER_SECOND);
        figures.put("noticedInTrafficMaxSeconds", asked.millis(100) / MILLIS_PER_SECOND);
    }

    /** Kills mortals and returns after how long each counted as unhealthy. */
    private Latencies noticed(int from, int to) throws InterruptedException {
        responder.kill(from, to);
        long killed = ticker.nanos();
        double seconds = INTERVALS_UNTIL_NOTICED * plan.interval().toMillis() / MILLIS_PER_SECOND;
        boolean all = Ports.await(
                () -> IntStream.range(from, to).allMatch(i -> watcher.unhealthy(population.workload(i))), ticker,
                seconds);
        if (!all) {
            requireUnhealthy(from, to);
        }
        Latencies times = new Latencies();
        for (int i = from; i < to; i++) {
            Long since = watcher.unhealthyNanos(population.workload(i));
            if (since != null) {
                times.add(since - killed);
            }
        }
        return times;
    }

    private void requireUnhealthy(int from, int to) {
        List<String> missed = IntStream.range(from, to).mapToObj(population::workload)
                .filter(workload -> !watcher.unhealthy(workload)).toList();
        if (!missed.isEmpty()) {
            throw new BenchFailure(missed.size() + " of " + (to - from) + " dead targets still count as healthy, "
                    + missed.getFirst() + " is one (expected: none)");
        }
    }
}
