package io.spillway.control.node;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.ResourceKeys;
import io.spillway.control.state.StateView;
import io.spillway.model.resource.ClusterRole;
import io.spillway.model.resource.ClusterSpec;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.HeaderEdits;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Mirror;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.Treatment;
import io.spillway.model.resource.WeightedGroup;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.model.validation.ResourceSet;
import io.spillway.model.validation.WriteValidation;
import io.spillway.model.validation.WriteVerdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever makes a guard refuse says so under a key that this guard compares; else another node's would be missed. */
class NamingTest {

    private static final Resource ROUTE = route(Map.of());

    private static Resource route(Map<String, String> subset) {
        return Resource.of("promo", new RouteSpec(List.of("promo.test"), List.of(RouteMatch.ANY),
                List.of(new WeightedGroup("orders", "default", 100, null, subset)), null, null, null));
    }

    static Stream<Arguments> inTheWay() {
        return Stream.of(
                Arguments.of(Kind.CLUSTER, "primary-a",
                        TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP)),
                Arguments.of(Kind.SERVICE, "orders", TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP)),
                Arguments.of(Kind.SERVICE, "orders", ROUTE),
                Arguments.of(Kind.IDC, "idc-a", Resource.of("primary-a",
                        new ClusterSpec("idc-a", ClusterRole.PRIMARY))),
                Arguments.of(Kind.IDC, "idc-a", Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1))),
                Arguments.of(Kind.DR_GROUP, "core", TestNode.service("orders")),
                Arguments.of(Kind.DR_GROUP, "core", TestNode.shift("core", 100, 0)));
    }

    @ParameterizedTest
    @MethodSource("inTheWay")
    void whatAGuardCountsIsWhatItCompares(Kind kind, String name, Resource namer) {
        WriteVerdict verdict = new WriteValidation(ResourceSet.of(List.of(namer)), "idc-a").delete(kind, name);
        assertThat(verdict).isInstanceOf(WriteVerdict.Guarded.class);
        assertThat(Naming.begun(null, namer)).containsAnyElementsOf(Naming.guarding(kind, name));
    }

    /** A guard that is made to look through another kind must compare the names of that kind too. */
    @ParameterizedTest
    @MethodSource("inTheWay")
    void noGuardLooksThroughAKindThatItDoesNotCompare(Kind kind, String name, Resource namer) {
        ReachTest.Asked asked = new ReachTest.Asked(new StateView(ControlState.empty().with(namer)));
        var _ = new WriteValidation(asked, "idc-a").delete(kind, name);
        assertThat(Naming.guarding(kind, name).stream().map(Naming::by)).containsAll(asked.through);
    }

    @Test
    void aServiceLooksForOthersOfItsHostsAndForRoutesThatAskForSubsets() {
        Resource service = Resource.of("orders", ServiceSpec.of(List.of("orders.test", "o.test"), null));
        Resource rival = Resource.of("rival", ServiceSpec.of(List.of("o.test"), null));
        Set<Naming> lookedFor = Naming.lookedFor(List.of(service));
        for (Resource other : List.of(rival, route(Map.of("version", "v2")))) {
            WriteVerdict verdict = new WriteValidation(ResourceSet.of(List.of(other)), "idc-a").write(List.of(service));
            assertThat(verdict).isInstanceOf(WriteVerdict.Invalid.class);
            assertThat(Naming.begun(null, other)).as(other.name()).containsAnyElementsOf(lookedFor);
        }
        assertThat(Naming.begun(ROUTE, route(Map.of("version", "v2")))).as("names it as before, but asks for more")
                .containsAnyElementsOf(lookedFor);
    }

    @Test
    void whoExcludesAnIdcLooksForAllOthersThatDo() {
        Resource group = ReachTest.excluding(new ShiftScope.DrGroupScope("core"), "idc-b");
        Resource service = ReachTest.excluding(new ShiftScope.ServiceScope("orders"), "idc-c");
        assertThat(Naming.begun(null, service)).containsAnyElementsOf(Naming.lookedFor(List.of(group)));
        assertThat(Naming.begun(service, service)).as("also when it only changes what it excludes")
                .containsAnyElementsOf(Naming.lookedFor(List.of(group)));
        assertThat(Naming.lookedFor(List.of(TestNode.shift("core", 100, 0)))).isEmpty();
        assertThat(Naming.EXCLUSION.key()).as("switch-overs look for it too").isEqualTo(ResourceKeys.EXCLUSION);
    }

    @Test
    void whoIsMirroredToIsNamed() {
        Resource mirroring = Resource.of("promo", new RouteSpec(List.of("promo.test"), List.of(RouteMatch.ANY),
                List.of(new WeightedGroup("orders", "default", 100)), null, null, null, null,
                new Treatment(null, null, HeaderEdits.NONE, HeaderEdits.NONE, new Mirror("shadow", "default", 100),
                        null)));
        assertThat(Naming.begun(null, mirroring)).containsAnyElementsOf(Naming.guarding(Kind.SERVICE, "shadow"));
    }

    @Test
    void aWorkloadThatOnlyChangesItsStateBeginsNothing() {
        Resource up = TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP);
        assertThat(Naming.begun(up, TestNode.workload("orders", "orders-1", 9001, WorkloadState.DRAINING))).isEmpty();
        Resource moved = Resource.of("orders-1", new WorkloadEntrySpec("orders", "default", "remote-a", "127.0.0.1",
                9001, 100, WorkloadState.UP, Map.of(), null));
        assertThat(Naming.begun(up, moved)).containsExactlyElementsOf(Naming.guarding(Kind.CLUSTER, "remote-a"));
    }
}
