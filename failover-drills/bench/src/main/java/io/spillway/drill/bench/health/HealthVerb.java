package io.spillway.drill.bench.health;

import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import com.sun.management.UnixOperatingSystemMXBean;
import io.spillway.control.state.StateKeeper;
import io.spillway.drill.bench.measure.WorkFolder;
import io.spillway.drill.bench.option.Printed;
import io.spillway.drill.verb.Surroundings;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.MachineLoad;
import io.spillway.gateway.bench.report.BenchReport;
import io.spillway.gateway.bench.report.Machine;
import io.spillway.gateway.bench.report.Ratio;
import io.spillway.gateway.bench.report.Samples;
import io.spillway.gateway.bench.report.Target;
import io.spillway.model.resource.HealthProbe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import static io.spillway.drill.bench.option.Within.within;

/** {@code spillway bench health}: all targets fine, and then the same with some dead. */
@Command(name = "health", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "What the central health checks of one control node cost: CPU, how late checks begin, and how soon a death is noticed;",
        "first with all targets fine, then with some that refuse, hang or do not even take a connection."})
public final class HealthVerb implements Callable<Integer> {
    private static final String OURS = "spillway";
    private static final String FINE = "all-fine";
    private static final double CORES_TARGET = 0.3;
    /** The healthy may be checked so much later because others time out. */
    private static final double LATE_TARGET = 1.5;
    private static final int MOST_TARGETS = 50_000;
    private static final int MOST_MORTALS = 2000;
    /** What a Java process needs beside its connections. */
    private static final int OTHER_FILES = 500;

    @Option(names = "--targets", paramLabel = "N", defaultValue = "10000", description = "targets (default: 10000)")
    private int targets;
    @Option(names = "--dead", paramLabel = "PERCENT", defaultValue = "10", description = "how many of them are dead in the second case, 0 for no second case (default: 10)")
    private int dead;
    @Option(names = "--mortals", paramLabel = "N", defaultValue = "200", description = "how many die at the end, half of them while requests to their services fail (default: 200)")
    private int mortals;
    @Option(names = "--interval", paramLabel = "S", defaultValue = "5", description = "seconds between two checks of a target (default: 5)")
    private int interval;
    @Option(names = "--probe", paramLabel = "http|tcp", defaultValue = "http", description = "how they are checked (default: http)")
    private String probe = "http";
    @Option(names = "--seconds", paramLabel = "S", defaultValue = "20", description = "how long is measured (default: 20)")
    private int seconds;
    @Option(names = "--warm-up", paramLabel = "S", defaultValue = "30", description = "after five intervals, until compilers rest, at most so many seconds more (default: 30)")
    private int warmUp;
    @Mixin
    private Printed printed = new Printed();

    private final Surroundings surroundings;

    /** Creates the verb. */
    public HealthVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try {
            HealthPlan plan = plan();
            requireFiles(plan.targets() + OTHER_FILES);
            Samples samples = new Samples();
            BenchReport report = measure(plan, samples);
            printed.print(report, surroundings.terminal().out());
            return report.rows().stream().allMatch(row -> row.failure() == null) ? 0 : 1;
        } catch (BenchFailure | UncheckedIOException e) {
            surroundings.terminal().err().println("bench health: " + e.getMessage());
            return 2;
        } catch (InterruptedException e) {
            return 130;
        }
    }

    /**
     * Returns what to measure.
     *
     * @throws BenchFailure with the option, its value and what was expected
     */
    HealthPlan plan() {
        within("--targets", targets, 10, MOST_TARGETS);
        within("--dead", dead, 0, 90);
        within("--mortals", mortals, 2, Math.min(MOST_MORTALS, targets / 10 + 1));
        within("--interval", interval, 1, 60);
        within("--seconds", seconds, 1, 600);
        within("--warm-up", warmUp, 0, 600);
        printed.check();
        HealthProbe asked = switch (probe) {
            case "http" -> new HealthProbe.Http("/health", null, HealthProbe.Http.SUCCESSES, false);
            case "tcp" -> new HealthProbe.Tcp();
            default -> throw new BenchFailure("--probe " + probe + " (expected: http or tcp)");
        };
        return new HealthPlan(targets, mortals, dead, asked, Duration.ofSeconds(interval),
                Duration.ofSeconds(seconds), Duration.ofSeconds(warmUp));
    }

    /** Each target is a connection, that is a file descriptor of this process and of that which answers. */
    private static void requireFiles(int needed) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && system.getMaxFileDescriptorCount() < needed) {
            throw new BenchFailure("this process may open " + system.getMaxFileDescriptorCount() + " files (expected: "
                    + needed + " or more; see ulimit -n, or use fewer --targets)");
        }
    }

    private BenchReport measure(HealthPlan plan, Samples samples) throws InterruptedException {
        MachineLoad machine = new MachineLoad();
        measure(FINE, plan, 0, machine, samples);
        List<Ratio> ratios = new ArrayList<>();
        if (plan.dead() > 0) {
            String some = plan.deadPercent() + "-percent-dead";
            measure(some, plan, plan.dead(), machine, samples);
            double value = samples.median(some, OURS, "lateP99Ms") / samples.median(FINE, OURS, "lateP99Ms");
            if (Double.isFinite(value)) {
                ratios.add(new Ratio(some, FINE, "lateP99Ms", value, LATE_TARGET,
                        samples.isVoid(some, OURS, "lateP99Ms")));
            }
        }
        List<Target> reached = samples.rows().stream().filter(row -> row.figures().containsKey("cores"))
                .map(row -> new Target(row.scenario(), "cores", row.figures().getOrDefault("cores", Double.NaN),
                        CORES_TARGET, row.voided() != null))
                .toList();
        return new BenchReport("health", Machine.read(machine.otherPercent()), samples.rows(), ratios, reached);
    }

    private void measure(String name, HealthPlan plan, int deadNow, MachineLoad machine, Samples samples)
            throws InterruptedException {
        surroundings.terminal().err().println("bench health: " + name + ", " + (10 * interval + seconds) + " to "
                + (15 * interval + seconds + warmUp) + " s");
        try (WorkFolder folder = WorkFolder.of("health", Path.of(""), surroundings.terminal().err());
                ResponderProcess responder = ResponderProcess.start(surroundings.home(), folder.path(),
                        plan.mortals(), surroundings.ticker())) {
            samples.add(name, OURS,
                    new HealthRun(plan, deadNow, responder, machine,
                            new StateKeeper.Times(surroundings.ticker(), surroundings.wall())).measure());
        } catch (BenchFailure e) {
            samples.fail(name, OURS, String.valueOf(e.getMessage()));
        }
    }
}
