package io.spillway.drill.plan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.spillway.drill.fleet.Commands;
import io.spillway.drill.fleet.ComponentPlan;
import io.spillway.drill.fleet.FleetLayout;
import io.spillway.drill.fleet.Home;
import io.spillway.drill.fleet.Ports;
import io.spillway.drill.fleet.RegistryChoice;
import io.spillway.drill.fleet.Role;
import io.spillway.drill.fleet.Topology;
import io.spillway.drill.load.UserGroup;
import io.spillway.model.resource.SwitchMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PlanFilesTest {

    private static final Path CONFIG = Path.of(System.getProperty("spillway.root", "../.."), "config");
    @TempDir
    private Path folder = Path.of("");

    @Test
    void readsTheDrillOfTheDemo() throws Exception {
        DrillPlan plan = PlanFiles.drill(CONFIG.resolve("drills/first-light.yaml"));

        assertThat(plan.name()).isEqualTo("first-light");
        assertThat(plan.load().users()).hasSize(2).allMatch(users -> users.rps() >= 300 && users.postPercent() >= 20);
        assertThat(plan.load().ramp()).isEqualTo(Duration.ofSeconds(5));
        assertThat(Objects.requireNonNull(plan.steady()).p99()).isEqualTo(Duration.ofMillis(100));
        assertThat(plan.steps()).filteredOn(Step.Sleep.class::isInstance)
                .isNotEmpty()
                .allMatch(step -> ((Step.Sleep) step).duration().compareTo(Duration.ofSeconds(10)) >= 0);
        assertThat(plan.load().withRps(100).users()).extracting(UserGroup::rps).containsExactly(50.0, 50.0);
    }

    /** The demands of the product on its own demo: whoever loosens one has to change this as well. */
    @Test
    void demandsInTheDemoWhatWasPromised() throws Exception {
        DrillPlan plan = PlanFiles.drill(CONFIG.resolve("drills/first-light.yaml"));
        assertThat(plan.invariants().stream().map(PlanFilesTest::withoutName)).containsExactly(
                "NoneFailed method=GET, service=null, phases=[orders-down, control-down, shift-to-b, shift-to-a]",
                "TrafficMoved event=shift-to-b, percent=99.0, within=PT1S",
                "TrafficMoved event=shift-to-a, percent=99.0, within=PT1S",
                "Misrouted most=0", "TrafficMoved event=idc-b-dies, percent=99.0, within=PT1.5S",
                "SuccessRate percent=99.9, phases=[]",
                "Loops most=0", "Delivered percent=100.0", "PushLatency percentile=99.0, most=PT0.1S");
    }

    @Test
    void movesTrafficInTheDemoBySwitchOversThatAreTakenBack() throws Exception {
        DrillPlan plan = PlanFiles.drill(CONFIG.resolve("drills/first-light.yaml"));
        assertThat(plan.steps()).filteredOn(Step.SwitchOver.class::isInstance).first().isEqualTo(new Step.SwitchOver(
                "shift-to-b", new Expectation(null, null, "idc-b"), "idc-a", "first-light-to-b", "drgroup/core",
                "idc-a",
                "idc-b", List.of(100), Duration.ZERO, SwitchMode.GRACEFUL, "first light moves everything to idc-b",
                Duration.ofMinutes(1)));
        assertThat(plan.steps().stream().filter(Step.Happening.class::isInstance).map(Step.Happening.class::cast)
                .map(Step.Happening::event)).containsSubsequence("shift-to-b", "shift-to-b-rolled-back", "shift-to-a",
                        "shift-cleared");
        assertThat(plan.rollback().getLast()).isInstanceOf(Step.EndSwitchOvers.class);
    }

    @Test
    void readsTheTopologyOfTheDemo() throws Exception {
        Topology topology = PlanFiles.topology(CONFIG.resolve("topologies/two-idc.yaml"));
        assertThat(topology.idcs()).extracting(Topology.IdcTopology::gateways).containsExactly(2, 2);
        assertThat(topology.idcs()).allMatch(idc -> Files.isDirectory(idc.resources()));
        assertThat(topology.jvm()).containsKeys(Role.CONTROL, Role.GATEWAY, Role.SYNC, Role.SERVICE);
    }

    @Test
    void putsMockDataPlanesBesideTheGatewaysOfTheirIdc() throws Exception {
        String text = Files.readString(CONFIG.resolve("topologies/two-idc.yaml")).replace(
                "resources: ../idcs/idc-b/resources",
                "resources: ../idcs/idc-b/resources\n      clients: [../mocks/gateways.yaml]");
        Topology topology = PlanFiles.topology(Files.writeString(folder.resolve("with-clients.yaml"), text));
        Path scenario = folder.resolve("../mocks/gateways.yaml").toAbsolutePath().normalize();
        assertThat(topology.idcs()).extracting(Topology.IdcTopology::clients).containsExactly(List.of(),
                List.of(scenario));
        List<ComponentPlan> clients = new FleetLayout(topology, new Ports(17_000), folder, RegistryChoice.EMBEDDED)
                .components(new Commands(Home.find(), topology.jvm())).stream()
                .filter(plan -> plan.role() == Role.CLIENTS).toList();
        assertThat(clients).singleElement().satisfies(plan -> {
            assertThat(plan.name()).isEqualTo("idc-b/clients-1");
            assertThat(plan.command()).endsWith("io.spillway.drill.mock.Main", "mock", scenario.toString(),
                    "--address", "127.0.0.1:17101", "--authority",
                    folder.resolve("development-identities").toString(), "--listen", "127.0.0.1:17190", "-o", "json");
        });
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() throws Exception {
        String text = Files.readString(CONFIG.resolve("drills/first-light.yaml"))
                .replace("rps: 300", "rps: many")
                .replace("      event: shift-to-b\n", "")
                .replace("misrouted: {most: 0}", "misrouted: {most: -1}")
                .replace("noneFailed: {method: GET,", "noneFailed: {methods: GET,")
                .replace("from: idc-b, to: idc-a, steps: [100]", "from: idc-b, to: idc-b, steps: [50, 20]")
                .replace("rollBack: {idc: idc-a, name: first-light-to-b", "rollBack: {idc: idc-a, name: other")
                .replace("endSwitchOvers: {idc: idc-a}",
                        "shift: {idc: idc-a, scope: drgroup/core, weights: {idc-a: 100, idc-b: 1}, reason: none}");
        Path file = folder.resolve("wrong.yaml");
        Files.writeString(file, text);

        assertThatThrownBy(() -> PlanFiles.drill(file)).isInstanceOf(PlanException.class)
                .hasMessageContaining("/spec/load/users/0/rps: \"many\" (expected: ")
                .hasMessageContaining("/spec/load/users/1/rps: \"many\" (expected: ")
                .hasMessageContaining("/event: missing (expected: a name for what happens)")
                .hasMessageContaining("/most: -1 (expected: ")
                .hasMessageContaining(
                        "/noneFailed/methods: unknown key (expected: one of method, service, phases; did you mean method?)")
                .hasMessageContaining("/switchOver/to: \"idc-b\" (expected: another IDC than from")
                .hasMessageContaining("[50, 20] (expected: percentages that rise")
                .hasMessageContaining("a switchOver with idc idc-a and name other before the rollBack of"
                        + " \"shift-to-b-rolled-back\"")
                .hasMessageContaining("/shift/weights: ")
                .hasMessageContaining("percent by IDC with sum 100")
                .hasMessageContaining("a event of the steps instead of \"shift-to-b\"");
    }

    @Test
    void refusesAStepThatSaysTwoThings() throws Exception {
        Path file = folder.resolve("wrong.yaml");
        Files.writeString(file, Files.readString(CONFIG.resolve("drills/first-light.yaml")).replaceFirst("- sleep: 10s",
                "- sleep: 10s\n      phase: two"));
        assertThatThrownBy(() -> PlanFiles.drill(file)).hasMessageContaining("exactly one of phase, sleep, kill");
    }

    @Test
    void readsTheSoak() throws Exception {
        DrillPlan plan = PlanFiles.drill(CONFIG.resolve("drills/churn.yaml"));
        assertThat(plan.load().isEmpty()).isTrue();
        assertThat(plan.steady()).isNull();
        assertThat(plan.steps()).filteredOn(Step.Churn.class::isInstance).singleElement().satisfies(step -> {
            Step.Churn churn = (Step.Churn) step;
            assertThat(churn.spec().perSecond()).isEqualTo(20);
            assertThat(churn.over()).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
        });
        List<Step.Strike> kills = plan.steps().stream()
                .filter(step -> step instanceof Step.Strike strike && strike.blow() == Step.Blow.KILL)
                .map(Step.Strike.class::cast).toList();
        assertThat(kills).extracting(Step.Strike::event).containsExactly("warm-up-kill-1", "kill-1", "kill-2",
                "kill-3", "kill-4", "kill-5", "kill-6", "kill-7", "kill-8", "kill-9", "kill-10");
        assertThat(kills.subList(1, 4)).extracting(kill -> kill.selector().name())
                .containsExactly("idc-a/idc-control-1", "idc-a/idc-control-2", "idc-a/idc-control-1");
        assertThat(plan.steps()).contains(new Step.Pace(6, Duration.ofMinutes(1)));
        assertThat(plan.invariants().stream().map(PlanFilesTest::withoutName)).containsExactly(
                "ChangesWritten percent=100.0, p99=PT5S", "Delivered percent=100.0", "Newest percent=100.0",
                "Violations most=0",
                "HeapFlat mark=two-minutes-old, percent=5.0", "HeapFlat mark=one-long-life, percent=5.0");
    }

    @Test
    void laysOutSeveralControlNodesOnOneEtcd() throws Exception {
        Topology topology = PlanFiles.topology(CONFIG.resolve("topologies/churn.yaml"));
        FleetLayout layout = new FleetLayout(topology, new Ports(17_000), folder, topology.registry());
        assertThat(layout.components(new Commands(Home.find(), topology.jvm()))).extracting(ComponentPlan::name)
                .filteredOn(name -> !name.endsWith("etcd"))
                .containsExactly("idc-a/idc-control-1", "idc-a/idc-control-2", "idc-a/registry-sync",
                        "idc-a/clients-1");
        assertThat(layout.controls()).extracting(FleetLayout.ControlPlace::api).containsExactly("127.0.0.1:17000",
                "127.0.0.1:17003");
        assertThatThrownBy(() -> new FleetLayout(topology, new Ports(17_000), folder, RegistryChoice.EMBEDDED))
                .hasMessageContaining("expected: registry etcd");
        String text = Files.readString(CONFIG.resolve("topologies/churn.yaml")).replace("registry: etcd", "");
        Path file = Files.writeString(folder.resolve("wrong.yaml"), text);
        assertThatThrownBy(() -> PlanFiles.topology(file)).isInstanceOf(PlanException.class)
                .hasMessageContaining("etcd, because an IDC has several control nodes");
    }

    @Test
    void namesEverythingThatIsWrongInASoak() throws Exception {
        String text = Files.readString(CONFIG.resolve("drills/churn.yaml"))
                .replace("perSecond: 20", "perSecond: fast")
                .replace("workloads: 4", "workloads: 1")
                .replace("awaitClients: newest", "awaitClients: happy")
                .replace("        each: [idc-a/idc-control-1, idc-a/idc-control-2]\n", "")
                .replace("heapFlat: {mark: one-long-life,", "heapFlat: {mark: no-life,")
                .replace("violations: {most: 0}", "noneFailed: {}");
        Path file = Files.writeString(folder.resolve("wrong.yaml"), text);
        assertThatThrownBy(() -> PlanFiles.drill(file)).isInstanceOf(PlanException.class)
                .hasMessageContaining("/churn/perSecond: \"fast\" (expected: ")
                .hasMessageContaining("at least 2 where membership changes")
                .hasMessageContaining("/awaitClients: \"happy\" (expected: one of connected, newest")
                .hasMessageContaining("names of processes, because a step picks each")
                .hasMessageContaining("a mark of at least two sampleHeap steps instead of \"no-life\"")
                .hasMessageContaining("users, because of \"no control node broke the xDS protocol\"");
    }

    @Test
    void saysWhichFileIsNotThere() {
        assertThatThrownBy(() -> PlanFiles.drill(folder.resolve("none.yaml"))).isInstanceOf(PlanException.class)
                .hasMessageContaining("none.yaml cannot be read");
    }

    private static String withoutName(Invariant invariant) {
        String text = invariant.toString().replace("name=" + invariant.name() + ", ", "");
        return text.substring(0, text.length() - 1).replaceFirst("\\[", " ");
    }
}
