package io.spillway.gateway.snapshot;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * A group of a service with all its endpoints by priority.
 *
 * @param name the xDS name, for example {@code orders/default}, {@code orders/default!idc-b}, {@code orders/default@local}
 * @param service the service
 * @param group the group
 * @param priorities level i has priority i
 * @param policy how the endpoints are used
 * @param balance how one of them is chosen
 * @param protocol what the endpoints, and other IDCs' gateways on the way to them, are spoken to in
 */
public record XdsCluster(String name, String service, String group, List<PriorityLevel> priorities,
        ClusterPolicy policy, BalancePolicy balance, UpstreamProtocol protocol) {
    /** Creates a cluster of endpoints that speak HTTP/1. */
    public XdsCluster(String name, String service, String group, List<PriorityLevel> priorities,
            ClusterPolicy policy, BalancePolicy balance) {
        this(name, service, group, priorities, policy, balance, UpstreamProtocol.HTTP1);
    }

    public XdsCluster {
        requireNonNull(name, "name");
        requireNonNull(service, "service");
        requireNonNull(group, "group");
        requireNonNull(policy, "policy");
        requireNonNull(balance, "balance");
        requireNonNull(protocol, "protocol");
        priorities = List.copyOf(priorities);
        for (int i = 0; i < priorities.size(); i++) {
            if (priorities.get(i).priority() != i) {
                throw new IllegalArgumentException("priority of level " + i + " of " + name + ": "
                        + priorities.get(i).priority() + " (expected: " + i + ")");
            }
        }
    }

    /** Creates a cluster with the standard balance. */
    public XdsCluster(String name, String service, String group, List<PriorityLevel> priorities,
            ClusterPolicy policy) {
        this(name, service, group, priorities, policy, BalancePolicy.DEFAULT);
    }

    /** Returns this cluster with another balance. */
    public XdsCluster withBalance(BalancePolicy other) {
        return new XdsCluster(name, service, group, priorities, policy, other);
    }

    /** Returns what another IDC's gateway must be told to serve this: {@code service/group}. */
    public String crossingName() {
        return service + "/" + group;
    }

    /** Returns how many endpoints there are over all priorities. */
    public int endpointCount() {
        int count = 0;
        for (PriorityLevel level : priorities) {
            for (LocalityEndpoints locality : level.localities()) {
                count += locality.endpoints().size();
            }
        }
        return count;
    }
}
