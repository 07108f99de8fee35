package io.spillway.gateway.bench.verb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;

import io.spillway.gateway.bench.load.Ask;
import io.spillway.gateway.bench.load.LoadResult;
import io.spillway.gateway.bench.load.OpenLoop;
import io.spillway.gateway.bench.load.Wrk;
import io.spillway.gateway.bench.peer.Contender;
import io.spillway.gateway.bench.peer.Door;
import io.spillway.gateway.bench.peer.SpillwayGateway;
import io.spillway.gateway.bench.peer.Stage;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.MachineLoad;
import io.spillway.gateway.bench.process.Ports;
import io.spillway.gateway.bench.report.BenchReport;
import io.spillway.gateway.bench.report.Machine;
import io.spillway.gateway.bench.report.Ratio;
import io.spillway.gateway.bench.report.Samples;
import io.spillway.gateway.bench.xds.BenchControl;
import io.spillway.gateway.bench.xds.BenchResources;
import io.spillway.model.time.Ticker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench routes}: what a large route table costs, and what its exchange under load does to users. */
@Command(name = "routes", mixinStandardHelpOptions = true, description = {
        "Compares a gateway that has one route with one that has very many, and exchanges the whole table",
        "of the latter under load."})
public final class RoutesVerb implements Callable<Integer> {
    static final String ONE = "one-route";
    static final String MANY = "many-routes";
    static final String SWAP = "swap";

    private static final int CONNECTIONS = 32;
    private static final int PUSH_SECONDS = 60;
    private static final int WARM_UP_SECONDS = 20;
    private static final int WARM_UP_EXCHANGES = 4;
    private static final int WARM_UP_WINDOW = 4;
    /**
     * What a gateway with a hundred thousand routes should have; both gateways get the same. A young generation in which all
     * that an exchange leaves behind has room is collected after it and not ten times while it goes on; an array of more than
     * a megabyte, which a table of that size comes in, is made where it need not be copied; and what has lived through a
     * collection is not copied in each of the next fifteen.
     */
    private static final String FLAGS = "-Xms768m -Xmx1g -Xmn384m -XX:PretenureSizeThreshold=1m -XX:MaxTenuringThreshold=1";

    private final Ticker ticker;

    @Mixin
    private final BenchOptions options = new BenchOptions();

    @Option(names = "--hosts", defaultValue = "10000", description = "Hosts of the large table (default: ${DEFAULT-VALUE}).")
    private int hosts;

    @Option(names = "--paths", defaultValue = "10", description = "Paths of each host (default: ${DEFAULT-VALUE}).")
    private int paths;

