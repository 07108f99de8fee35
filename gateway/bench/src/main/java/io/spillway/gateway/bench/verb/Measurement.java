package io.spillway.gateway.bench.verb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
import io.spillway.gateway.bench.report.Round;
import org.jspecify.annotations.Nullable;

/** Puts load on one proxy and says what it cost. Used by one thread. */
final class Measurement {
    static final String DIRECT = "direct";

    private static final int STREAMS = 32;
    private static final int OPEN_CONNECTIONS = 32;

    private final Stage stage;
    private final MachineLoad machine;
    private final int seconds;
    private final Wrk wrk;
    private final H2load h2load;

    Measurement(Stage stage, MachineLoad machine, int seconds) {
        this.stage = stage;
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
            case KEEP_ALIVE, BESIDE_HANDSHAKES, IDLE -> scenario.door() == Door.UNIX
                    ? h2load.run(ask, new H2load.Run(true, scenario.connections(), 1, forSeconds, List.of(), ""))
                    : wrk.run(ask, scenario.connections(), false, forSeconds);
            case NEW_CONNECTION -> wrk.run(ask, scenario.connections(), true, forSeconds);
            case STREAMS -> h2load.run(ask,
                    new H2load.Run(false, scenario.connections(), STREAMS, forSeconds, List.of(), ""));
            case GRPC -> h2load.run(ask, new H2load.Run(false, scenario.connections(), STREAMS, forSeconds,
                    List.of("te: trailers", "content-type: application/grpc"), "grpc.request"));
        };
    }

    /** Loads a proxy until it is warm, or for so many seconds. */
    void warmUp(Contender proxy, Scenario scenario, int atMostSeconds) {
        WarmUp.run(proxy, atMostSeconds, forSeconds -> load(proxy, scenario, forSeconds));
    }

    /** One closed-loop round. */
    Round closed(Contender proxy, Scenario scenario) {
        ProcessTree tree = proxy.process().tree();
        WarmUp.Compiling compiling = WarmUp.Compiling.of(proxy);
        machine.begin();
        long before = tree.cpuMicros();
        // A thousand connections need a second to be there at all.
        LoadResult result = load(proxy, scenario, scenario.connections() > 100 ? 2 * seconds : seconds);
        long cpu = tree.cpuMicros() - before;
        double others = machine.end();
        if (result.requests() == 0) {
            throw proxy.process().failure("answered no request of case " + scenario.name() + " with 2xx ("
                    + result.errors() + " errors)");
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("cpuMicrosPerRequest", (double) cpu / result.requests());
        figures.putAll(figures(result));
        figures.put("residentMiB", tree.residentKiB() / 1024.0);
        return Round.of(figures, others, compiling.java() ? compiling.percent() : 0);
    }

    /** One round without a proxy. */
    Round direct(Scenario scenario) {
        machine.begin();
        LoadResult result = load(stage.direct(scenario.path(), scenario.bodyBytes()), scenario, seconds);
        return Round.of(figures(result), machine.end(), 0);
    }

    private static Map<String, Double> figures(LoadResult result) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("rps", result.rps());
        figures.put("meanMs", result.meanMs());
        figures.put("p50Ms", result.p50Ms());
        figures.put("p99Ms", result.p99Ms());
        figures.put("p999Ms", result.p999Ms());
        figures.put("errors", (double) result.errors());
        return figures;
    }

    /** Lets the generator's own code be compiled before its figures count. */
    void warmGenerator(Ask ask, double rate) {
        var _ = OpenLoop.run(ask, rate, OPEN_CONNECTIONS, 2, stage.ticker());
    }

    /** One open-loop round at a rate; the name is for messages, the compiling of nobody counts where there is no proxy. */
    Round open(String name, Ask ask, double rate, @Nullable Contender proxy) {
        WarmUp.Compiling compiling = proxy == null ? null : WarmUp.Compiling.of(proxy);
        machine.begin();
        LoadResult result = OpenLoop.run(ask, rate, OPEN_CONNECTIONS, seconds, stage.ticker());
        double others = machine.end();
        if (result.requests() == 0) {
            throw new BenchFailure(name + ": no answer at the fixed rate of " + Math.round(rate) + " requests/s");
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("openRate", rate);
        figures.put("openP50Ms", result.p50Ms());
        figures.put("openP99Ms", result.p99Ms());
        figures.put("openP999Ms", result.p999Ms());
        figures.put("openErrors", (double) result.errors());
        return Round.of(figures, others, compiling == null || !compiling.java() ? 0 : compiling.percent());
    }
}
