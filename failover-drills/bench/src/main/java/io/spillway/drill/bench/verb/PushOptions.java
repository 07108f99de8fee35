package io.spillway.drill.bench.verb;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.spillway.drill.bench.option.KeptFolder;
import io.spillway.drill.bench.option.Printed;
import io.spillway.drill.bench.push.Plan;
import io.spillway.drill.bench.push.PushCase;
import io.spillway.drill.bench.push.Shape;
import io.spillway.drill.bench.push.server.Servers;
import io.spillway.gateway.bench.process.BenchFailure;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import static io.spillway.drill.bench.option.Within.within;

/** What can be chosen. Filled by the command line. */
final class PushOptions {
    private static final int MOST_CLIENTS = 10_000;
    private static final int MOST_SERVICES = 50_000;
    private static final int LEAST_HEAP_MIB = 64;
    private static final int LEAST_BURST = 10;
    private static final int MOST_BURST = 10_000;

    @Option(names = "--clients", split = ",", paramLabel = "N", defaultValue = "1,100,1000", description = "how many data planes (default: ${DEFAULT-VALUE})")
    private List<Integer> clients = List.of();
    @Option(names = "--services", split = ",", paramLabel = "N", defaultValue = "500,5000", description = "how many Services, each with two endpoints (default: ${DEFAULT-VALUE}); 5,000,000 names held by all clients together are the most")
    private List<Integer> services = List.of();
    @Option(names = "--systems", split = ",", paramLabel = "NAME", description = "spillway, java-control-plane, go-control-plane (default: these), go-control-plane-snapshot")
    private List<String> systems = Servers.usual();
    @Option(names = "--cases", split = ",", paramLabel = "CASE", description = "change, burst, apart, join (default: all)")
    private List<String> cases = PushCase.words();
    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "how often each system is measured in turn; medians are printed (default: ${DEFAULT-VALUE})")
    private int rounds;
    @Option(names = "--changes", paramLabel = "N", defaultValue = "30", description = "changes in a round of case change (default: ${DEFAULT-VALUE})")
    private int changes;
    @Option(names = "--burst", paramLabel = "N", defaultValue = "1000", description = "changes in the second of case burst (default: ${DEFAULT-VALUE})")
    private int burst;
    @Option(names = "--warm-up", paramLabel = "S", defaultValue = "60", description = "changes are made until compilers rest, at most so many seconds (default: ${DEFAULT-VALUE})")
    private int warmUp;
    @Option(names = "--patience", paramLabel = "S", defaultValue = "30", description = "how long the slowest client may take (default: ${DEFAULT-VALUE})")
    private int patience;
    @Option(names = "--heap", paramLabel = "MIB", defaultValue = "512", description = "largest heap of ours (default: ${DEFAULT-VALUE})")
    private int heap;
    @Option(names = "--peer-heap", paramLabel = "MIB", defaultValue = "2048", description = "largest heap of java-control-plane (default: ${DEFAULT-VALUE})")
    private int peerHeap;
    @Mixin
    private KeptFolder work = new KeptFolder();
    @Mixin
    private Printed printed = new Printed();

    Printed printed() {
        return printed;
    }

    KeptFolder work() {
        return work;
    }

    int heap() {
        return heap;
    }

    int peerHeap() {
        return peerHeap;
    }

    /**
     * Returns what to measure.
     *
     * @throws BenchFailure with the option, its value and what was expected
     */
    Plan plan() {
        within("--rounds", rounds, 1, 100);
        within("--changes", changes, 1, 10_000);
        within("--burst", burst, LEAST_BURST, MOST_BURST);
        if (burst % LEAST_BURST != 0) {
            throw new BenchFailure("--burst " + burst + " (expected: a multiple of " + LEAST_BURST + ")");
        }
        within("--warm-up", warmUp, 0, 600);
        within("--patience", patience, 1, 600);
        within("--heap", heap, LEAST_HEAP_MIB, 1 << 20);
        within("--peer-heap", peerHeap, LEAST_HEAP_MIB, 1 << 20);
        printed.check();
        some("--systems", systems, Servers.names());
        some("--cases", cases, PushCase.words());
        List<PushCase> chosen = Arrays.stream(PushCase.values()).filter(one -> cases.contains(one.word())).toList();
        return new Plan(systems.stream().distinct().toList(), shapes(chosen), chosen, rounds, changes,
                burst, Duration.ofSeconds(warmUp), Duration.ofSeconds(patience));
    }

    private List<Shape> shapes(List<PushCase> chosen) {
        clients.forEach(one -> within("--clients", one, 1, MOST_CLIENTS));
        services.forEach(one -> within("--services", one, chosen.contains(PushCase.APART) ? 2 : 1, MOST_SERVICES));
        List<Shape> all = new ArrayList<>();
        for (int service : services.stream().distinct().toList()) {
            clients.stream().distinct().map(client -> new Shape(client, service)).forEach(all::add);
        }
        List<Shape> fitting = all.stream().filter(Shape::fits).toList();
        if (fitting.isEmpty()) {
            throw new BenchFailure("--clients " + clients + " --services " + services
                    + ": too many names for one machine (expected: clients x services of 5,000,000 at most)");
        }
        return fitting;
    }

    private static void some(String name, List<String> given, List<String> known) {
        if (given.isEmpty()) {
            throw new BenchFailure(name + " (expected: some of " + String.join(", ", known) + ")");
        }
        for (String one : given) {
            if (!known.contains(one)) {
                throw new BenchFailure(
                        name + " '" + one + "' (expected: some of " + String.join(", ", known) + ")");
            }
        }
    }
}