    public RoutesVerb(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    public Integer call() {
        options.check();
        if (hosts < 1 || paths < 1 || (long) hosts * paths > 1_000_000) {
            throw new BenchFailure("--hosts " + hosts + " --paths " + paths + " (expected: 1..1000000 routes)");
        }
        Path folder = options.folder();
        List<Contender> gateways = new ArrayList<>();
        try (Stage stage = Stage.open(folder, ticker);
                BenchControl few = BenchControl.start();
                BenchControl many = BenchControl.start()) {
            few.put(BenchResources.service(stage.backendPorts(), stage.backendHttp2Port(),
                    stage.backendUnix()));
            few.put(BenchResources.routeTable(1, 1, 2));
            many.put(BenchResources.service(stage.backendPorts(), stage.backendHttp2Port(),
                    stage.backendUnix()));
            many.put(BenchResources.routeTable(hosts, paths, 2));
            gateways.add(SpillwayGateway.start(ONE, stage, few.port(), FLAGS));
            gateways.add(SpillwayGateway.start(MANY, stage, many.port(), FLAGS));
            Run run = new Run(stage, new Samples(), new MachineLoad());
            run.compare(gateways.getFirst(), gateways.getLast());
            run.swap(gateways.getLast(), many);
            options.print(run.report());
            return 0;
        } finally {
            gateways.forEach(Contender::close);
            options.clean(folder);
        }
    }

    /** Owned by one thread. */
    private final class Run {
        private final Stage stage;
        private final Samples samples;
        private final MachineLoad machine;
        private final Wrk wrk;

        Run(Stage stage, Samples samples, MachineLoad machine) {
            this.stage = stage;
            this.samples = samples;
            this.machine = machine;
            this.wrk = new Wrk(stage.folder());
        }

        private void compare(Contender one, Contender many) {
            System.err.println("bench: " + MANY);
            awaitTable(one, 1, 1);
            awaitTable(many, hosts, paths);
            WarmUp.run(one, WARM_UP_SECONDS, seconds -> load(one, 1, 1, seconds));
            WarmUp.run(many, WARM_UP_SECONDS, seconds -> load(many, hosts, paths, seconds));
            for (int round = 0; round < options.rounds; round++) {
                machine.begin();
                measure(one, 1, 1);
                measure(many, hosts, paths);
                machine.end();
            }
            samples.print(MANY);
        }

        /** A gateway listens before a table of that size has come. */
        private void awaitTable(Contender gateway, int hostCount, int pathCount) {
            Ask last = gateway.ask(Door.HTTP1, "host-" + (hostCount - 1) + ".bench",
                    "/routed/" + (pathCount - 1) + "/item", 0);
            if (!Ports.await(() -> OpenLoop.run(last, 10, 1, 0.2, stage.ticker()).requests() > 0, stage.ticker(),
                    PUSH_SECONDS)) {
                throw gateway.process().failure("did not take its routes within " + PUSH_SECONDS + " s");
            }
        }

        private LoadResult load(Contender gateway, int hostCount, int pathCount, int seconds) {
            return wrk.routes(gateway.ask(Door.HTTP1, BenchResources.HOST, "/routed/0/item", 0), CONNECTIONS,
                    hostCount, pathCount, seconds);
        }

        private void measure(Contender gateway, int hostCount, int pathCount) {
            long before = gateway.process().tree().cpuMicros();
            LoadResult result = load(gateway, hostCount, pathCount, options.seconds);
            long cpu = gateway.process().tree().cpuMicros() - before;
            if (result.requests() == 0) {
                throw gateway.process().failure("answered nothing");
            }
            String name = MANY;
            samples.add(name, gateway.name(), "cpuMicrosPerRequest", (double) cpu / result.requests());
            samples.add(name, gateway.name(), "rps", result.rps());
            samples.add(name, gateway.name(), "p50Ms", result.p50Ms());
            samples.add(name, gateway.name(), "p99Ms", result.p99Ms());
            samples.add(name, gateway.name(), "errors", (double) result.errors());
            samples.add(name, gateway.name(), "residentMiB", gateway.process().tree().residentKiB() / 1024.0);
        }

        /** A window without and one with an exchange of the table in its middle, in turn. */
        private void swap(Contender many, BenchControl control) {
            System.err.println("bench: " + SWAP);
            double rate = samples.median(MANY, MANY, "rps") / 3;
            Ask ask = many.ask(Door.HTTP1, "host-0.bench", "/routed/0/item", 0);
            int window = Math.max(10, options.seconds * 2);
            int version = 3;
            // The first reading of a table is as cold as the first request, and nobody measures that one either.
            for (int round = 0; round < WARM_UP_EXCHANGES; round++) {
                var table = BenchResources.routeTable(hosts, paths, version++);
                LoadResult _ = exchange(many, control, () -> control.put(table),
                        WARM_UP_WINDOW, seconds -> OpenLoop.run(ask, rate, CONNECTIONS, seconds, stage.ticker()));
            }
            for (int round = 0; round < options.rounds; round++) {
                var table = BenchResources.routeTable(hosts, paths, version++);
                // The generator shares a process with the control plane, whose garbage must not make it late.
                System.gc();
                add("steady", OpenLoop.run(ask, rate, CONNECTIONS, window, stage.ticker()));
                add(SWAP, exchange(many, control, () -> control.put(table), window,
                        seconds -> OpenLoop.run(ask, rate, CONNECTIONS, seconds, stage.ticker())));
            }
            samples.print(SWAP);
        }

        /** Runs a load in the middle of which a table is pushed; returns what its users saw. */
        private LoadResult exchange(Contender many, BenchControl control, IntSupplier pushing, int window,
                IntFunction<LoadResult> load) {
            int[] nonce = new int[1];
            ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
            var push = later.schedule(() -> nonce[0] = pushing.getAsInt(), window / 2, TimeUnit.SECONDS);
            LoadResult seen = load.apply(window);
            later.shutdown();
            if (!push.isDone() || !Ports.await(() -> control.acked(nonce[0]), stage.ticker(), PUSH_SECONDS)) {
                throw many.process().failure("did not take the new table within " + PUSH_SECONDS + " s");
            }
            return seen;
        }

        private void add(String system, LoadResult result) {
            samples.add(SWAP, system, "rps", result.rps());
            samples.add(SWAP, system, "p50Ms", result.p50Ms());
            samples.add(SWAP, system, "p99Ms", result.p99Ms());
            samples.add(SWAP, system, "lateP99Ms", result.lateP99Ms());
            samples.add(SWAP, system, "errors", (double) result.errors());
        }

        private BenchReport report() {
            List<Ratio> ratios = new ArrayList<>();
            ratios.add(new Ratio(MANY, ONE, "cpuMicrosPerRequest",
                    samples.median(MANY, MANY, "cpuMicrosPerRequest")
                            / samples.median(MANY, ONE, "cpuMicrosPerRequest"),
                    1.05));
            ratios.add(new Ratio(SWAP, "steady", "p99Ms",
                    samples.median(SWAP, SWAP, "p99Ms") / samples.median(SWAP, "steady", "p99Ms"), 1.2));
            return new BenchReport("routes", Machine.read(machine.otherPercent()), samples.rows(), ratios);
        }
    }
}
