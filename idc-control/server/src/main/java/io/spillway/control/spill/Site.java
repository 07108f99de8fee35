package io.spillway.control.spill;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.spillway.control.spill.SpillPlan.Situation;
import io.spillway.control.spill.SpillPlan.Target;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.OnePerAddress;
import io.spillway.control.state.Shifts;
import io.spillway.model.resource.Balancing;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.SpillKind;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.wire.record.SpillRecord.GroupLoad;

/**
 * Who can carry the requests of this IDC to a Group. Pure. Of workloads that say the same address one counts, the one that is an
 * endpoint: requests are sent to it once ({@link OnePerAddress}).
 *
 * @param declared requests per second that the workloads of this IDC carry when all are healthy
 * @param healthy  requests per second that those carry that are healthy
 * @param others   the other IDCs, in order of preference
 */
record Site(double declared, double healthy, List<Other> others) {

    Site {
        others = List.copyOf(others);
    }

    /**
     * Another IDC.
     *
     * @param capacity requests per second that its workloads carry when all are healthy; 0 when it does not say
     * @param spare    requests per second that it can take from this IDC: what its healthy workloads carry, less what its own
     *                 users ask for, divided by the IDCs that may send
     */
    record Other(String idc, double capacity, double spare) {}

    /** Returns whether the requests to a Service are to be divided by load. */
    static boolean byLoad(ServiceSpec spec) {
        Balancing balancing = spec.policy().balancing();
        return balancing.spill() == SpillKind.CAPACITY && balancing.capacityPerWeight() > 0;
    }

    static Site of(String ownIdc, ControlState state, String service, ServiceSpec spec, String group) {
        long declared = 0;
        long healthy = 0;
        for (Resource found : OnePerAddress.ofService(state, service)) {
            if (found.spec() instanceof WorkloadEntrySpec workload && workload.group().equals(group)
                    && workload.state() != WorkloadState.DRAINING) {
                declared += workload.weight();
                boolean able = workload.state() == WorkloadState.UP && state.health(found.name()) == null;
                healthy += able ? workload.weight() : 0;
            }
        }
        int perWeight = spec.policy().balancing().capacityPerWeight();
        List<String> order = Shifts.preference(null, ownIdc, state.drOrder(spec), Optional.empty());
        List<Other> others = new ArrayList<>();
        for (String idc : order) {
            var entry = idc.equals(ownIdc) ? null : state.imported(idc, service);
            if (entry != null) {
                entry.groups().stream().filter(capacity -> capacity.group().equals(group)).findFirst()
                        .ifPresent(behind -> others.add(other(idc, behind, order.size() - 1)));
            }
        }
        return new Site((double) perWeight * declared, (double) perWeight * healthy, others);
    }

    /** Nobody knows what the other senders do at this moment, so each has an equal part. */
    private static Other other(String idc, GroupCapacity behind, int senders) {
        double spare = Math.max(0, behind.healthyCapacity() - behind.demand()) / Math.max(1, senders);
        return new Other(idc, behind.capacity(), spare);
    }

    /** Returns what a plan is made from when load is as was said. */
    Situation situation(GroupLoad load) {
        List<Target> targets = new ArrayList<>();
        for (Other other : others) {
            Long most = load.targets().get(other.idc());
            if (most != null) {
                targets.add(new Target(other.idc(), most.doubleValue()));
            }
        }
        return new Situation((double) load.demand(), healthy, targets);
    }
}
