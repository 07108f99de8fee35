package io.spillway.drill.bench.sync;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;

import io.spillway.drill.bench.measure.WorkFolder;
import io.spillway.drill.bench.option.KeptFolder;
import io.spillway.drill.bench.option.Printed;
import io.spillway.drill.bench.push.Population;
import io.spillway.drill.fleet.FleetException;
import io.spillway.drill.verb.Surroundings;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.report.BenchReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import static io.spillway.drill.bench.option.Within.within;

/** {@code spillway bench sync}: a change in one IDC and the gateways of another. */
@Command(name = "sync", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "How long a change in one IDC takes until the gateways of another have Acked it: over a fast link, over a slow one, and",
        "after a cut. Two real idc-control, a real registry-sync, a real Toxiproxy (tools/provision toxiproxy), mock gateways.",
        "The octets are those that come from the other IDC; after a cut they are compared with what so many changes cost one by",
        "one."})
public final class SyncVerb implements Callable<Integer> {
    private static final int USAGE = 2;
    private static final int FAILED = 1;
    private static final int INTERRUPTED = 130;
    private static final int MOST = 100_000;

    @Option(names = "--services", paramLabel = "N", defaultValue = "5000", description = "services of each IDC (default: ${DEFAULT-VALUE})")
    private int services;
    @Option(names = "--workloads", paramLabel = "N", defaultValue = "10000", description = "workloads of each IDC (default: ${DEFAULT-VALUE})")
    private int workloads;
    @Option(names = "--clients", paramLabel = "N", defaultValue = "10", description = "gateways of the IDC that hears of changes (default: ${DEFAULT-VALUE})")
    private int clients;
    @Option(names = "--changes", paramLabel = "N", defaultValue = "200", description = "changes that are measured (default: ${DEFAULT-VALUE})")
    private int changes;
    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "100", description = "changes before them (default: ${DEFAULT-VALUE})")
    private int warmUp;
    @Option(names = "--delay", paramLabel = "MS", defaultValue = "100", description = "of the slow link, in each direction (default: ${DEFAULT-VALUE})")
    private int delay;
    @Option(names = "--cut", paramLabel = "S", defaultValue = "600", description = "how long the link is cut (default: ${DEFAULT-VALUE})")
    private int cut;
    @Option(names = "--churn", paramLabel = "PERCENT", defaultValue = "1", description = "of the services that change meanwhile (default: ${DEFAULT-VALUE})")
    private int churn;
    @Option(names = "--patience", paramLabel = "S", defaultValue = "10", description = "how long a change may take (default: ${DEFAULT-VALUE})")
    private int patience;
    @Mixin
    private KeptFolder work = new KeptFolder();
    @Mixin
    private Printed printed = new Printed();

    private final Surroundings surroundings;

    /** Creates the verb. */
    public SyncVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        SyncPlan plan;
        try {
            plan = plan();
        } catch (BenchFailure e) {
            return failed(e, USAGE);
        }
        try (WorkFolder folder = work.open("sync", surroundings.terminal().err())) {
            BenchReport report = new SyncRun(plan, surroundings.home(), folder.path(),
                    surroundings.ticker(), surroundings.terminal().err()).run();
            printed.print(report, surroundings.terminal().out());
            return 0;
        } catch (BenchFailure | FleetException | UncheckedIOException e) {
            return failed(e, FAILED);
        } catch (InterruptedException e) {
            return INTERRUPTED;
        }
    }

    private int failed(RuntimeException why, int code) {
        surroundings.terminal().err().println("bench sync: " + why.getMessage());
        return code;
    }

    /**
     * Returns what to measure.
     *
     * @throws BenchFailure with the option, its value and what was expected
     */
    SyncPlan plan() {
        within("--services", services, 1, MOST);
        within("--workloads", workloads, services, MOST);
        within("--clients", clients, 1, 10_000);
        within("--changes", changes, 1, MOST);
        within("--warm-up", warmUp, 0, MOST);
        within("--delay", delay, 1, 10_000);
        within("--cut", cut, 1, 3600);
        within("--churn", churn, 1, 100);
        within("--patience", patience, 1, 600);
        printed.check();
        return new SyncPlan(new Population(services, workloads), clients, changes, warmUp, Duration.ofMillis(delay),
                Duration.ofSeconds(cut), churn, Duration.ofSeconds(patience));
    }
}
