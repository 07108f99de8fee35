package io.spillway.gateway.bench.verb;

import java.util.List;

import io.spillway.gateway.bench.load.Ask;
import io.spillway.gateway.bench.load.H2load;
import io.spillway.gateway.bench.load.LoadResult;
import io.spillway.gateway.bench.load.OpenLoop;
import io.spillway.gateway.bench.load.Wrk;
import io.spillway.gateway.bench.peer.Contender;
import io.spillway.gateway.bench.peer.Door;
import io.spillway.gateway.bench.peer.Stage;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.MachineLoad;
import io.spillway.gateway.bench.process.ProcessTree;

/** Puts load on one proxy and writes down what it cost. Used by one thread. */
final class Measurement {
    static final String DIRECT = "direct";

    private static final int STREAMS = 32;
    private static final int OPEN_CONNECTIONS = 32;

    private final Stage stage;
    private final Samples samples;
    private final MachineLoad machine;
    private final int seconds;
    private final Wrk wrk;
    private final H2load h2load;

    Measurement(Stage stage, Samples samples, MachineLoad machine, int seconds) {
        this.stage = stage;
        this.samples = samples;
        this.machine = machine;
        this.seconds = seconds;
        this.wrk = new Wrk(stage.folder());
        this.h2load = new H2load(stage.folder());
    }

    /** Runs the load of a case, closed loop. */
    LoadResult load(Contender proxy, Scenario scenario, int forSeconds) {
        return load(proxy.ask(scenario.door(), scenario.host(), scenario.path(), scenario.bodyBytes()), scenario,
                forSeconds);
    }

    private LoadResult load(Ask ask, Scenario scenario, int forSeconds) {
        return switch (scenario.shape()) {
            case KEEP_ALIVE, IDLE -> scenario.door() == Door.UNIX
                    ? h2load.run(ask, new H2load.Run(true, scenario.connections(), 1, forSeconds, List.of(), ""))
                    : wrk.run(ask, scenario.connections(), false, forSeconds);
            case NEW_CONNECTION -> wrk.run(ask, scenario.connections(), true, forSeconds);
            case STREAMS -> h2load.run(ask,
                    new H2load.Run(false, scenario.connections(), STREAMS, forSeconds, List.of(), ""));
            case GRPC -> h2load.run(ask, new H2load.Run(false, scenario.connections(), STREAMS, forSeconds,
                    List.of("te: trailers", "content-type: application/grpc"), "grpc.request"));
        };
    }

    /** Loads a proxy until it is warm. */
    void warmUp(Contender proxy, Scenario scenario) {
        WarmUp.run(proxy, forSeconds -> load(proxy, scenario, forSeconds));
    }

    /** One closed-loop round. */
    void closed(Contender proxy, Scenario scenario) {
        ProcessTree tree = proxy.process().tree();
        machine.begin();
        long before = tree.cpuMicros();
        // A thousand connections need a second to be there at all.
        LoadResult result = load(proxy, scenario, scenario.connections() > 100 ? 2 * seconds : seconds);
        long cpu = tree.cpuMicros() - before;
        machine.end();
        if (result.requests() == 0) {
            throw proxy.process().failure("answered no request of case " + scenario.name() + " with 2xx ("
                    + result.errors() + " errors)");
        }
        samples.add(scenario.name(), proxy.name(), "cpuMicrosPerRequest", (double) cpu / result.requests());
        add(scenario.name(), proxy.name(), result);
        samples.add(scenario.name(), proxy.name(), "residentMiB", tree.residentKiB() / 1024.0);
    }

    /** One round without a proxy. */
    void direct(Scenario scenario) {
        add(scenario.name(), DIRECT, load(stage.direct(scenario.path(), scenario.bodyBytes()), scenario, seconds));
    }

    private void add(String scenario, String system, LoadResult result) {
        samples.add(scenario, system, "rps", result.rps());
        samples.add(scenario, system, "meanMs", result.meanMs());
        samples.add(scenario, system, "p50Ms", result.p50Ms());
        samples.add(scenario, system, "p99Ms", result.p99Ms());
        samples.add(scenario, system, "p999Ms", result.p999Ms());
        samples.add(scenario, system, "errors", (double) result.errors());
    }

    /** Lets the generator's own code be compiled before its figures count. */
    void warmGenerator(Ask ask, double rate) {
        var _ = OpenLoop.run(ask, rate, OPEN_CONNECTIONS, 2, stage.ticker());
    }

    /** One open-loop round at a rate; without a proxy for the name {@value #DIRECT}. */
    void open(String name, Ask ask, Scenario scenario, double rate) {
        LoadResult result = OpenLoop.run(ask, rate, OPEN_CONNECTIONS, seconds, stage.ticker());
        if (result.requests() == 0) {
            throw new BenchFailure(name + ": no answer at the fixed rate of " + Math.round(rate) + " requests/s");
        }
        samples.add(scenario.name(), name, "openRate", rate);
        samples.add(scenario.name(), name, "openP50Ms", result.p50Ms());
        samples.add(scenario.name(), name, "openP99Ms", result.p99Ms());
        samples.add(scenario.name(), name, "openP999Ms", result.p999Ms());
        samples.add(scenario.name(), name, "openErrors", (double) result.errors());
    }
}
