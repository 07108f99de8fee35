package io.spillway.model.validation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.model.document.Violation;
import io.spillway.model.resource.ClusterRole;
import io.spillway.model.resource.ClusterSpec;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.Gates;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.Spec;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WeightedGroup;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WriteValidationTest {

    private static final ShiftScope CORE = new ShiftScope.DrGroupScope("core");

    private final List<Resource> there = new ArrayList<>(List.of(Resource.of("idc-a", idc()),
            Resource.of("idc-b", idc()), Resource.of("idc-c", idc()),
            Resource.of("a-primary", new ClusterSpec("idc-a", ClusterRole.PRIMARY)),
            Resource.of("b-primary", new ClusterSpec("idc-b", ClusterRole.PRIMARY)),
            Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1)),
            Resource.of("orders", ServiceSpec.of(List.of("orders.example"), "core")),
            Resource.of("orders-1", workload("a-primary", WorkloadState.UP)),
            Resource.of("orders.idc-b", imported("idc-b", 2))));

    @Test
    void aDrGroupThatAServiceNamesCannotBeDeleted() {
        assertThat(validation().delete(Kind.DR_GROUP, "core")).isEqualTo(new WriteVerdict.Guarded("dr_group_in_use",
                "DrGroup core is named by services orders; change or delete these first", Map.of("services", 1L)));
        assertThat(validation().delete(Kind.DR_GROUP, "other")).isEqualTo(WriteVerdict.ACCEPTED);
    }

    @Test
    void whatOthersNameCannotBeDeletedAndTheOthersAreNamed() {
        there.add(shift(Map.of("idc-a", 100), Set.of()));
        for (int i = 2; i <= 8; i++) {
            there.add(Resource.of("orders-" + i, workload("a-primary", WorkloadState.UP)));
        }
        assertThat(validation().delete(Kind.DR_GROUP, "core")).isEqualTo(new WriteVerdict.Guarded("dr_group_in_use",
                "DrGroup core is named by services orders, and by shifts drgroup.core; change or delete these first",
                Map.of("services", 1L, "shifts", 1L)));
        assertThat(validation().delete(Kind.CLUSTER, "a-primary")).isEqualTo(new WriteVerdict.Guarded("cluster_in_use",
                "Cluster a-primary is named by workloads orders-1, orders-2, orders-3, orders-4, orders-5 and 3 more; "
                        + "change or delete these first",
                Map.of("workloads", 8L)));
        assertThat(validation().delete(Kind.IDC, "idc-a")).isInstanceOf(WriteVerdict.Guarded.class);
        assertThat(validation().delete(Kind.SERVICE, "orders")).isInstanceOf(WriteVerdict.Guarded.class);
        assertThat(validation().delete(Kind.WORKLOAD_ENTRY, "orders-1")).isEqualTo(WriteVerdict.ACCEPTED);
    }

    @Test
    void aShiftThatWouldLeaveNoActiveIdcIsRefusedByAGuard() {
        assertThat(write(shift(Map.of("idc-a", 100), Set.of("idc-a", "idc-b"))))
                .isEqualTo(new WriteVerdict.Guarded("min_active",
                        "the shift of drgroup/core would leave no active IDC, minActive is 1",
                        Map.of("active", 0L, "minActive", 1L)));
    }

    @Test
    void aShiftThatWouldLeaveFewerThanMinActiveIsRefusedByAGuard() {
        there.add(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 2)));
        assertThat(write(shift(Map.of("idc-a", 100), Set.of("idc-b")))).isEqualTo(new WriteVerdict.Guarded("min_active",
                "the shift of drgroup/core would leave 1 active, minActive is 2",
                Map.of("active", 1L, "minActive", 2L)));
    }

    /** Each of the two leaves two of three; together they leave one. */
    @Test
    void shiftsOfDifferentScopesLeaveMinActiveTogether() {
        there.add(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b", "idc-c"), 2)));
        Resource service = excluding(new ShiftScope.ServiceScope("orders"), "idc-c");
        assertThat(write(service)).isEqualTo(WriteVerdict.ACCEPTED);
        there.add(service);
        assertThat(write(excluding(CORE, "idc-b"))).isEqualTo(new WriteVerdict.Guarded("min_active",
                "the shift of drgroup/core would leave 1 active of drgroup/core, minActive is 2; "
                        + "idc-c is excluded by the shift of service/orders",
                Map.of("active", 1L, "minActive", 2L)));
        assertThat(write(excluding(CORE, "idc-c"))).as("excludes nothing that is not").isEqualTo(WriteVerdict.ACCEPTED);
        assertThat(write(excluding(new ShiftScope.IdcScope("idc-b"), "idc-b")))
                .isInstanceOf(WriteVerdict.Guarded.class);
        assertThat(write(service, excluding(new ShiftScope.IdcScope("idc-b"), "idc-b")))
                .as("neither when they come together").isInstanceOf(WriteVerdict.Guarded.class);
        there.add(Resource.of("service.orders", new TrafficShiftSpec(new ShiftScope.ServiceScope("orders"), Map.of(),
                Set.of(), "over", null, OnExpiry.ALARM, true, null, null)));
        assertThat(write(excluding(CORE, "idc-b"))).isEqualTo(WriteVerdict.ACCEPTED);
    }

    private static Resource excluding(ShiftScope scope, String idc) {
        return Resource.of(scope.resourceName(), new TrafficShiftSpec(scope, Map.of("idc-a", 100), Set.of(idc), "test",
                null, OnExpiry.ALARM, false, null, null));
    }

    @Test
    void aShiftToAnIdcWhereNothingServesIsRefusedByAGuard() {
        there.add(Resource.of("orders.idc-b", imported("idc-b", 0)));
        assertThat(write(shift(Map.of("idc-b", 100, "idc-a", 0), Set.of())))
                .isEqualTo(new WriteVerdict.Guarded("no_active_idc",
                        "the shift of drgroup/core to idc-b would leave no active IDC for orders: "
                                + "no healthy instance there",
                        Map.of("services", 1L)));
        assertThat(write(shift(Map.of("idc-a", 50, "idc-b", 50), Set.of()))).isEqualTo(WriteVerdict.ACCEPTED);
    }

    @Test
    void aShiftCountsWhatIsHealthyHereOnlyWhenItIsUp() {
        there.add(Resource.of("orders-1", workload("a-primary", WorkloadState.DRAINING)));
        assertThat(write(shift(Map.of("idc-a", 100), Set.of()))).isInstanceOf(WriteVerdict.Guarded.class);
        assertThat(write(shift(Map.of("idc-b", 100), Set.of()))).isEqualTo(WriteVerdict.ACCEPTED);
    }

    /** What it does not move must not hold it back at 3 a.m. */
    @Test
    void aShiftOfAnIdcIsJudgedByTheServicesWhoseDrGroupHasThatIdc() {
        there.add(Resource.of("elsewhere", new DrGroupSpec(List.of("idc-a", "idc-c"), 1)));
        there.add(Resource.of("stock", ServiceSpec.of(List.of("stock.example"), "elsewhere")));
        there.add(Resource.of("stock-1", new WorkloadEntrySpec("stock", "default", "a-primary", "10.0.0.3", 8080, 100,
                WorkloadState.UP, Map.of(), null)));
        Map<String, Integer> toB = Map.of("idc-a", 0, "idc-b", 100);
        assertThat(write(shiftOfIdc("idc-b", toB))).isEqualTo(WriteVerdict.ACCEPTED);
        assertThat(write(shiftOfIdc("idc-a", toB))).isInstanceOfSatisfying(WriteVerdict.Guarded.class,
                guarded -> assertThat(guarded.detail()).contains("for stock: no healthy instance there"));
    }

    private static Resource shiftOfIdc(String idc, Map<String, Integer> weights) {
        return Resource.of("idc." + idc, new TrafficShiftSpec(new ShiftScope.IdcScope(idc), weights, Set.of(), "test",
                null, OnExpiry.ALARM, false, null, null));
    }

    @Test
    void aShiftCountsWhatIsSelectedByLabels() {
        ServiceSpec selecting = new ServiceSpec(List.of("orders.example"), Map.of("app", "orders"),
                ServiceSpec.DEFAULT_GROUPS, "core", ServicePolicy.DEFAULTS, ServiceSpec.EXPORT_TO_ALL);
        there.add(Resource.of("orders", selecting));
        there.add(Resource.of("orders-1", workload("a-primary", WorkloadState.DOWN)));
        assertThat(write(shift(Map.of("idc-a", 100), Set.of()))).isInstanceOf(WriteVerdict.Guarded.class);
        there.add(Resource.of("other-1", new WorkloadEntrySpec("other", "default", "a-primary", "10.0.0.2", 8080, 100,
                WorkloadState.UP, Map.of("app", "orders", "x", "y"), null)));
        assertThat(write(shift(Map.of("idc-a", 100), Set.of()))).isEqualTo(WriteVerdict.ACCEPTED);
    }

    @Test
    void aShiftMayBeClearedAtAnyTime() {
        TrafficShiftSpec cleared = new TrafficShiftSpec(CORE, Map.of(), Set.of(), "over", null, OnExpiry.ALARM, true,
                null, null);
        assertThat(write(Resource.of("drgroup.core", cleared))).isEqualTo(WriteVerdict.ACCEPTED);
    }

    @Test
    void aShiftNamesOnlyIdcsOfItsScope() {
        assertThat(messages(shift(Map.of("idc-a", 40, "idc-c", 60), Set.of("idc-x")))).containsExactlyInAnyOrder(
                "/spec/weights/idc-c: 60 (expected: an IDC of drgroup/core: idc-a, idc-b)",
                "/spec/excluded/0: \"idc-x\" (expected: an IDC of drgroup/core: idc-a, idc-b)");
        assertThat(messages(shift(Map.of("idc-a", 40, "idc-b", 60), Set.of("idc-b")))).containsExactly(
                "/spec/excluded/0: \"idc-b\" (expected: an IDC with weight 0; its weight is 60)");
        assertThat(messages(Resource.of("service.nope", new TrafficShiftSpec(new ShiftScope.ServiceScope("nope"),
                Map.of("idc-a", 100), Set.of(), "r", null, OnExpiry.ALARM, false, null, null))))
                .containsExactly("/spec/scope/service: \"nope\" (expected: a Service that exists)");
    }

    @Test
    void whatOneIdcsGatewaysDoNamesOnlyIdcsOfTheScopeAsWell() {
        assertThat(messages(shiftAt(Map.of("idc-b", Map.of("idc-a", 40, "idc-c", 60), "idc-x", Map.of("idc-a", 100)))))
                .containsExactlyInAnyOrder(
                        "/spec/weightsAt/idc-b/idc-c: 60 (expected: an IDC of drgroup/core: idc-a, idc-b)",
                        "/spec/weightsAt/idc-x: \"idc-x\" (expected: an IDC of drgroup/core: idc-a, idc-b)");
    }

    @Test
    void noIdcsGatewaysAreSentWhereNothingServes() {
        there.add(Resource.of("orders.idc-b", imported("idc-b", 0)));
        assertThat(write(shiftAt(Map.of("idc-b", Map.of("idc-a", 100))))).isEqualTo(WriteVerdict.ACCEPTED);
        assertThat(write(shiftAt(Map.of("idc-b", Map.of("idc-a", 100), "idc-a", Map.of("idc-b", 100)))))
                .isInstanceOf(WriteVerdict.Guarded.class);
    }

    private static Resource shiftAt(Map<String, Map<String, Integer>> weightsAt) {
        return Resource.of("drgroup.core", new TrafficShiftSpec(CORE, Map.of(), weightsAt, Set.of(), "test", null,
                OnExpiry.ALARM, false, null, null));
    }

    @Test
    void aSwitchOverIsNotWrittenAndNotDeletedWhileItHoldsTraffic() {
        SwitchOverSpec asked = new SwitchOverSpec(List.of(CORE), "idc-a", "idc-b", List.of(100), Duration.ZERO,
                Gates.DEFAULT, SwitchMode.GRACEFUL, SwitchOverSpec.NO_FENCE, false, SwitchOverSpec.EXPIRES,
                OnExpiry.ALARM,
                "test", null);
        assertThat(messages(Resource.of("evening", asked)))
                .containsExactly(
                        "/kind: \"SwitchOver\" (expected: a kind that is written so; a switch-over is made by"
                                + " POST /v1/switchovers (spillway switchover plan))");
        SwitchOverStatus drafted = SwitchOverStatus.drafted("idc-a", SwitchOrigin.MANUAL, "ann", Instant.EPOCH);
        there.add(Resource.of("evening", asked.with(drafted)));
        there.add(Resource.of("night", asked.with(drafted.change().to(SwitchOverState.SHIFTING).made(Instant.EPOCH,
                "start", "idc-a/control-1", ""))));
        assertThat(validation().delete(Kind.SWITCH_OVER, "evening")).isEqualTo(WriteVerdict.ACCEPTED);
        assertThat(validation().delete(Kind.SWITCH_OVER, "night")).isInstanceOfSatisfying(WriteVerdict.Guarded.class,
                guarded -> assertThat(guarded.guard()).isEqualTo("switchover_active"));
    }

    @Test
    void namesThatMustBeThereMayComeInTheSameWrite() {
        assertThat(messages(Resource.of("new", ServiceSpec.of(List.of("new.example"), "dr2"))))
                .containsExactly("/spec/drGroup: \"dr2\" (expected: a DrGroup that exists)");
        assertThat(validation().write(List.of(Resource.of("new", ServiceSpec.of(List.of("new.example"), "dr2")),
                Resource.of("dr2", new DrGroupSpec(List.of("idc-c"), 1))))).isEqualTo(WriteVerdict.ACCEPTED);
        assertThat(messages(Resource.of("new", ServiceSpec.of(List.of("new.example"), null)),
                Resource.of("dr2", new DrGroupSpec(List.of("idc-a", "idc-z"), 1))))
                .containsExactly("/1/spec/idcs/1: \"idc-z\" (expected: an Idc that exists)");
    }

    @Test
    void twoServicesCannotHaveOneHost() {
        assertThat(messages(Resource.of("other", ServiceSpec.of(List.of("a.example", "orders.example"), null))))
                .containsExactly("/spec/hosts/1: \"orders.example\" (expected: a host that no other Service has; "
                        + "Service orders has it)");
        assertThat(write(Resource.of("orders", ServiceSpec.of(List.of("orders.example", "o.example"), "core"))))
                .isEqualTo(WriteVerdict.ACCEPTED);
    }

    @Test
    void aWorkloadRegistersInAClusterOfThisIdc() {
        assertThat(messages(Resource.of("w", workload("b-primary", WorkloadState.UP)))).containsExactly(
                "/spec/cluster: \"b-primary\" (expected: a Cluster of idc-a; this one is of idc-b)");
        assertThat(messages(Resource.of("w", workload("c-primary", WorkloadState.UP))))
                .containsExactly("/spec/cluster: \"c-primary\" (expected: a Cluster that exists)");
    }

    @Test
    void aRouteMayNameWhatDoesNotExistYet() {
        assertThat(write(Resource.of("r", new RouteSpec(List.of("x.example"), List.of(RouteMatch.ANY),
                List.of(new WeightedGroup("nope", "default", 100)), null, null, null))))
                .isEqualTo(WriteVerdict.ACCEPTED);
    }

    @Test
    void importsAreWrittenByTheSystemAlone() {
        assertThat(messages(Resource.of("orders.idc-b", imported("idc-b", 1)))).containsExactly(
                "/kind: \"ServiceEntry\" (expected: a kind that is not written by the system alone)");
        assertThat(validation().delete(Kind.SERVICE_ENTRY, "orders.idc-b")).isInstanceOf(WriteVerdict.Invalid.class);
    }

    private WriteValidation validation() {
        return new WriteValidation(ResourceSet.of(there), "idc-a");
    }

    private WriteVerdict write(Resource... resources) {
        return validation().write(List.of(resources));
    }

    private List<String> messages(Resource... resources) {
        return switch (write(resources)) {
            case WriteVerdict.Invalid(List<Violation> violations) ->
                violations.stream().map(Violation::message).toList();
            case WriteVerdict other -> List.of(other.toString());
        };
    }

    private static Resource shift(Map<String, Integer> weights, Set<String> excluded) {
        return Resource.of("drgroup.core",
                new TrafficShiftSpec(CORE, weights, excluded, "test", null, OnExpiry.ALARM, false, null, null));
    }

    private static Spec idc() {
        return new IdcSpec(null, null, List.of(), List.of(), 0);
    }

    private static Spec workload(String cluster, WorkloadState state) {
        return new WorkloadEntrySpec("orders", "default", cluster, "10.0.0.1", 8080, 100, state, Map.of(), null);
    }

    private static Spec imported(String idc, int healthy) {
        return new ServiceEntrySpec(idc, "orders", new OriginVersion(1, 1), List.of(),
                List.of(new GroupCapacity("default", 2, healthy, 200, healthy * 100)));
    }
}
