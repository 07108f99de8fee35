package io.spillway.control.node;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.ResourceKeys;
import io.spillway.control.state.StateView;
import io.spillway.model.resource.ClusterRole;
import io.spillway.model.resource.ClusterSpec;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WeightedGroup;
import io.spillway.model.resource.WorkloadState;
import io.spillway.model.validation.ResourceView;
import io.spillway.model.validation.WriteValidation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A write leans on all that its validation asks for by name; else two might go on together that judge each other wrongly. */
class ReachTest {

    private static final Map<Kind, Set<Kind>> LOOKED_THROUGH = Map.of(
            // for hosts, which are changed by name, and for Routes, which lean on the Service that they send to
            Kind.SERVICE, EnumSet.of(Kind.SERVICE, Kind.ROUTE),
            // a count of who is healthy, where nobody is judged by shifts in turn; other shifts that exclude IDCs all change
            // one key
            Kind.TRAFFIC_SHIFT, EnumSet.of(Kind.SERVICE, Kind.WORKLOAD_ENTRY, Kind.SERVICE_ENTRY, Kind.IDC,
                    Kind.TRAFFIC_SHIFT));

    static List<Resource> resources() {
        return List.of(TestNode.idc("idc-a", "127.0.0.1:1"),
                Resource.of("primary-a", new ClusterSpec("idc-a", ClusterRole.PRIMARY)),
                Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1)), TestNode.service("orders"),
                TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP), TestNode.shift("core", 100, 0),
                Resource.of("promo", new RouteSpec(List.of("orders.test"), List.of(RouteMatch.ANY),
                        List.of(new WeightedGroup("orders", "default", 60), new WeightedGroup("payments", "blue", 40)),
                        null, null, null)));
    }

    private static ControlState state() {
        ControlState state = ControlState.empty().with(TestNode.idc("idc-b", "127.0.0.1:2"));
        for (Resource resource : resources()) {
            state = state.with(resource.withRevision(state.revision() + 1));
        }
        return state;
    }

    @ParameterizedTest
    @MethodSource("resources")
    void coversWhatItsValidationAsksFor(Resource resource) {
        Asked asked = new Asked(new StateView(state()));
        var _ = new WriteValidation(asked, "idc-a").write(List.of(resource));
        assertThat(Reach.of(List.of(resource)).leansOn()).containsAll(asked.named);
        assertThat(asked.through).isSubsetOf(LOOKED_THROUGH.getOrDefault(resource.kind(), Set.of()));
    }

    @Test
    void whatIsWrittenTogetherIsChangedAndNotLeantOn() {
        Reach reach = Reach.of(List.of(resources().get(1), resources().get(4)));
        assertThat(reach.leansOn()).containsExactly(new ResourceKeys.Id(Kind.IDC, "idc-a"));
        assertThat(reach.changes()).hasSize(2);
    }

    /** Else two shifts of different scopes, each of which leaves enough alone, would go on at the same time. */
    @Test
    void shiftsThatExcludeIdcsChangeTheSame() {
        Reach group = Reach.of(List.of(excluding(new ShiftScope.DrGroupScope("core"), "idc-b")));
        Reach service = Reach.of(List.of(excluding(new ShiftScope.ServiceScope("orders"), "idc-c")));
        assertThat(group.changes()).containsAnyElementsOf(service.changes());
        assertThat(Reach.of(List.of(TestNode.shift("core", 100, 0))).changes())
                .doesNotContainAnyElementsOf(service.changes());
    }

    static Resource excluding(ShiftScope scope, String idc) {
        return Resource.of(scope.resourceName(), new TrafficShiftSpec(scope, Map.of("idc-a", 100), Set.of(idc), "test",
                null, OnExpiry.ALARM, false, null, null));
    }

    @Test
    void twoServicesOfOneHostChangeTheSame() {
        Reach one = Reach.of(List.of(TestNode.service("orders")));
        assertThat(one.changes()).contains("host orders.test");
    }

    /** Remembers what is asked for. */
    static final class Asked implements ResourceView {

        private final ResourceView view;
        private final Set<ResourceKeys.Id> named = new HashSet<>();
        final Set<Kind> through = EnumSet.noneOf(Kind.class);

        Asked(ResourceView view) {
            this.view = view;
        }

        @Override
        public @Nullable Resource get(Kind kind, String name) {
            named.add(new ResourceKeys.Id(kind, name));
            return view.get(kind, name);
        }

        @Override
        public @Nullable TrafficShiftSpec shiftOf(ShiftScope scope) {
            through.add(Kind.TRAFFIC_SHIFT);
            return view.shiftOf(scope);
        }

        @Override
        public Collection<Resource> all(Kind kind) {
            through.add(kind);
            return view.all(kind);
        }
    }
}
