package io.spillway.control.switchover.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.spillway.control.switchover.plan.PlanGround.ClockSeen;
import io.spillway.control.switchover.plan.PlanGround.Fleet;
import io.spillway.control.switchover.plan.PlanGround.HeldUpdate;
import io.spillway.control.switchover.plan.PlanGround.PeerLink;
import io.spillway.control.switchover.plan.PlanGround.RunningDrill;
import io.spillway.model.resource.DrGroupLimits;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchCheck;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.WorkloadState;
import io.spillway.model.switchover.SwitchOverEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static io.spillway.model.resource.SwitchCheck.Outcome.FAILED;
import static io.spillway.model.resource.SwitchCheck.Outcome.PASSED;
import static io.spillway.model.resource.SwitchCheck.Outcome.SKIPPED;
import static io.spillway.model.resource.SwitchCheck.Outcome.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

/** Each item of the check list, passing, warning, failing and skipped, with the figures that it tells. */
class CheckListTest {

    /** What is different from a fleet in which all is well, which item tells, and what. */
    record Case(String item, SwitchCheck.Outcome outcome, String how, Consumer<Scene> different) {

        @Override
        public String toString() {
            return item + " " + outcome + ": " + how;
        }
    }

    private static final DrGroupLimits FROZEN = new DrGroupLimits(true, "the database moves", List.of(), 100);
    private static final DrGroupLimits CHRISTMAS = new DrGroupLimits(false, null,
            List.of(new DrGroupLimits.Freeze(Scene.NOW.minusSeconds(60), Scene.NOW.plusSeconds(60), "Christmas")), 100);

    static Stream<Case> corpus() {
        return Stream.of(moves(), limits(), others(), target(), fleet(), modes()).flatMap(List::stream);
    }

    private static List<Case> moves() {
        return List.of(
                new Case("scope", PASSED, "2 Services of drgroup/core in idc-a, idc-b", _ -> {}),
                new Case("scope", FAILED, "Idc idc-b is not known", scene -> scene.without(Kind.IDC, "idc-b")),
                new Case("scope", FAILED, "DrGroup core is not backed by idc-b, but by idc-a, idc-c",
                        scene -> scene.group("core", 1, "idc-a", "idc-c")),
                new Case("scope", FAILED, "DrGroup nope is not known",
                        scene -> scene.scopes = List.of(new ShiftScope.DrGroupScope("nope"))),
                new Case("scope", FAILED, "Service nope is not known",
                        scene -> scene.scopes = List.of(new ShiftScope.ServiceScope("nope"))),
                new Case("scope", FAILED, "scope idc idc-c (expected: idc-a, the IDC that is left)",
                        scene -> scene.scopes = List.of(new ShiftScope.IdcScope("idc-c"))),
                new Case("scope", PASSED, "2 Services of drgroup/core",
                        scene -> scene.scopes = List.of(Scene.IDC_A)),
                new Case("scope", PASSED, "1 Services of service/alone in idc-a, idc-b, idc-c", scene -> {
                    scene.put("alone", ServiceSpec.of(List.of("alone.test"), null));
                    scene.scopes = List.of(new ShiftScope.ServiceScope("alone"));
                }),
                new Case("to-move", PASSED, "2 Services with 2 Groups move", _ -> {}),
                new Case("to-move", FAILED, "nothing would move from idc-a to idc-b",
                        scene -> scene.shift(Scene.CORE, Map.of("idc-b", 100))),
                new Case("to-move", PASSED, "1 Services with 1 Groups move; these stay: orders: the shift of "
                        + "service/orders rules it", scene -> scene.shift(Scene.ORDERS, Map.of("idc-a", 100))),
                new Case("blast-radius", PASSED, "the last step compared for 2 Services", _ -> {}),
                new Case("blast-radius", SKIPPED, "there is no IDC to move anything in",
                        scene -> scene.scopes = List.of(new ShiftScope.DrGroupScope("nope"))),
                new Case("min-active", PASSED, "the steps exclude no IDC", _ -> {}),
                new Case("min-active", PASSED, "idc-a is excluded in the last step", scene -> scene.exclude = true),
                new Case("min-active", FAILED, "would leave 1 active of drgroup/core, minActive is 2", scene -> {
                    scene.group("core", 2, "idc-a", "idc-b");
                    scene.exclude = true;
                }),
                new Case("min-active", FAILED, "idc-c is excluded by the shift of service/stock", scene -> {
                    scene.group("core", 2, "idc-a", "idc-b", "idc-c");
                    scene.shift(new ShiftScope.ServiceScope("stock"), Map.of("idc-a", 100), "idc-c");
                    scene.exclude = true;
                }));
    }

