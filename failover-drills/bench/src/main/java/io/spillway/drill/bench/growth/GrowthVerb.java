package io.spillway.drill.bench.growth;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import io.spillway.drill.bench.measure.WorkFolder;
import io.spillway.drill.bench.option.KeptFolder;
import io.spillway.drill.bench.option.Printed;
import io.spillway.drill.bench.push.Shape;
import io.spillway.drill.bench.push.server.Servers;
import io.spillway.drill.verb.Surroundings;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.report.BenchReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import static io.spillway.drill.bench.option.Within.within;

/** {@code spillway bench growth}: services, workloads and clients, each some times as many while the others stay. */
@Command(name = "growth", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "What a control node needs as services, workloads or clients become more, one at a time: heap after a collection, with",
        "and without its clients, and CPU per changed endpoint; says what is flat and what is linear. Every client subscribes",
        "everything."})
public final class GrowthVerb implements Callable<Integer> {
    private static final int MOST_FACTOR = 100;
    private static final int MOST_CLIENTS = 10_000;
    private static final int MOST_OBJECTS = 100_000;

    @Option(names = "--services", paramLabel = "N", defaultValue = "500", description = "services to begin with (default: ${DEFAULT-VALUE})")
    private int services;
    @Option(names = "--workloads", paramLabel = "N", defaultValue = "1000", description = "workloads to begin with, spread over the services (default: ${DEFAULT-VALUE})")
    private int workloads;
    @Option(names = "--clients", paramLabel = "N", defaultValue = "100", description = "clients to begin with (default: ${DEFAULT-VALUE})")
    private int clients;
    @Option(names = "--over", split = ",", paramLabel = "WHAT", defaultValue = "services,workloads,clients", description = "what grows: services, workloads, clients (default: all)")
    private List<String> over = List.of();
    @Option(names = "--sizes", split = ",", paramLabel = "N", defaultValue = "1,3,10", description = "how many times as much of it (default: ${DEFAULT-VALUE})")
    private List<Integer> sizes = List.of();
    @Option(names = "--rounds", paramLabel = "N", defaultValue = "1", description = "how often each size is measured; medians are printed (default: ${DEFAULT-VALUE})")
    private int rounds;
    @Option(names = "--changes", paramLabel = "N", defaultValue = "100", description = "changes that count (default: ${DEFAULT-VALUE})")
    private int changes;
    @Option(names = "--warm-up", paramLabel = "S", defaultValue = "15", description = "changes are made until compilers rest, at most so many seconds (default: ${DEFAULT-VALUE})")
    private int warmUp;
    @Option(names = "--limit", paramLabel = "S", defaultValue = "400", description = "no size is begun after so many seconds (default: ${DEFAULT-VALUE})")
    private int limit;
    @Option(names = "--heap", paramLabel = "MIB", defaultValue = "512", description = "largest heap of the server (default: ${DEFAULT-VALUE})")
    private int heap;
    @Mixin
    private KeptFolder work = new KeptFolder();
    @Mixin
    private Printed printed = new Printed();

    private final Surroundings surroundings;

    /** Creates the verb. */
    public GrowthVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try {
            GrowthPlan plan = plan();
            try (WorkFolder folder = work.open("growth", surroundings.terminal().err())) {
                Servers servers = new Servers(surroundings.home(), folder.path(), heap, heap, "",
                        surroundings.ticker());
                BenchReport report = new GrowthRun(plan, servers::start, surroundings.ticker(),
                        surroundings.terminal().err()).run();
                printed.print(report, surroundings.terminal().out());
                return report.rows().stream().allMatch(row -> row.failure() == null) ? 0 : 1;
            }
        } catch (BenchFailure | UncheckedIOException e) {
            surroundings.terminal().err().println("bench growth: " + e.getMessage());
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
    GrowthPlan plan() {
        List<Integer> factors = sizes.stream().distinct().sorted().toList();
        if (factors.isEmpty() || factors.getFirst() != 1 || factors.getLast() > MOST_FACTOR) {
            throw new BenchFailure("--sizes " + sizes + " (expected: 1 and more, up to " + MOST_FACTOR + ")");
        }
        int most = factors.getLast();
        within("--clients", clients, 1, MOST_CLIENTS / most);
        within("--services", services, 1, MOST_OBJECTS / most);
        within("--workloads", workloads, 1, MOST_OBJECTS / most);
        within("--rounds", rounds, 1, 100);
        within("--changes", changes, 1, 10_000);
        within("--warm-up", warmUp, 0, 600);
        within("--limit", limit, 1, 36_000);
        within("--heap", heap, 64, 1 << 20);
        printed.check();
        return new GrowthPlan(new Shape(clients, services, workloads),
                over.stream().distinct().map(Over::ofWord).toList(),
                factors, rounds, changes, Duration.ofSeconds(warmUp), Duration.ofSeconds(limit));
    }
}
