package io.spillway.control.spill;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.control.snapshot.Catalog;
import io.spillway.control.snapshot.CatalogBuilder;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import io.spillway.control.state.ControlState;
import io.spillway.gateway.assembly.SnapshotAssembler;
import io.spillway.gateway.assembly.Validation;
import io.spillway.gateway.balance.EndpointStates;
import io.spillway.gateway.balance.LoadBalancer;
import io.spillway.gateway.balance.PriorityLoads;
import io.spillway.gateway.snapshot.XdsCluster;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SpillKind;
import io.spillway.model.resource.WorkloadState;
import io.spillway.wire.record.SpillRecord;
import io.spillway.wire.record.SpillRecord.GroupLoad;
import io.spillway.wire.v1.ServiceEntry;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** What stands in the registry about load is what a gateway divides by, and what other IDCs are told. */
class SpillChainTest {

    private static ControlState told(WorkloadState second, long demand, long most) {
        return Worlds.world(second, 0).withSpill("orders",
                new SpillRecord(
                        new TreeMap<>(Map.of("default",
                                new GroupLoad(demand, new TreeMap<>(Map.of("idc-b", most))))),
                        Instant.EPOCH, "control-1"));
    }

    private static Catalog catalog(ControlState state) {
        return new CatalogBuilder("idc-a", () -> 1).build(state);
    }

    private static XdsCluster cluster(ControlState state, String name) {
        SnapshotAssembler assembler = new SnapshotAssembler("idc-a");
        for (ResourceType type : List.of(ResourceType.CLUSTER, ResourceType.ENDPOINT)) {
            catalog(state).all(type).forEach(
                    (_, resource) -> assertThat(assembler.put(resource.any())).isInstanceOf(Validation.Valid.class));
        }
        return requireNonNull(assembler.assemble(Map.of()).cluster(name));
    }

    private static PriorityLoads loads(ControlState state, String name) {
        return new LoadBalancer().loads(cluster(state, name), EndpointStates.UNTOUCHED);
    }

    @Test
    void oneOfTwoDiesAndNothingGoesAbroadThatHomeCanCarry() {
        assertThat(loads(Worlds.world(WorkloadState.DOWN, 0), "orders/default").healthyLoad(1))
                .as("as Envoy counts, without load").isEqualTo(30);
        PriorityLoads loads = loads(told(WorkloadState.DOWN, 800, 1000), "orders/default");
        assertThat(loads.healthyLoad(0)).isEqualTo(100);
        assertThat(loads.why(0)).isEqualTo("by capacity: 800/s wanted in this IDC, 1000/s can be carried here");
        assertThat(loads(told(WorkloadState.DOWN, 1250, 1000), "orders/default").healthyLoad(1)).isEqualTo(20);
    }

    @Test
    void aGatewayIsBoundByWhatTheTargetMayBeSent() {
        ControlState state = told(WorkloadState.DOWN, 1250, 400);
        LoadBalancer balancer = new LoadBalancer();
        assertThat(balancer.share(cluster(state, "orders/default"), EndpointStates.UNTOUCHED, "idc-b")).isEqualTo(400);
        assertThat(balancer.share(cluster(state, "orders/default!idc-a"), EndpointStates.UNTOUCHED, "idc-b"))
                .isEqualTo(400);
        assertThat(balancer.share(cluster(state, "orders/default!idc-b"), EndpointStates.UNTOUCHED, "idc-b"))
                .as("what an operator has decided is not judged").isNegative();
    }

    @Test
    void anotherLoadIsAnotherAssignmentAndNeverAnotherCluster() {
        Map<String, Versioned> few = clusters(told(WorkloadState.UP, 800, 1000));
        Map<String, Versioned> many = clusters(told(WorkloadState.UP, 900, 1000));
        few.forEach((name, cluster) -> assertThat(requireNonNull(many.get(name)).version()).as(name)
                .isEqualTo(cluster.version()));
    }

    private static Map<String, Versioned> clusters(ControlState state) {
        return catalog(state).all(ResourceType.CLUSTER).toMap();
    }

    @Test
    void otherIdcsAreToldWhatIsLeftHere() throws InvalidProtocolBufferException {
        assertThat(entry(told(WorkloadState.DOWN, 800, 1000)).getGroups(0)).satisfies(group -> {
            assertThat(group.getCapacity()).isEqualTo(2000);
            assertThat(group.getHealthyWeight()).isEqualTo(100);
            assertThat(group.getDemand()).isEqualTo(800);
        });
        assertThat(entry(Worlds.world(WorkloadState.UP, 0)).getGroups(0).getCapacity()).as("not known").isZero();
        assertThat(entry(told(WorkloadState.UP, 800, 1000)
                .with(Resource.of("orders", Worlds.orders(SpillKind.ENVOY, Worlds.PER_WEIGHT)))).getGroups(0)
                .getCapacity()).as("not asked for").isZero();
    }

    private static ServiceEntry entry(ControlState state) throws InvalidProtocolBufferException {
        return ServiceEntry.parseFrom(requireNonNull(catalog(state).get(ResourceType.SERVICE_ENTRY, "orders")).any()
                .getValue());
    }
}
