package io.spillway.drill.bench.switchover;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;

import io.spillway.drill.bench.measure.WorkFolder;
import io.spillway.drill.bench.option.KeptFolder;
import io.spillway.drill.bench.option.Printed;
import io.spillway.drill.fleet.FleetException;
import io.spillway.drill.verb.Surroundings;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.report.BenchReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import static io.spillway.drill.bench.option.Within.within;

/** {@code spillway bench switchover}: from the start of a switch-over until its target serves, under load. */
@Command(name = "switchover", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "How long a switch-over takes from the acceptance of its start until 99 %% of the traffic is served by the target and",
        "99 %% of the data planes have Acked, and what users notice of it; there and back, over fast links and over slow ones.",
        "Two IDCs of real processes under an open-loop load; all data planes but one gateway in each are mocks. Links of the",
        "registry-syncs go through a real Toxiproxy (tools/provision toxiproxy). Times are the worst of all moves; those of the",
        "hops are medians."})
public final class SwitchOverVerb implements Callable<Integer> {
    private static final int USAGE = 2;
    private static final int FAILED = 1;
    private static final int INTERRUPTED = 130;
    /** With more the load would pass the capacity that an IDC of the demo declares. */
    private static final int MOST_RPS = 1800;

    @Option(names = "--gateways", paramLabel = "N", defaultValue = "50", description = "data planes of both IDCs, two of them real gateways (default: ${DEFAULT-VALUE})")
    private int gateways;
    @Option(names = "--rps", paramLabel = "N", defaultValue = "300", description = "requests per second at the entrance of each IDC (default: ${DEFAULT-VALUE})")
    private int rps;
    @Option(names = "--back-and-forth", paramLabel = "N", defaultValue = "20", description = "how often there and back in each case (default: ${DEFAULT-VALUE})")
    private int turns;
    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "20", description = "how often before that (default: ${DEFAULT-VALUE})")
    private int warmUp;
    @Option(names = "--delay", paramLabel = "MS", defaultValue = "100", description = "of the slow links, in each direction (default: ${DEFAULT-VALUE})")
    private int delay;
    @Option(names = "--rest", paramLabel = "MS", defaultValue = "2000", description = "after each move, to compare with (default: ${DEFAULT-VALUE})")
    private int rest;
    @Mixin
    private KeptFolder work = new KeptFolder();
    @Mixin
    private Printed printed = new Printed();

    private final Surroundings surroundings;

    /** Creates the verb. */
    public SwitchOverVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        SwitchOverPlan plan;
        try {
            plan = plan();
        } catch (BenchFailure e) {
            return failed(e, USAGE);
        }
        try (WorkFolder folder = work.open("switchover", surroundings.terminal().err())) {
            BenchReport report = new SwitchOverRun(plan, surroundings, folder.path()).run();
            printed.print(report, surroundings.terminal().out());
            return 0;
        } catch (BenchFailure | FleetException | UncheckedIOException e) {
            return failed(e, FAILED);
        } catch (InterruptedException e) {
            return INTERRUPTED;
        }
    }

    private int failed(RuntimeException why, int code) {
        surroundings.terminal().err().println("bench switchover: " + why.getMessage());
        return code;
    }

    /**
     * Returns what to measure.
     *
     * @throws BenchFailure with the option, its value and what was expected
     */
    SwitchOverPlan plan() {
        within("--gateways", gateways, SwitchOverPlan.REAL, 5000);
        within("--rps", rps, 10, MOST_RPS);
        within("--back-and-forth", turns, 1, 1000);
        within("--warm-up", warmUp, 0, 100);
        within("--delay", delay, 1, 5000);
        within("--rest", rest, 1000, 60_000);
        printed.check();
        return new SwitchOverPlan(gateways, rps, turns, warmUp, Duration.ofMillis(delay), Duration.ofMillis(rest));
    }
}
