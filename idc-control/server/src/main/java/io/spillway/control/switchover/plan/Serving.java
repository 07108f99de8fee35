package io.spillway.control.switchover.plan;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.OnePerAddress;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;

/**
 * What an IDC can serve of a Service: of its own IDC by its workloads, of others by what they declare.
 *
 * @param declared instances that are registered and not DRAINING
 * @param healthy of these, instances that take requests
 * @param capacity requests per second that the healthy carry; 0 when that is not known
 * @param demand requests per second that it says its own users ask for; 0 when it does not say
 */
record Serving(int declared, int healthy, double capacity, double demand) {

    private static final Serving NOTHING = new Serving(0, 0, 0, 0);

    static Serving of(ControlState state, String ownIdc, String idc, String service) {
        if (idc.equals(ownIdc)) {
            return here(state, service);
        }
        ServiceEntrySpec entry = state.imported(idc, service);
        return entry == null
                ? NOTHING
                : entry.groups().stream().map(Serving::of).reduce(NOTHING, Serving::and);
    }

    private static Serving here(ControlState state, String service) {
        ServiceSpec spec = state.service(service);
        int perWeight = spec == null ? 0 : spec.policy().balancing().capacityPerWeight();
        Serving sum = NOTHING;
        for (Resource found : OnePerAddress.ofService(state, service)) {
            if (found.spec() instanceof WorkloadEntrySpec workload && workload.state() != WorkloadState.DRAINING) {
                boolean healthy = workload.state() == WorkloadState.UP && state.health(found.name()) == null;
                sum = sum.and(new Serving(1, healthy ? 1 : 0, healthy ? (double) perWeight * workload.weight() : 0, 0));
            }
        }
        return sum;
    }

    private static Serving of(GroupCapacity group) {
        return new Serving(group.declared(), group.healthy(), group.healthyCapacity(), group.demand());
    }

    private Serving and(Serving other) {
        return new Serving(declared + other.declared, healthy + other.healthy, capacity + other.capacity,
                demand + other.demand);
    }
}
