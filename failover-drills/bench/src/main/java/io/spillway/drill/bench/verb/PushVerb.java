package io.spillway.drill.bench.verb;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import io.spillway.drill.bench.measure.WorkFolder;
import io.spillway.drill.bench.push.Plan;
import io.spillway.drill.bench.push.PushRun;
import io.spillway.drill.bench.push.server.Servers;
import io.spillway.drill.verb.Surroundings;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.report.BenchReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code spillway bench push}: what a change costs the control plane, beside other people's. */
@Command(name = "push", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Compares the control plane with java-control-plane and go-control-plane on this machine: one endpoint changes, how",
        "long until every client has Acked it, and what does that cost the server; a burst; those who do not subscribe; those",
        "who connect. The same clients, in this process, for all."})
public final class PushVerb implements Callable<Integer> {
    private static final int USAGE = 2;
    private static final int INTERRUPTED = 130;

    private final Surroundings surroundings;
    @Mixin
    private PushOptions options = new PushOptions();

    /** Creates the verb. */
    public PushVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try {
            Plan plan = options.plan();
            try (WorkFolder folder = options.work().open("push", surroundings.terminal().err())) {
                return run(plan, folder.path());
            }
        } catch (BenchFailure | UncheckedIOException e) {
            surroundings.terminal().err().println("bench push: " + e.getMessage());
            return USAGE;
        } catch (InterruptedException e) {
            return INTERRUPTED;
        }
    }

    /** Returns 1 when a system could not be measured: what the others showed is printed all the same. */
    private int run(Plan plan, Path folder) throws InterruptedException {
        Servers servers = new Servers(surroundings.home(), folder, options.heap(), options.peerHeap(),
                System.getProperty(Servers.JAVA_CLASSPATH, ""), surroundings.ticker());
        List<String> systems = plan.systems();
        systems.forEach(servers::require);
        BenchReport report = new PushRun(plan, servers::start, surroundings.ticker(), surroundings.terminal().err())
                .run();
        options.printed().print(report, surroundings.terminal().out());
        return report.rows().stream().allMatch(row -> row.failure() == null) ? 0 : 1;
    }
}
