package io.spillway.control.switchover.plan;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.spillway.control.service.WriteResult;
import io.spillway.control.state.ResourceKeys;
import io.spillway.model.resource.DrGroupLimits;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.TrafficShiftSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Between the plan and the start somebody else acts: the write is judged by what stands then, not by the plan. */
class RulesTest {

    private static final DrGroupLimits FROZEN = new DrGroupLimits(true, null, List.of(), 100);
    private static final DrGroupLimits CHRISTMAS = new DrGroupLimits(false, null,
            List.of(new DrGroupLimits.Freeze(Scene.NOW, Scene.NOW.plusSeconds(60), "Christmas")), 100);

    /** What happens after the plan was made, and the guard that refuses then. */
    record Case(String guard, Map<String, String> figures, Consumer<Scene> asked, Consumer<Scene> meanwhile) {

        @Override
        public String toString() {
            return guard + " " + figures;
        }
    }

    static Stream<Case> refused() {
        return Stream.of(
                new Case("moves_frozen", Map.of("drGroup", "core"), _ -> {}, scene -> scene.limits(FROZEN)),
                new Case("freeze_window", Map.of("drGroup", "core"), _ -> {}, scene -> scene.limits(CHRISTMAS)),
                new Case("min_active", Map.of("active", "1", "minActive", "2"), scene -> {
                    scene.group("core", 2, "idc-a", "idc-b", "idc-c");
                    scene.peers.put("idc-c", scene.peers.get("idc-b"));
                    scene.exclude = true;
                }, scene -> scene.shift(new ShiftScope.ServiceScope("stock"), Map.of("idc-a", 100), "idc-c")),
                new Case("capacity", Map.of("predicted", "1200", "capacity", "1000", "allowedPercent", "80"), _ -> {},
                        scene -> scene.measured("orders", "idc-b", 700, Map.of("idc-b", 700.0))));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatChangedSinceThePlanCounts(Case each) {
        Scene scene = new Scene();
        each.asked().accept(scene);
        SwitchOverSpec ready = scene.standing(SwitchOverState.READY);
        assertThat(Rules.move(Scene.ID, ready, scene.ground())).isInstanceOf(Ruling.Allowed.class);
        each.meanwhile().accept(scene);
        assertThat(Rules.move(Scene.ID, ready, scene.ground())).isInstanceOfSatisfying(Ruling.Refused.class,
                refused -> {
                    WriteResult.Guarded guarded = refused.guarded();
                    assertThat(guarded.guard()).isEqualTo(each.guard());
                    assertThat(guarded.figures()).containsAllEntriesOf(each.figures());
                    assertThat(guarded.detail()).isNotBlank();
                });
    }

    @Test
    void whoGoesBeforeAnotherInterruptsItAndElseWaits() {
        for (SwitchOrigin origin : SwitchOrigin.values()) {
            for (SwitchOrigin other : SwitchOrigin.values()) {
                Scene scene = new Scene();
                scene.origin = origin;
                SwitchOverSpec ready = scene.standing(SwitchOverState.READY);
                scene.rival("evening", other, SwitchOverState.SHIFTING, "drgroup/core");
                Ruling ruling = Rules.move(Scene.ID, ready, scene.ground());
                if (origin.compareTo(other) < 0) {
                    assertThat(ruling).isInstanceOfSatisfying(Ruling.Preempts.class,
                            preempts -> assertThat(preempts.switchOvers()).containsExactly("evening"));
                } else {
                    assertThat(ruling).isInstanceOfSatisfying(Ruling.Waits.class,
                            waits -> assertThat(waits.detail()).contains("evening"));
                }
                assertThat(ruling.ground().leansOn()).contains(new ResourceKeys.Id(Kind.SWITCH_OVER, "evening"));
            }
        }
    }

    /** Half of what shall move has moved: only the other half is still to come, and its own shift is not somebody else's. */
    @Test
    void whoGoesOnIsJudgedByWhatIsStillToCome() {
        Scene scene = new Scene();
        scene.steps = List.of(25, 50);
        SwitchOverPlan plan = scene.plan();
        scene.shift(new TrafficShiftSpec(Scene.CORE, Map.of(),
                Map.of("idc-a", Map.of("idc-a", 75, "idc-b", 25), "idc-b", Map.of("idc-b", 100)), Set.of(), "test",
                null, OnExpiry.ALARM, false, new Generation(2, "idc-a"), "ann"));
        for (String service : List.of("orders", "stock")) {
            scene.measured(service, "idc-a", 200, Map.of("idc-a", 150.0, "idc-b", 50.0));
        }
        SwitchOverSpec paused = scene.standing(SwitchOverState.PAUSED, plan);
        assertThat(Rules.move(Scene.ID, paused, scene.ground())).isInstanceOf(Ruling.Allowed.class);
        scene.targetLoad = 39;
        assertThat(Rules.move(Scene.ID, scene.standing(SwitchOverState.PAUSED, plan), scene.ground()))
                .as("300 are there and 100 come").isInstanceOf(Ruling.Refused.class);
        scene.targetLoad = 40;
        assertThat(Rules.move(Scene.ID, scene.standing(SwitchOverState.PAUSED, plan), scene.ground()))
                .isInstanceOf(Ruling.Allowed.class);
    }

    @Test
    void itLeansOnWhatItWasJudgedBy() {
        Scene scene = new Scene();
        Ruling.Ground ground = Rules.move(Scene.ID, scene.standing(SwitchOverState.READY), scene.ground()).ground();
        assertThat(ground.leansOn()).containsExactlyInAnyOrder(new ResourceKeys.Id(Kind.IDC, "idc-b"),
                new ResourceKeys.Id(Kind.DR_GROUP, "core"), new ResourceKeys.Id(Kind.TRAFFIC_SHIFT, "drgroup.core"));
        assertThat(ground.marks()).isEmpty();
        scene.exclude = true;
        assertThat(Rules.move(Scene.ID, scene.standing(SwitchOverState.READY), scene.ground()).ground().marks())
                .containsExactly(ResourceKeys.EXCLUSION);
    }

    /** An operator's own shift came after the start; the last step would leave one IDC too few. */
    @Test
    void theShiftsOfAStepAreJudgedTogetherWithAllOthers() {
        Scene scene = new Scene().group("core", 2, "idc-a", "idc-b", "idc-c");
        TrafficShiftSpec last = new TrafficShiftSpec(Scene.CORE, Map.of("idc-b", 100), Set.of("idc-a"), "last step",
                null, OnExpiry.ALARM, false, null, null);
        assertThat(Rules.shifts(List.of(last), scene.state)).isInstanceOfSatisfying(Ruling.Allowed.class,
                allowed -> assertThat(allowed.ground().marks()).containsExactly(ResourceKeys.EXCLUSION));
        scene.shift(Scene.ORDERS, Map.of("idc-a", 100), "idc-c");
        assertThat(Rules.shifts(List.of(last), scene.state)).isInstanceOfSatisfying(Ruling.Refused.class,
                refused -> assertThat(refused.guarded().guard()).isEqualTo("min_active"));
    }

    @Test
    void aSwitchOverWithoutAPlanHasNothingToJudge() {
        Scene scene = new Scene();
        assertThatThrownBy(() -> Rules.move(Scene.ID, scene.asked(), scene.ground()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
