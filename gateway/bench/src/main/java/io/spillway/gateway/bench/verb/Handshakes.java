package io.spillway.gateway.bench.verb;

import java.util.LinkedHashMap;
import java.util.Map;

import io.spillway.gateway.bench.load.Ask;
import io.spillway.gateway.bench.load.LoadResult;
import io.spillway.gateway.bench.load.NewTlsUsers;
import io.spillway.gateway.bench.load.OpenLoop;
import io.spillway.gateway.bench.peer.Contender;
import io.spillway.gateway.bench.peer.Door;
import io.spillway.gateway.bench.peer.Stage;
import io.spillway.gateway.bench.process.MachineLoad;
import io.spillway.gateway.bench.process.ProcessTree;
import io.spillway.gateway.bench.report.Round;

/**
 * What users in the clear notice of others' TLS handshakes: their latency at a fixed rate, first alone, then while new users
 * come with whole handshakes. The rates leave most of two processors idle, so that it is the proxy's thread that is waited for and
 * not the machine. Used by one thread.
 */
final class Handshakes {
    /** Requests a second in the clear. */
    private static final double RATE = 500;
    /** New users a second. */
    private static final double NEW_USERS = 150;

    private final Stage stage;
    private final MachineLoad machine;
    private final int seconds;

    Handshakes(Stage stage, MachineLoad machine, int seconds) {
        this.stage = stage;
        this.machine = machine;
        this.seconds = seconds;
    }

    /** Warms up the system and the generators. */
    void warmUp(Contender proxy, Scenario scenario, Runnable load) {
        load.run();
        var _ = round(proxy, scenario);
    }

    /** One round of one system: alone, then beside. */
    Round round(Contender proxy, Scenario scenario) {
        Ask clear = proxy.ask(Door.HTTP1, scenario.host(), scenario.path(), scenario.bodyBytes());
        Ask secret = proxy.ask(scenario.door(), scenario.host(), scenario.path(), scenario.bodyBytes());
        ProcessTree tree = proxy.process().tree();
        WarmUp.Compiling compiling = WarmUp.Compiling.of(proxy);
        machine.begin();
        long start = tree.cpuMicros();
        LoadResult alone = OpenLoop.run(clear, RATE, scenario.connections(), seconds, stage.ticker());
        long between = tree.cpuMicros();
        LoadResult beside;
        LoadResult users;
        try (NewTlsUsers coming = NewTlsUsers.begin(secret, NEW_USERS, stage.ticker())) {
            beside = OpenLoop.run(clear, RATE, scenario.connections(), seconds, stage.ticker());
            users = coming.end();
        }
        long end = tree.cpuMicros();
        double others = machine.end();
        if (beside.requests() == 0 || users.requests() == 0) {
            throw proxy.process().failure("answered " + beside.requests() + " requests in the clear and "
                    + users.requests() + " by TLS in case " + scenario.name() + " (expected: some of both)");
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("aloneP50Ms", alone.p50Ms());
        figures.put("aloneP99Ms", alone.p99Ms());
        figures.put("besideP50Ms", beside.p50Ms());
        figures.put("besideP99Ms", beside.p99Ms());
        figures.put("besideP999Ms", beside.p999Ms());
        figures.put("tlsUsersPerSecond", users.rps());
        figures.put("tlsUserP50Ms", users.p50Ms());
        figures.put("tlsUserP99Ms", users.p99Ms());
        figures.put("cpuMicrosPerTlsUser", (double) (end - between - (between - start)) / users.requests());
        figures.put("errors", (double) alone.errors() + beside.errors() + users.errors());
        return Round.of(figures, others, compiling.java() ? compiling.percent() : 0);
    }
}
