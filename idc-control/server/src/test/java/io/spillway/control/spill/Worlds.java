package io.spillway.control.spill;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.StoredRecords;
import io.spillway.model.resource.Balancing;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.GatewayAddress;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.SlowStart;
import io.spillway.model.resource.SpillKind;
import io.spillway.model.resource.Subsets;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;

import static org.assertj.core.api.Assertions.assertThat;

/** Service orders in idc-a, whose workloads of weight 100 carry 1000/s each, and what idc-b says of it. */
public final class Worlds {

    public static final int PER_WEIGHT = 10;

    private Worlds() {}

    public static ServiceSpec orders(SpillKind kind, int capacityPerWeight) {
        ServicePolicy or = ServicePolicy.DEFAULTS;
        Balancing balancing = new Balancing(List.of(), 0, SlowStart.DEFAULTS, kind, capacityPerWeight, 0, false,
                Subsets.NONE);
        return new ServiceSpec(List.of("orders.test"), Map.of(), ServiceSpec.DEFAULT_GROUPS, "core",
                new ServicePolicy(or.timeout(), or.retries(), or.retryBudget(), or.loadBalancer(),
                        or.outlierDetection(), or.circuitBreakers(), or.panicThreshold(), or.adaptiveConcurrency(),
                        or.admission(), balancing),
                ServiceSpec.EXPORT_TO_ALL);
    }

    static Resource workload(String name, WorkloadState state) {
        // Each at an address of its own: of two at one only one would be served.
        String address = "10.1.0." + name.charAt(name.length() - 1);
        return Resource.of(name,
                new WorkloadEntrySpec("orders", "default", "primary-a", address, 80, 100, state, Map.of(), null));
    }

    /** What registry-sync writes: two healthy workloads in idc-b, which carry 2000/s, and that demand of its own. */
    public static void imported(Registry registry, int demand) {
        Resource entry = imported("idc-b", new GroupCapacity("default", 2, 2, 200, 200, 2000, demand));
        assertThat(registry.commit(new Transaction(List.of(), List.of(Operation.put(
                RegistryKeys.imported("idc-b", "orders"),
                new StoredRecords().write(entry, null, "test", Instant.now()))))))
                .isInstanceOf(CommitResult.Committed.class);
    }

    static Resource imported(String idc, GroupCapacity behind) {
        return Resource.of("orders." + idc, new ServiceEntrySpec(idc, "orders", new OriginVersion(1, 1),
                List.of(new GatewayAddress("gw-1", "10.2.0.1", 7000)), List.of(behind)));
    }

    /** Two workloads here, one of which lives or not, and another IDC of two workloads and that demand of its own. */
    static ControlState world(WorkloadState second, int demandThere) {
        return ControlState.empty().with(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1)))
                .with(Resource.of("orders", orders(SpillKind.CAPACITY, PER_WEIGHT)))
                .with(workload("orders-1", WorkloadState.UP)).with(workload("orders-2", second))
                .with(imported("idc-b", new GroupCapacity("default", 2, 2, 200, 200, 2000, demandThere)));
    }
}
