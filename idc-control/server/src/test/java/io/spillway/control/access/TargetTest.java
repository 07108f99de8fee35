package io.spillway.control.access;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.Gates;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.Spec;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A write is of the DrGroup that it is of, and of the one that it was of. */
class TargetTest {

    private final Map<String, Resource> stored = new HashMap<>();

    private void store(String name, Spec spec) {
        stored.put(spec.kind() + name, Resource.of(name, spec));
    }

    private List<Target> of(String name, Spec written) {
        return Target.of(written.kind(), name, Resource.of(name, written), this::known, this::known);
    }

    private @Nullable Resource known(Kind kind, String name) {
        return stored.get(kind + name);
    }

    private static Spec service(@Nullable String drGroup) {
        return ServiceSpec.of(List.of("orders.example"), drGroup);
    }

    private static Spec workload(String service) {
        return new WorkloadEntrySpec(service, "default", "a-primary", "10.0.0.1", 8080, 100, WorkloadState.UP, Map.of(),
                null);
    }

    private static Spec shift(ShiftScope scope) {
        return new TrafficShiftSpec(scope, Map.of("idc-a", 100), Set.of(), "why", null, OnExpiry.ALARM, false, null,
                null);
    }

    private static Target group(@Nullable String drGroup) {
        return new Target(drGroup, null);
    }

    @Test
    void aServiceIsOfTheGroupItNamesAndOfTheOneItLeaves() {
        assertThat(of("orders", service("orders"))).containsExactly(group("orders"));
        store("orders", service("payments"));
        assertThat(of("orders", service("orders"))).containsExactly(group("orders"), group("payments"));
        assertThat(of("orders", service("payments"))).containsExactly(group("payments"));
        assertThat(of("orders", service(null))).containsExactly(group(null), group("payments"));
    }

    @Test
    void whatIsDeletedIsOfTheGroupThatItIsOf() {
        store("orders", service("payments"));
        assertThat(Target.of(Kind.SERVICE, "orders", null, this::known, this::known))
                .containsExactly(group("payments"));
        assertThat(Target.of(Kind.SERVICE, "none", null, this::known, this::known)).containsExactly(group(null));
    }

    @Test
    void aWorkloadIsOfTheGroupsOfItsServices() {
        store("orders", service("orders"));
        store("payments", service("payments"));
        assertThat(of("w", workload("orders"))).containsExactly(group("orders"));
        store("w", workload("payments"));
        assertThat(of("w", workload("orders"))).containsExactly(group("orders"), group("payments"));
        assertThat(of("v", workload("nowhere"))).containsExactly(group(null));
    }

    @Test
    void whatIsWrittenTogetherIsJudgedByWhatIsWritten() {
        store("orders", service("payments"));
        Resource written = Resource.of("orders", service("orders"));
        BiFunction<Kind, String, @Nullable Resource> after = (kind, name) -> kind == Kind.SERVICE
                ? written
                : known(kind, name);
        assertThat(Target.of(Kind.WORKLOAD_ENTRY, "w", Resource.of("w", workload("orders")), this::known, after))
                .containsExactly(group("orders"));
        assertThat(Target.of(Kind.SERVICE, "orders", written, this::known, after)).as("the service is not his to take")
                .contains(group("payments"));
    }

    @Test
    void aShiftIsOfWhatItMoves() {
        store("orders", service("payments"));
        assertThat(of("drgroup.orders", shift(new ShiftScope.DrGroupScope("orders")))).containsExactly(group("orders"),
                new Target("orders", "idc-a"));
        assertThat(of("service.orders", shift(new ShiftScope.ServiceScope("orders"))))
                .containsExactly(group("payments"), new Target("payments", "idc-a"));
        assertThat(of("idc.idc-b", shift(new ShiftScope.IdcScope("idc-b")))).containsExactly(new Target(null, "idc-b"),
                new Target(null, "idc-a"));
    }

    /** Else the operators of one IDC could empty another, or load it, by a shift where a switch-over would be refused them. */
    @Test
    void aShiftIsOfAllIdcsWhoseTrafficItMovesOrTakes() {
        ShiftScope scope = new ShiftScope.DrGroupScope("core");
        store("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1));
        assertThat(of("drgroup.core", shift(scope))).as("what idc-b's gateways have goes to idc-a")
                .containsExactly(group("core"), new Target("core", "idc-a"), new Target("core", "idc-b"));
        Spec at = new TrafficShiftSpec(scope, Map.of(), Map.of("idc-b", Map.of("idc-c", 100, "idc-b", 0)),
                Set.of("idc-d"), "why", null, OnExpiry.ALARM, false, null, null);
        assertThat(of("drgroup.core", at)).containsExactly(group("core"), new Target("core", "idc-b"),
                new Target("core", "idc-c"), new Target("core", "idc-d"));
    }

    /** Else whoever runs orders could give an instance of his to payments, by a label. */
    @Test
    void aWorkloadIsOfTheServicesThatTakeItByItsLabelsToo() {
        store("orders", service("orders"));
        store("payments", service("payments"));
        assertThat(Target.of(Kind.WORKLOAD_ENTRY, "w", Resource.of("w", workload("orders")), this::known, this::known,
                _ -> Set.of("orders", "payments", "nowhere"))).containsExactly(group("orders"), group("payments"));
    }

    @Test
    void aSwitchOverIsOfWhatItMovesAndOfBothItsEnds() {
        store("orders", service("payments"));
        assertThat(of("x", switchOver(new ShiftScope.ServiceScope("orders")))).containsExactly(group("payments"),
                new Target("payments", "idc-a"), new Target("payments", "idc-b"));
        assertThat(of("x", switchOver(new ShiftScope.IdcScope("idc-a")))).containsExactly(new Target(null, "idc-a"),
                new Target(null, "idc-b"));
        store("x", switchOver(new ShiftScope.DrGroupScope("core")));
        assertThat(Target.of(Kind.SWITCH_OVER, "x", null, this::known, this::known)).as("what is said to it")
                .containsExactly(group("core"), new Target("core", "idc-a"), new Target("core", "idc-b"));
    }

    private static Spec switchOver(ShiftScope scope) {
        return new SwitchOverSpec(List.of(scope), "idc-a", "idc-b", SwitchOverSpec.STEPS, SwitchOverSpec.SOAK,
                Gates.DEFAULT, SwitchMode.GRACEFUL, SwitchOverSpec.NO_FENCE, false, SwitchOverSpec.EXPIRES,
                OnExpiry.ALARM, "why", null);
    }
}
