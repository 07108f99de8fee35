package io.spillway.control.snapshot;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import io.spillway.control.state.ControlState;
import io.spillway.gateway.assembly.SnapshotAssembler;
import io.spillway.gateway.balance.EndpointStates;
import io.spillway.gateway.balance.LoadBalancer;
import io.spillway.gateway.balance.Selection;
import io.spillway.gateway.balance.SelectionContext;
import io.spillway.gateway.route.GroupChoice;
import io.spillway.gateway.route.RequestView;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.RouteResult;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.snapshot.XdsCluster;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.GatewayAddress;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a gateway decides on the resources that this control plane builds: ten local endpoints, two remote gateways. */
class ShiftDecisionTest {

    private static final int REQUESTS = 4_000;

    private static ControlState world(WorkloadState local, int remoteHealthy) {
        ControlState state = ControlState.empty()
                .with(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1)))
                .with(Resource.of("orders", ServiceSpec.of(List.of("orders.test"), "core")))
                .with(Resource.of("orders.idc-b",
                        new ServiceEntrySpec("idc-b", "orders", new OriginVersion(1, 1),
                                List.of(new GatewayAddress("gw-1", "10.2.0.1", 7000),
                                        new GatewayAddress("gw-2", "10.2.0.2", 7000)),
                                List.of(new GroupCapacity("default", 4, remoteHealthy, 400, 100 * remoteHealthy)))));
        for (int i = 0; i < 10; i++) {
            state = state.with(Resource.of("orders-" + i, new WorkloadEntrySpec("orders", "default", "primary-a",
                    "10.1.0." + i, 80, 100, local, Map.of(), null)));
        }
        return state;
    }

    private static ControlState shifted(ControlState state, int a, int b, Set<String> excluded) {
        ShiftScope scope = new ShiftScope.DrGroupScope("core");
        return state.with(Resource.of(scope.resourceName(), new TrafficShiftSpec(scope, Map.of("idc-a", a, "idc-b", b),
                excluded, "test", null, OnExpiry.ALARM, false, new Generation(1, "idc-a"), "me")));
    }

    /** Returns how many requests go to which IDC; "none" are those that nobody could take. */
    private static Map<String, Integer> decide(ControlState state) {
        Catalog catalog = new CatalogBuilder("idc-a", () -> 1).build(state);
        SnapshotAssembler assembler = new SnapshotAssembler("idc-a");
        for (ResourceType type : List.of(ResourceType.CLUSTER, ResourceType.ENDPOINT, ResourceType.ROUTE)) {
            catalog.all(type).forEach((_, resource) -> assembler.put(resource.any()));
        }
        Listeners.of(Map.of("entrance", "127.0.0.1:1"), ListenerRules.NONE).values()
                .forEach(listener -> assembler.put(listener.any()));
        RoutingSnapshot snapshot = assembler.assemble(Map.of());
        RequestView request = new Get("orders.test");
        RouteResult matched = snapshot.table(ListenerRole.ENTRANCE).match(request);
        RouteAction.Forward forward = (RouteAction.Forward) ((RouteResult.Matched) matched).route().action();
        LoadBalancer balancer = new LoadBalancer();
        Random random = new Random(1);
        Map<String, Integer> byIdc = new TreeMap<>();
        for (int i = 0; i < REQUESTS; i++) {
            XdsCluster cluster = snapshot.cluster(GroupChoice.choose(forward, request, random).cluster());
            Objects.requireNonNull(cluster, "cluster");
            Selection selection = balancer.select(cluster, EndpointStates.UNTOUCHED, SelectionContext.FIRST, random);
            String idc = selection instanceof Selection.Selected selected ? selected.endpoint().idc() : "none";
            byIdc.merge(idc, 1, Integer::sum);
        }
        return byIdc;
    }

    @Test
    void withoutAShiftEverythingStaysHere() {
        assertThat(decide(world(WorkloadState.UP, 4))).containsExactly(Map.entry("idc-a", REQUESTS));
    }

    @Test
    void aShiftDividesByItsPercentsWhateverTheHostCounts() {
        Map<String, Integer> byIdc = decide(shifted(world(WorkloadState.UP, 4), 50, 50, Set.of()));
        assertThat(byIdc.get("idc-a")).isBetween(REQUESTS * 45 / 100, REQUESTS * 55 / 100);
        assertThat(byIdc.get("idc-b")).isBetween(REQUESTS * 45 / 100, REQUESTS * 55 / 100);
    }

    @Test
    void whatIsSaidForAnIdcsGatewaysIsSaidForThemAlone() {
        Map<String, Integer> here = decide(shiftedAt(Map.of("idc-a", Map.of("idc-a", 50, "idc-b", 50))));
        assertThat(here.get("idc-b")).isBetween(REQUESTS * 45 / 100, REQUESTS * 55 / 100);
        assertThat(decide(shiftedAt(Map.of("idc-b", Map.of("idc-a", 0, "idc-b", 100)))))
                .containsExactly(Map.entry("idc-a", REQUESTS));
    }

    private static ControlState shiftedAt(Map<String, Map<String, Integer>> weightsAt) {
        ShiftScope scope = new ShiftScope.DrGroupScope("core");
        return world(WorkloadState.UP, 4).with(Resource.of(scope.resourceName(), new TrafficShiftSpec(scope, Map.of(),
                weightsAt, Set.of(), "test", null, OnExpiry.ALARM, false, new Generation(1, "idc-a"), "me")));
    }

    @Test
    void whenTheLocalOnesDieUnderAShiftNothingFails() {
        assertThat(decide(shifted(world(WorkloadState.DOWN, 4), 50, 50, Set.of())))
                .containsExactly(Map.entry("idc-b", REQUESTS));
    }

    @Test
    void whenTheRemoteServiceDiesUnderAShiftNothingFails() {
        assertThat(decide(shifted(world(WorkloadState.UP, 0), 0, 100, Set.of())))
                .containsExactly(Map.entry("idc-a", REQUESTS));
    }

    @Test
    void aWeightOfZeroIsTheLastPriorityAndExcludedIsNever() {
        assertThat(decide(shifted(world(WorkloadState.UP, 4), 0, 100, Set.of())))
                .containsExactly(Map.entry("idc-b", REQUESTS));
        assertThat(decide(shifted(world(WorkloadState.UP, 0), 0, 100, Set.of("idc-a")))).doesNotContainKey("idc-a");
    }

    @Test
    void aDrainingWorkloadGetsNoNewRequestAndSpillsNothing() {
        ControlState state = world(WorkloadState.UP, 4);
        for (int i = 0; i < 9; i++) {
            state = state.with(Resource.of("orders-" + i, new WorkloadEntrySpec("orders", "default", "primary-a",
                    "10.1.0." + i, 80, 100, WorkloadState.DRAINING, Map.of(), null)));
        }
        assertThat(decide(state)).containsExactly(Map.entry("idc-a", REQUESTS));
    }

    private record Get(String authority) implements RequestView {

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String path() {
            return "/";
        }

        @Override
        public @Nullable String header(String lowerCaseName) {
            return null;
        }
    }
}
