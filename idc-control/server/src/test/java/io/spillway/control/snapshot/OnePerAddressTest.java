package io.spillway.control.snapshot;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.GatewayAddress;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.wire.record.HealthRecord;
import io.spillway.wire.v1.ServiceEntry;
import io.spillway.wire.xds.XdsNames;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** Two entries say the same address (istio #35559): it gets one share, and no client refuses the assignment. */
class OnePerAddressTest {

    private ControlState state = ControlState.empty()
            .with(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1)))
            .with(Resource.of("orders", ServiceSpec.of(List.of("orders.test"), "core")));

    private void workload(String name, String cluster, int port, int weight, WorkloadState as) {
        state = state.with(Resource.of(name,
                new WorkloadEntrySpec("orders", "default", cluster, "10.0.0.1", port, weight, as, Map.of(), null)));
    }

    private void failing(String name) {
        state = state.withHealth(name, new HealthRecord(HealthRecord.State.UNHEALTHY, "", Instant.EPOCH, "control-1"));
    }

    private Catalog catalog() {
        return new CatalogBuilder("idc-a", () -> 1).build(state);
    }

    private List<LbEndpoint> endpoints(String cluster) throws Exception {
        Versioned found = requireNonNull(catalog().get(ResourceType.ENDPOINT, cluster));
        return found.any().unpack(ClusterLoadAssignment.class).getEndpointsList().stream()
                .flatMap(locality -> locality.getLbEndpointsList().stream()).toList();
    }

    private Stream<String> served() throws Exception {
        return endpoints("orders/default@local").stream()
                .map(endpoint -> endpoint.getMetadata().getFilterMetadataOrThrow(XdsNames.METADATA)
                        .getFieldsOrThrow("id").getStringValue());
    }

    @Test
    void theFirstByNameCountsOfTwoThatAreAlike() throws Exception {
        workload("b", "c1", 80, 100, WorkloadState.UP);
        workload("a", "c2", 80, 100, WorkloadState.UP);
        workload("c", "c1", 81, 100, WorkloadState.UP);
        assertThat(served()).as("also of two deployment clusters").containsExactlyInAnyOrder("a", "c");
    }

    @Test
    void aHealthyOneCountsBeforeOneThatFailsOrIsDown() throws Exception {
        workload("a", "c1", 80, 100, WorkloadState.UP);
        workload("b", "c1", 80, 100, WorkloadState.UP);
        failing("a");
        assertThat(served()).containsExactly("b");
        assertThat(endpoints("orders/default@local").getFirst().getHealthStatus()).isEqualTo(HealthStatus.HEALTHY);
        workload("b", "c1", 80, 100, WorkloadState.DOWN);
        assertThat(served()).containsExactly("a");
    }

    @Test
    void oneThatLeavesOrHasNoWeightTakesNobodysPlace() throws Exception {
        workload("a", "c1", 80, 100, WorkloadState.DRAINING);
        workload("b", "c1", 80, 100, WorkloadState.DOWN);
        assertThat(served()).containsExactly("b");
        workload("a", "c1", 80, 0, WorkloadState.UP);
        assertThat(served()).containsExactly("b");
    }

    @Test
    void itIsDeclaredToOtherIdcsOnce() throws Exception {
        workload("a", "c1", 80, 100, WorkloadState.UP);
        workload("b", "c1", 80, 100, WorkloadState.UP);
        ServiceEntry declared = requireNonNull(catalog().get(ResourceType.SERVICE_ENTRY, "orders")).any()
                .unpack(ServiceEntry.class);
        assertThat(declared.getGroups(0).getDeclared()).isEqualTo(1);
        assertThat(declared.getGroups(0).getHealthyWeight()).isEqualTo(100);
    }

    @Test
    void aGatewayThatIsListedTwiceIsOneWithAllOfTheWeight() throws Exception {
        GatewayAddress gateway = new GatewayAddress("gw-1", "10.2.0.1", 7000);
        state = state.with(Resource.of("orders.idc-b",
                new ServiceEntrySpec("idc-b", "orders", new OriginVersion(1, 1),
                        List.of(gateway, new GatewayAddress("gw-2", "10.2.0.1", 7000)),
                        List.of(new GroupCapacity("default", 2, 2, 200, 200)))));
        assertThat(endpoints("orders/default!idc-b")).singleElement()
                .satisfies(endpoint -> assertThat(endpoint.getLoadBalancingWeight().getValue()).isEqualTo(200));
        state = state.with(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b", "idc-c"), 1)))
                .with(Resource.of("orders.idc-c", new ServiceEntrySpec("idc-c", "orders", new OriginVersion(1, 1),
                        List.of(gateway, new GatewayAddress("gw-3", "10.2.0.3", 7000)),
                        List.of(new GroupCapacity("default", 2, 2, 200, 200)))));
        assertThat(endpoints("orders/default!idc-b")).as("the one of idc-b, and what is left of idc-c").hasSize(2);
    }
}
