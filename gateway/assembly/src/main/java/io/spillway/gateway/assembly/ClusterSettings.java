package io.spillway.gateway.assembly;

import java.util.List;

import io.spillway.gateway.snapshot.BalancePolicy;
import io.spillway.gateway.snapshot.ClusterPolicy;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.UpstreamProtocol;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/**
 * What a Cluster resource says; the endpoints come from another resource.
 *
 * @param name the cluster's name
 * @param service the service
 * @param group the group
 * @param endpointsName the name of the ClusterLoadAssignment that belongs to it
 * @param policy the policy, but for the overprovisioning factor
 * @param balance how an endpoint is chosen, but for how health is counted
 * @param protocol what the endpoints speak
 * @param localityWeights whether the weights of localities count
 */
record ClusterSettings(String name, String service, String group, String endpointsName, ClusterPolicy policy,
        BalancePolicy balance, UpstreamProtocol protocol, boolean localityWeights) {

    /** Returns the cluster with its endpoints; without them it is there, but has nothing to choose from. */
    XdsCluster with(@Nullable Assignment assignment) {
        if (assignment == null) {
            return new XdsCluster(name, service, group, List.of(), policy, balance, protocol);
        }
        List<PriorityLevel> levels = localityWeights
                ? assignment.priorities()
                : assignment.priorities().stream().map(PriorityLevel::withoutLocalityWeights).toList();
        return new XdsCluster(name, service, group, levels,
                policy.withOverprovisioning(assignment.overprovisioningFactor()),
                balance.withHealth(balance.failOnPanic(), assignment.weightedHealth()), protocol);
    }

    /**
     * What a ClusterLoadAssignment resource says.
     *
     * @param name the name that clusters refer to
     * @param overprovisioningFactor in percent
     * @param weightedHealth whether health is counted by weight
     * @param priorities the endpoints
     */
    record Assignment(String name, int overprovisioningFactor, boolean weightedHealth, List<PriorityLevel> priorities) {
        Assignment {
            priorities = List.copyOf(priorities);
        }
    }
}