    private static List<Case> limits() {
        return List.of(new Case("limits", PASSED, "1 DrGroups looked at", _ -> {}),
                new Case("limits", FAILED, "drgroup/core: moves are frozen: the database moves",
                        scene -> scene.limits(FROZEN)),
                new Case("limits", FAILED, "until 2026-11-27T03:01:00Z: Christmas", scene -> scene.limits(CHRISTMAS)),
                new Case("limits", PASSED, "1 DrGroups looked at", scene -> {
                    scene.limits(CHRISTMAS);
                    scene.now = Scene.NOW.plusSeconds(60);
                }));
    }

    private static List<Case> others() {
        return List.of(new Case("other-moves", PASSED, "1 locks and 2 Services looked at", _ -> {}),
                new Case("other-moves", PASSED, "the shift of drgroup/core in generation 3/idc-a stands and is brought "
                        + "back by a rollback", scene -> scene.shift(Scene.CORE, Map.of("idc-a", 70, "idc-b", 30))),
                new Case("other-moves", FAILED, "SwitchOver evening (MANUAL) is SHIFTING",
                        scene -> scene.rival("evening", SwitchOrigin.MANUAL, SwitchOverState.SHIFTING, "drgroup/core")),
                new Case("other-moves", FAILED, "SwitchOver evening (MANUAL) is COMPLETED",
                        scene -> scene.rival("evening", SwitchOrigin.MANUAL, SwitchOverState.COMPLETED,
                                "drgroup/core")),
                new Case("other-moves", WARNING, "SwitchOver policy (AUTOMATIC) is SHIFTING and will be interrupted",
                        scene -> scene.rival("policy", SwitchOrigin.AUTOMATIC, SwitchOverState.SHIFTING,
                                "drgroup/core")),
                new Case("other-moves", FAILED, "SwitchOver policy (AUTOMATIC) is SHIFTING", scene -> {
                    scene.origin = SwitchOrigin.DRILL;
                    scene.rival("policy", SwitchOrigin.AUTOMATIC, SwitchOverState.SHIFTING, "drgroup/core");
                }),
                new Case("other-moves", PASSED, "1 locks",
                        scene -> scene.rival("evening", SwitchOrigin.MANUAL, SwitchOverState.ROLLED_BACK,
                                "drgroup/core")),
                new Case("other-moves", PASSED, "1 locks",
                        scene -> scene.rival("elsewhere", SwitchOrigin.MANUAL, SwitchOverState.SHIFTING,
                                "drgroup/other")),
                new Case("other-moves", FAILED, "drgroup/core is held by ghost, which is not known here",
                        scene -> scene.holders.put("drgroup/core", "ghost")),
                new Case("other-moves", WARNING, "Drill friday runs and will be interrupted",
                        scene -> scene.drills.add(new RunningDrill("friday", Set.of("drgroup/core")))),
                new Case("other-moves", FAILED, "Drill friday runs", scene -> {
                    scene.origin = SwitchOrigin.DRILL;
                    scene.drills.add(new RunningDrill("friday", Set.of("drgroup/core")));
                }),
                new Case("other-moves", WARNING, "the shift of service/orders is narrower: orders will not move",
                        scene -> scene.shift(Scene.ORDERS, Map.of("idc-a", 100))),
                new Case("other-moves", FAILED, "the shift of idc/idc-a rules orders, stock instead",
                        scene -> scene.shift(Scene.IDC_A, Map.of("idc-a", 50, "idc-b", 50))));
    }

