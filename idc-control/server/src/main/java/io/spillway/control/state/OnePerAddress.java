package io.spillway.control.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.model.resource.GatewayAddress;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;

/**
 * Of entries of one group that say the same address and port only one counts: an endpoint that stands twice in an assignment
 * has twice its share, and gRPC's own clients refuse all of it. The one that counts is, in this order, one that is not
 * draining; that has a weight; that is UP and has nothing against it; whose name comes first. Pure.
 */
public final class OnePerAddress {

    private OnePerAddress() {}

    private record Place(String group, String address, int port) {}

    /** Returns the workloads of a Service that count, in the order of their names. */
    public static List<Resource> ofService(ControlState state, String service) {
        List<Resource> all = new ArrayList<>();
        for (String name : state.workloadsOf(service)) {
            Resource found = state.get(Kind.WORKLOAD_ENTRY, name);
            if (found != null) {
                all.add(found);
            }
        }
        return ofWorkloads(all, state);
    }

    private static List<Resource> ofWorkloads(List<Resource> workloads, ControlState state) {
        Map<Place, Resource> chosen = HashMap.newHashMap(workloads.size());
        Comparator<Resource> best = Comparator.<Resource>comparingInt(workload -> demerits(workload, state))
                .thenComparing(Resource::name);
        for (Resource workload : workloads) {
            if (workload.spec() instanceof WorkloadEntrySpec spec) {
                chosen.merge(new Place(spec.group(), spec.address(), spec.port()), workload,
                        (one, other) -> best.compare(one, other) <= 0 ? one : other);
            }
        }
        if (chosen.size() == workloads.size()) {
            return workloads;
        }
        Set<Resource> counting = new HashSet<>(chosen.values());
        return workloads.stream().filter(counting::contains).toList();
    }

    private static int demerits(Resource workload, ControlState state) {
        if (!(workload.spec() instanceof WorkloadEntrySpec spec)) {
            return Integer.MAX_VALUE;
        }
        boolean healthy = spec.state() == WorkloadState.UP && state.health(workload.name()) == null;
        return (spec.state() == WorkloadState.DRAINING ? 4 : 0) + (spec.weight() == 0 ? 2 : 0) + (healthy ? 0 : 1);
    }

    /** Returns the first gateway of each address that is not taken, and takes it; names do not count in {@code taken}. */
    public static List<GatewayAddress> ofGateways(List<GatewayAddress> gateways, Set<GatewayAddress> taken) {
        List<GatewayAddress> distinct = new ArrayList<>();
        for (GatewayAddress gateway : gateways) {
            if (taken.add(new GatewayAddress("", gateway.host(), gateway.port()))) {
                distinct.add(gateway);
            }
        }
        return distinct;
    }
}
