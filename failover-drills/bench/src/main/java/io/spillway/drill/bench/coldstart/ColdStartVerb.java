package io.spillway.drill.bench.coldstart;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;

import io.spillway.control.state.StateKeeper;
import io.spillway.drill.bench.index.Size;
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

/** {@code spillway bench coldstart}: a control node starts on a large IDC. */
@Command(name = "coldstart", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "How long a control node takes from nothing until it serves a large IDC, what it holds then for each workload, and how",
        "long gateways take to connect afterwards. A real etcd (tools/provision etcd), a real idc-control, mock gateways."})
public final class ColdStartVerb implements Callable<Integer> {
    private static final int USAGE = 2;
    private static final int FAILED = 1;
    private static final int INTERRUPTED = 130;
    private static final int MOST = 1_000_000;
    /** Of the workloads that are there at last so many are there before. */
    private static final int ONE_IN = 20;

    @Option(names = "--services", paramLabel = "N", defaultValue = "5000", description = "services (default: ${DEFAULT-VALUE})")
    private int services;
    @Option(names = "--workloads", paramLabel = "N", defaultValue = "100000", description = "workloads (default: ${DEFAULT-VALUE})")
    private int workloads;
    @Option(names = "--clients", paramLabel = "N", defaultValue = "1000", description = "gateways that connect afterwards, 0 for none (default: ${DEFAULT-VALUE})")
    private int clients;
    @Option(names = "--subscribe", paramLabel = "N", defaultValue = "500", description = "services that each gateway subscribes, no more than there are (default: ${DEFAULT-VALUE})")
    private int subscribe;
    @Option(names = "--ramp", paramLabel = "S", defaultValue = "10", description = "seconds from the first gateway to the last (default: ${DEFAULT-VALUE})")
    private int ramp;
    @Option(names = "--heap", paramLabel = "MIB", defaultValue = "2048", description = "largest heap of the control node (default: ${DEFAULT-VALUE})")
    private int heap;
    @Option(names = "--patience", paramLabel = "S", defaultValue = "120", description = "how long the start, and then connecting, may take (default: ${DEFAULT-VALUE})")
    private int patience;
    @Mixin
    private KeptFolder work = new KeptFolder();
    @Mixin
    private Printed printed = new Printed();

    private final Surroundings surroundings;

    /** Creates the verb. */
    public ColdStartVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        ColdStartPlan plan;
        try {
            plan = plan();
        } catch (BenchFailure e) {
            return failed(e, USAGE);
        }
        try (WorkFolder folder = work.open("coldstart", surroundings.terminal().err())) {
            BenchReport report = new ColdStartRun(plan, surroundings.home(), folder.path(),
                    new StateKeeper.Times(surroundings.ticker(), surroundings.wall()),
                    surroundings.terminal().err()).run();
            printed.print(report, surroundings.terminal().out());
            return 0;
        } catch (BenchFailure | FleetException | UncheckedIOException e) {
            return failed(e, FAILED);
        } catch (InterruptedException e) {
            return INTERRUPTED;
        }
    }

    private int failed(RuntimeException why, int code) {
        surroundings.terminal().err().println("bench coldstart: " + why.getMessage());
        return code;
    }

    /**
     * Returns what to measure.
     *
     * @throws BenchFailure with the option, its value and what was expected
     */
    ColdStartPlan plan() {
        within("--services", services, 1, MOST);
        within("--workloads", workloads, 2, MOST);
        within("--clients", clients, 0, 10_000);
        int subscribed = Math.min(subscribe, services);
        within("--subscribe", subscribe, 1, MOST);
        within("--ramp", ramp, 0, 600);
        within("--heap", heap, 64, 1 << 20);
        within("--patience", patience, 1, 600);
        printed.check();
        return new ColdStartPlan(new Size(services, workloads), Math.max(1, workloads / ONE_IN), clients, subscribed,
                Duration.ofSeconds(ramp), heap, Duration.ofSeconds(patience));
    }
}