    private static List<Case> target() {
        return List.of(new Case("target-healthy", PASSED, "2 Services have all their instances healthy in idc-b",
                _ -> {}),
                new Case("target-healthy", WARNING, "orders has 1 of 2 instances healthy in idc-b",
                        scene -> scene.imported("idc-b", "orders", 2, 1, 0)),
                new Case("target-healthy", FAILED, "orders has 0 of 2 instances healthy in idc-b, and 1 in idc-a",
                        scene -> scene.imported("idc-b", "orders", 2, 0, 0)),
                new Case("target-healthy", FAILED, "orders has 0 of 0 instances healthy in idc-b",
                        scene -> scene.without(Kind.SERVICE_ENTRY, "orders.idc-b")),
                new Case("target-healthy", WARNING, "and none in idc-a either", scene -> {
                    scene.imported("idc-b", "orders", 2, 0, 0);
                    scene.put("orders-1", Scene.workload("orders", WorkloadState.DOWN));
                }),
                new Case("capacity", PASSED, "idc-b would carry 600 of 1000 requests/s (60 %)", _ -> {}),
                new Case("capacity", FAILED, "idc-b would carry 600 of 1000 requests/s (60 %), allowed are 50 %",
                        scene -> scene.targetLoad = 50),
                new Case("capacity", PASSED, "idc-b would carry 400 of 1000 requests/s (40 %)",
                        scene -> scene.steps = List.of(50)),
                new Case("capacity", PASSED, "idc-b would carry 400 of 1000 requests/s (40 %)", scene -> {
                    scene.shift(Scene.CORE, Map.of("idc-a", 50, "idc-b", 50));
                    for (String service : List.of("orders", "stock")) {
                        scene.measured(service, "idc-a", 100, Map.of("idc-a", 50.0, "idc-b", 50.0));
                        scene.measured(service, "idc-b", 100, Map.of("idc-a", 50.0, "idc-b", 50.0));
                    }
                }),
                new Case("capacity", WARNING, "Idc idc-b declares no capacity; it would carry 600 requests/s",
                        scene -> scene.put("idc-b", new IdcSpec(null, null, List.of(), List.of(), 0))),
                new Case("capacity", WARNING, "nothing is measured of stock", scene -> scene.traffic.remove("stock")),
                new Case("capacity", FAILED,
                        "orders would get 300 of the 350 requests/s that its healthy instances in idc-b carry",
                        scene -> scene.imported("idc-b", "orders", 2, 2, 350)),
                new Case("capacity", PASSED, "idc-b would carry 600",
                        scene -> scene.imported("idc-b", "orders", 2, 2, 375)));
    }

    private static List<Case> fleet() {
        return List.of(new Case("sync-fresh", PASSED, "idc-b heard 300 ms ago, and it hears idc-a", _ -> {}),
                new Case("sync-fresh", FAILED, "nothing was ever heard from idc-b", scene -> scene.peers.clear()),
                new Case("sync-fresh", PASSED, "idc-b is heard, and it hears idc-a",
                        scene -> scene.peers.put("idc-b", new PeerLink(true, null, true))),
                new Case("sync-fresh", FAILED, "nothing was heard from idc-b for 90000 ms",
                        scene -> scene.peers.put("idc-b", new PeerLink(false, Duration.ofSeconds(90), true))),
                new Case("sync-fresh", FAILED, "idc-b does not hear idc-a",
                        scene -> scene.peers.put("idc-b", new PeerLink(true, Duration.ofSeconds(1), false))),
                new Case("sync-fresh", WARNING, "whether idc-b hears idc-a is not known",
                        scene -> scene.peers.put("idc-b", new PeerLink(true, Duration.ofSeconds(1), null))),
                new Case("fleet-acks", PASSED, "idc-a: 100 of 100 (100.0 %) have Acked everything", _ -> {}),
                new Case("fleet-acks", WARNING, "idc-a: 99 of 100 (99.0 %) have Acked everything; late are gw-7",
                        scene -> scene.fleets.put("idc-a", new Fleet(100, 99, List.of("gw-7")))),
                new Case("fleet-acks", FAILED, "idc-b: 49 of 50 (98.0 %) have Acked everything; late are gw-9",
                        scene -> scene.fleets.put("idc-b", new Fleet(50, 49, List.of("gw-9")))),
                new Case("fleet-acks", WARNING, "the data planes of idc-b are not known here",
                        scene -> scene.fleets.remove("idc-b")),
                new Case("fleet-acks", FAILED, "no data plane of idc-b is connected",
                        scene -> scene.fleets.put("idc-b", new Fleet(0, 0, List.of()))),
                new Case("fleet-acks", WARNING, "no data plane of idc-a is connected",
                        scene -> scene.fleets.put("idc-a", new Fleet(0, 0, List.of()))),
                new Case("control-nodes", PASSED, "2 live: control-1, control-2", _ -> {}),
                new Case("control-nodes", WARNING, "1 control node lives in idc-a",
                        scene -> scene.nodes.remove("control-2")),
                new Case("control-nodes", WARNING, "the registry is embedded", scene -> scene.embedded = true),
                new Case("clocks", PASSED, "1 clocks compared", _ -> {}),
                new Case("clocks", FAILED, "the clock of gw-b-2 in idc-b is 2001 ms behind",
                        scene -> scene.clocks.add(new ClockSeen("idc-b", "gw-b-2", Duration.ofMillis(-2001)))),
                new Case("clocks", PASSED, "2 clocks compared",
                        scene -> scene.clocks.add(new ClockSeen("idc-b", "gw-b-2", Duration.ofMillis(2000)))),
                new Case("clocks", WARNING, "no other clock is known", scene -> scene.clocks.clear()),
                new Case("held-updates", PASSED, "1 updates are held that have nothing to do with it",
                        scene -> scene.held.add(new HeldUpdate("idc-b", "other", "5 of 9 gone"))),
                new Case("held-updates", WARNING, "orders of idc-b: 5 of 9 gone",
                        scene -> scene.held.add(new HeldUpdate("idc-b", "orders", "5 of 9 gone"))),
                new Case("held-updates", WARNING, "the list of Services of idc-b: half are gone",
                        scene -> scene.held.add(new HeldUpdate("idc-b", "", "half are gone"))));
    }

