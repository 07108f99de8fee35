package io.spillway.control.snapshot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.spillway.control.state.ControlState;
import io.spillway.model.resource.ServiceProtocol;
import io.spillway.wire.xds.XdsNames;

/**
 * What the clusters of a service are made of for gRPC's own client that crosses by mutual TLS. It has one security per cluster
 * and not one per endpoint, so a cluster that leads to other IDCs is, for it, one cluster per IDC in order of preference. They
 * do not follow who lives, for that is said by endpoints: a member without any is passed over. Immutable.
 *
 * @param byCluster the members of each cluster that needs it, first to last
 */
record GrpcMembers(Map<String, List<String>> byCluster) {

    /** Of a service that gRPC's client has as everybody else. */
    static final GrpcMembers NONE = new GrpcMembers(Map.of());

    GrpcMembers {
        byCluster = Map.copyOf(byCluster);
    }

    /** Returns those of a service; {@code order}: the IDCs of each of its clusters. */
    static GrpcMembers of(String ownIdc, ServiceProtocol protocol, Map<String, List<String>> order,
            ControlState state) {
        boolean secured = protocol == ServiceProtocol.HTTP2 && order.values().stream().flatMap(List::stream).distinct()
                .anyMatch(idc -> !idc.equals(ownIdc) && !Crossings.to(state, idc).plaintext());
        if (!secured) {
            return NONE;
        }
        Map<String, List<String>> members = new HashMap<>();
        order.forEach((cluster, idcs) -> {
            XdsNames.Parsed name = XdsNames.parse(cluster);
            if (name != null && idcs.stream().anyMatch(idc -> !idc.equals(ownIdc))) {
                members.put(cluster, idcs.stream()
                        .map(idc -> idc.equals(ownIdc)
                                ? XdsNames.local(name.service(), name.group())
                                : XdsNames.crossing(name.service(), name.group(), idc))
                        .toList());
            }
        });
        return members.isEmpty() ? NONE : new GrpcMembers(members);
    }

    /** Returns the members of a cluster; none when it is one for everybody. */
    List<String> of(String cluster) {
        return byCluster.getOrDefault(cluster, List.of());
    }

    /** Returns the names of the clusters that lead to one other IDC. */
    Set<String> crossings() {
        return byCluster.values().stream().flatMap(List::stream).filter(member -> XdsNames.crossingTo(member) != null)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the names of the clusters whose members are others in the other. */
    Set<String> different(GrpcMembers other) {
        Set<String> all = new TreeSet<>(byCluster.keySet());
        all.addAll(other.byCluster.keySet());
        all.removeIf(cluster -> Objects.equals(of(cluster), other.of(cluster)));
        return all;
    }
}
