package io.spillway.gateway.snapshot;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.spillway.gateway.route.Subset;
import org.jspecify.annotations.Nullable;

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
 * @param key what is prepared for the choice is kept under: the name, or that of a part of the cluster
 * @param subsets its parts by labels, null when it has none
 */
public record XdsCluster(String name, String service, String group, List<PriorityLevel> priorities,
        ClusterPolicy policy, BalancePolicy balance, UpstreamProtocol protocol, String key,
        @Nullable SubsetTable subsets) {
    /** Creates a whole cluster, with the parts that its balance asks for. */
    public XdsCluster(String name, String service, String group, List<PriorityLevel> priorities,
            ClusterPolicy policy, BalancePolicy balance, UpstreamProtocol protocol) {
        this(name, service, group, priorities, policy, balance, protocol, name, SubsetTable
                .divide(new XdsCluster(name, service, group, priorities, policy, balance, protocol, name, null)));
    }

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
        requireNonNull(key, "key");
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
        return new XdsCluster(name, service, group, priorities, policy, other, protocol);
    }

    /** Returns some of the endpoints of this cluster, for which everything else is as for all of them. */
    public XdsCluster part(String partKey, List<PriorityLevel> levels) {
        return new XdsCluster(name, service, group, levels, policy, balance, protocol, partKey, null);
    }

    /**
     * Returns the part of this cluster whose endpoints have these labels, or what stands in for it; null when nothing does.
     * Where the cluster has no parts, all of it whatever is asked for. Costs one look into a map.
     */
    public @Nullable XdsCluster part(@Nullable Subset asked) {
        return subsets == null ? this : subsets.of(asked);
    }

    /** The same by what the part is called ({@link Subset#text()}), null for a request that asks for nothing. */
    public @Nullable XdsCluster partNamed(@Nullable String text) {
        return subsets == null ? this : text == null ? subsets.of(null) : subsets.named(text);
    }

    /** Returns the keys of the cluster and of all its parts. */
    public Set<String> keys() {
        if (subsets == null) {
            return Set.of(key);
        }
        Set<String> keys = new HashSet<>(Set.of(key));
        subsets.all().forEach(part -> keys.add(part.key()));
        return keys;
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
