package io.spillway.control.switchover.plan;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.spillway.model.resource.DrGroupLimits;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.WorkloadState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What people approve is what is carried out: the plan says all of it, and is void when its ground moves. */
class FrozenPlanTest {

    @Test
    void thePlanSaysWhatMovesAndWhatStood() {
        Scene scene = new Scene().shift(Scene.CORE, Map.of("idc-a", 90, "idc-b", 10));
        SwitchOverPlan plan = scene.plan();
        assertThat(plan.baseline()).containsExactly(scene.state.shift(Scene.CORE));
        assertThat(plan.idcs()).containsExactly("idc-a", "idc-b");
        assertThat(plan.locks()).containsExactly("drgroup/core");
        assertThat(plan.moves()).as("nine tenths of what both IDCs' gateways send")
                .isEqualTo(Map.of("orders", 270.0, "stock", 270.0));
        assertThat(plan.predictedLoad()).isEqualTo(74, within(1e-9));
        assertThat(plan.until()).isEqualTo(Scene.NOW.plus(Duration.ofMinutes(15)));
        assertThat(plan.checks()).isEqualTo(scene.planned().checks());
        assertThat(plan.approvals()).isZero();
    }

    @Test
    void whatIsClearedIsNoBaselineAndWhatIsNotKnownIsNotSaid() {
        Scene scene = new Scene().shift(Scene.CORE, Map.of("idc-a", 90, "idc-b", 10));
        scene.shift(Objects.requireNonNull(scene.state.shift(Scene.CORE)).clear("over"));
        scene.traffic.clear();
        assertThat(scene.plan().baseline()).isEmpty();
        assertThat(scene.plan().moves()).isEmpty();
        assertThat(scene.plan().predictedLoad()).isNaN();
    }

    @Test
    void anIdcLocksItsDrGroupsAndAServiceItsOwn() {
        Scene scene = new Scene().group("other", 1, "idc-a", "idc-b").group("third", 1, "idc-b", "idc-c");
        scene.put("mail", ServiceSpec.of(List.of("mail.test"), "other")).imported("idc-b", "mail", 1, 1, 0);
        scene.scopes = List.of(Scene.IDC_A);
        assertThat(scene.plan().locks()).containsExactlyInAnyOrder("drgroup/core", "drgroup/other");
        scene.scopes = List.of(Scene.ORDERS);
        assertThat(scene.plan().locks()).containsExactly("drgroup/core");
        assertThat(scene.plan().moves().keySet()).containsExactly("orders");
        scene.put("alone", ServiceSpec.of(List.of("alone.test"), null)).imported("idc-b", "alone", 1, 1, 0);
        scene.peers.put("idc-c", new PlanGround.PeerLink(true, Duration.ofSeconds(1), true));
        scene.scopes = List.of(new ShiftScope.ServiceScope("alone"));
        assertThat(scene.plan().locks()).containsExactly("service/alone");
        assertThat(scene.plan().idcs()).containsExactly("idc-a", "idc-b", "idc-c");
    }

    @Test
    void whoMovesMuchNeedsSomebodyElse() {
        assertThat(approvals(new Scene(), 100)).isZero();
        assertThat(approvals(new Scene(), 66)).as("400 of 600 requests/s move").isOne();
        assertThat(approvals(new Scene(), 67)).isZero();
        Scene half = new Scene();
        half.steps = List.of(50);
        assertThat(approvals(half, 66)).isZero();
        Scene blind = new Scene();
        blind.traffic.remove("stock");
        assertThat(approvals(blind, 99)).as("nobody knows how much it is").isOne();
        assertThat(approvals(blind, 100)).isZero();
    }

    private static int approvals(Scene scene, int above) {
        return scene.limits(new DrGroupLimits(false, null, List.of(), above)).plan().approvals();
    }

    static Stream<Consumer<Scene>> moved() {
        return Stream.of(scene -> scene.put("idc-b", new IdcSpec(null, null, List.of(), List.of(), 2000)),
                scene -> scene.limits(new DrGroupLimits(false, null, List.of(), 99)),
                scene -> scene.put("orders", ServiceSpec.of(List.of("orders.test", "o.test"), "core")),
                scene -> scene.put("third", ServiceSpec.of(List.of("third.test"), "core")),
                scene -> scene.without(Kind.SERVICE, "stock"),
                scene -> scene.shift(Scene.CORE, Map.of("idc-a", 99, "idc-b", 1)),
                scene -> scene.shift(Scene.ORDERS, Map.of("idc-a", 100)),
                scene -> scene.shift(new ShiftScope.IdcScope("idc-b"), Map.of("idc-b", 100)),
                scene -> scene.now = Scene.NOW.plus(Duration.ofMinutes(15)));
    }

    @ParameterizedTest
    @MethodSource("moved")
    void whatItWasMadeFromMovesAndThePlanIsVoid(Consumer<Scene> move) {
        Scene scene = new Scene();
        SwitchOverPlan plan = scene.plan();
        assertThat(scene.invalid(plan)).isNull();
        move.accept(scene);
        assertThat(scene.invalid(plan)).isNotNull();
    }

    @Test
    void whatComesAndGoesAllTheTimeDoesNotVoidIt() {
        Scene scene = new Scene();
        SwitchOverPlan plan = scene.plan();
        scene.put("orders-1", Scene.workload("orders", WorkloadState.DOWN)).imported("idc-b", "orders", 2, 1, 0);
        scene.put("elsewhere", ServiceSpec.of(List.of("x.test"), null)).group("other", 1, "idc-c");
        scene.shift(new ShiftScope.DrGroupScope("other"), Map.of("idc-c", 100));
        scene.now = Scene.NOW.plus(Duration.ofMinutes(14));
        assertThat(scene.invalid(plan)).isNull();
    }

    @Test
    void theHashIsOfAllOfItAndOfWhatWasAsked() {
        Scene scene = new Scene();
        SwitchOverPlan plan = scene.plan();
        assertThat(scene.plan().hash()).as("the same twice").isEqualTo(plan.hash()).hasSize(64);
        scene.exclude = true;
        assertThat(scene.plan().hash()).isNotEqualTo(plan.hash());
        scene.exclude = false;
        scene.clocks.add(new PlanGround.ClockSeen("idc-b", "gw-b-2", Duration.ZERO));
        assertThat(scene.plan().hash()).as("what the checks told").isNotEqualTo(plan.hash());
        scene.clocks.removeLast();
        scene.now = Scene.NOW.plusSeconds(1);
        assertThat(scene.plan().hash()).isNotEqualTo(plan.hash());
    }
}