    /** The source is dead, and the plan is made where traffic is to go. */
    private static List<Case> modes() {
        List<Case> cases = new ArrayList<>();
        Consumer<Scene> dead = scene -> {
            scene.mode = SwitchMode.UNGRACEFUL;
            scene.group("core", 1, "idc-a", "idc-b", "idc-c");
            scene.peers.put("idc-c", new PeerLink(true, Duration.ofSeconds(1), true));
            scene.fleets.put("idc-c", new Fleet(5, 5, List.of()));
            scene.fleets.remove("idc-a");
            scene.clocks.add(new ClockSeen("idc-a", "gw-a-1", Duration.ofHours(1)));
        };
        cases.add(new Case("fleet-acks", SKIPPED, "the data planes of idc-a are not asked; idc-b: 50 of 50", dead));
        cases.add(new Case("clocks", SKIPPED, "not looked at: gw-a-1; 1 clocks compared", dead));
        cases.add(new Case("sync-fresh", FAILED, "nothing was heard from idc-c for 90000 ms", dead
                .andThen(scene -> scene.peers.put("idc-c", new PeerLink(false, Duration.ofSeconds(90), true)))));
        cases.add(new Case("target-healthy", FAILED, "orders has 0 of 2", dead
                .andThen(scene -> scene.imported("idc-b", "orders", 2, 0, 0))));
        cases.add(new Case("limits", FAILED, "moves are frozen", dead.andThen(scene -> scene.limits(FROZEN))));
        Consumer<Scene> emergency = scene -> scene.mode = SwitchMode.EMERGENCY;
        cases.add(new Case("sync-fresh", FAILED, "nothing was ever heard from idc-b",
                emergency.andThen(scene -> scene.peers.clear())));
        cases.add(new Case("fleet-acks", FAILED, "idc-a: 90 of 100", emergency
                .andThen(scene -> scene.fleets.put("idc-a", new Fleet(100, 90, List.of())))));
        cases.add(new Case("clocks", FAILED, "3600000 ms ahead", emergency
                .andThen(scene -> scene.clocks.add(new ClockSeen("idc-a", "gw-a-1", Duration.ofHours(1))))));
        return cases;
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void theItemTellsWhatIsDifferent(Case each) {
        Scene scene = new Scene();
        each.different().accept(scene);
        Planner.Planned planned = scene.planned();
        SwitchCheck check = planned.checks().stream().filter(found -> found.item().equals(each.item())).findFirst()
                .orElseThrow();
        assertThat(check.outcome()).as(check.how()).isEqualTo(each.outcome());
        assertThat(check.how()).contains(each.how());
        assertThat(planned.plan() == null).as("a plan is ready when all allow it: %s", planned.checks())
                .isEqualTo(planned.checks().stream().anyMatch(found -> found.outcome() == FAILED));
        assertThat(planned.event() instanceof SwitchOverEvent.ChecksPassed).isEqualTo(planned.plan() != null);
        assertThat(planned.checks()).as("the whole list, whatever came out").extracting(SwitchCheck::item)
                .containsExactlyElementsOf(Stream.of(Item.values()).map(Item::word).toList());
    }

    /** A deadly thing is found by its own item alone, else nobody knows what to do about it. */
    @Test
    void inAFleetInWhichAllIsWellEveryItemPasses() {
        assertThat(new Scene().planned().checks()).allMatch(check -> check.outcome() == PASSED)
                .noneMatch(check -> check.why().isBlank() || check.action().isBlank() || check.how().isBlank());
    }

    @Test
    void everyItemIsInTheCorpusWithAllThatCanComeOut() {
        Map<String, Set<SwitchCheck.Outcome>> seen = new TreeMap<>();
        corpus().forEach(each -> seen.computeIfAbsent(each.item(), _ -> new java.util.TreeSet<>())
                .add(each.outcome()));
        assertThat(seen.keySet()).containsExactlyInAnyOrderElementsOf(
                Stream.of(Item.values()).map(Item::word).toList());
        assertThat(seen.get("fleet-acks")).containsExactlyInAnyOrder(SwitchCheck.Outcome.values());
    }
}
