package io.spillway.it.churn;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import io.spillway.drill.fleet.Commands;
import io.spillway.drill.fleet.Fleet;
import io.spillway.drill.fleet.FleetFiles;
import io.spillway.drill.fleet.FleetLayout;
import io.spillway.drill.fleet.Home;
import io.spillway.drill.fleet.Pause;
import io.spillway.drill.fleet.Ports;
import io.spillway.drill.fleet.Role;
import io.spillway.drill.fleet.Selector;
import io.spillway.drill.fleet.Topology;
import io.spillway.drill.plan.DrillPlan;
import io.spillway.drill.plan.PlanFiles;
import io.spillway.drill.run.Brake;
import io.spillway.drill.run.DrillRun;
import io.spillway.drill.run.RunClock;
import io.spillway.drill.verdict.Judge;
import io.spillway.drill.verdict.Judgement;
import io.spillway.drill.verdict.RunRecord;
import io.spillway.drill.verdict.Verdict;
import io.spillway.drill.view.PlainView;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two control nodes on one etcd, mock data planes that want everything, changes at a steady rate, and the nodes die: in the
 * end every client has every change, by the drill's own measure. Both are long, the short form for all that it starts: {@code full}.
 */
class ControlNodesKilledTest {

    private static final Path CONFIG = Path.of(System.getProperty("spillway.root", "../.."), "config").toAbsolutePath()
            .normalize();
    private static final Duration START = Duration.ofSeconds(60);
    private static final Map<Role, List<String>> JVM = Map.of(
            Role.CONTROL, List.of("-Xms48m", "-Xmx192m", "-XX:TieredStopAtLevel=1"),
            Role.SYNC, List.of("-Xms24m", "-Xmx96m", "-XX:TieredStopAtLevel=1"),
            Role.CLIENTS, List.of("-Xms48m", "-Xmx128m", "-XX:TieredStopAtLevel=1"));
    private static final String TOPOLOGY = """
            apiVersion: spillway.io/v1
            kind: Topology
            metadata: {name: short-churn}
            spec:
              portBase: 25000
              registry: etcd
              idcs:
                - name: idc-a
                  controls: 2
                  gateways: 0
                  clusters: [idc-a-primary]
                  resources: RESOURCES
                  clients: [mock.yaml]
            """;
    private static final String MOCK = """
            apiVersion: spillway.io/v1
            kind: MockScenario
            metadata: {name: short-churn}
            spec:
              addresses: ["127.0.0.1:1"]
              limit: 60s
              hold: 10m
              groups:
                - name: gateways
                  count: 50
                  node: {idc: idc-a, role: gateway, listeners: {entrance: "127.0.0.1:8080"}}
                  retry: {after: 200ms}
                  limits: {answerWithin: 30s, grace: 5s}
                  steps:
                    - subscribe: {type: CDS}
                    - subscribe: {type: EDS, names: ["churn-{0..9}/default"]}
                    - waitFor: {type: EDS, answered: true, within: 30s}
            """;
    private static final String DRILL = """
            apiVersion: spillway.io/v1
            kind: Drill
            metadata: {name: short-churn}
            spec:
              topology: short-churn
              steps:
                - phase: all
                - awaitClients: connected
                  within: 30s
                - churn: {idc: idc-a, services: 10, workloads: 2, perSecond: 10, seed: 3, over: 5s}
                - sleep: 1s
                - kill: {name: idc-a/idc-control-1}
                  event: kill
                - sleep: 500ms
                - start: {name: idc-a/idc-control-1}
                  event: start
                - awaitClients: newest
                  within: 30s
              invariants:
                - {name: written, changesWritten: {percent: 100}}
                - {name: delivered, delivered: {percent: 100}}
                - {name: newest, newest: {percent: 100}}
                - {name: obeyed, violations: {most: 0}}
              rollback:
                - start: {all: true}
                  event: everything-runs
            """;

    @TempDir
    Path folder;

    @Test
    @Tag("full")
    void loseNothingWithinSeconds() throws Exception {
        Files.writeString(folder.resolve("mock.yaml"), MOCK);
        Path resources = CONFIG.resolve("idcs/churn/resources");
        Topology topology = PlanFiles.topology(Files.writeString(folder.resolve("topology.yaml"),
                TOPOLOGY.replace("RESOURCES", resources.toString())));
        DrillPlan plan = PlanFiles.drill(Files.writeString(folder.resolve("drill.yaml"), DRILL));

        RunRecord run = play(plan, topology, JVM);

        Judgement judgement = Judge.judge(run, plan.invariants());
        assertThat(judgement.reasons()).isEmpty();
        assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
        assertThat(run.control().churns()).singleElement()
                .satisfies(churn -> assertThat(churn.due()).isEqualTo(50));
        assertThat(run.control().clients()).singleElement().satisfies(group -> {
            assertThat(group.streams()).isGreaterThan(50);
            assertThat(group.standing().wanted()).isGreaterThanOrEqualTo(50 * 20);
        });
        assertThat(run.control().pushes().count()).isPositive();
    }

    /** The soak as it stands in the installation, eleven minutes of it. */
    @Test
    @Tag("full")
    void loseNothingAndLeakNothing() throws Exception {
        Topology topology = PlanFiles.topology(CONFIG.resolve("topologies/churn.yaml"));
        DrillPlan plan = PlanFiles.drill(CONFIG.resolve("drills/churn.yaml"));
        RunRecord run = play(plan, topology, topology.jvm());
        Judgement judgement = Judge.judge(run, plan.invariants());
        assertThat(judgement.reasons()).isEmpty();
        assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
    }

    private RunRecord play(DrillPlan plan, Topology topology, Map<Role, List<String>> jvm) throws Exception {
        Ticker ticker = Ticker.system();
        InstantSource wall = InstantSource.system();
        Path run = folder.resolve("fleet");
        FleetLayout layout = new FleetLayout(topology, Ports.free(topology.portBase(), topology), run,
                topology.registry());
        FleetFiles.write(layout, wall.instant());
        Home home = new Home(Path.of("target").toAbsolutePath());
        PlainView view = new PlainView(System.out);
        try (Fleet fleet = new Fleet(layout.components(new Commands(home, jvm)), run, ticker, Pause.real())) {
            fleet.start(Selector.ALL, START, view::say);
            return new DrillRun(plan, layout, fleet, view, ticker, new RunClock(ticker, wall), new Brake()).play();
        }
    }
}
