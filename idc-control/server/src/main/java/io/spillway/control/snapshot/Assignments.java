package io.spillway.control.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.GatewayAddress;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/**
 * Who serves a group: one priority per IDC, in the given order, without gaps. This IDC's priority holds its own workloads,
 * one locality per deployment cluster; another IDC's holds its crossing gateways with the health of what is behind them.
 * The weight of a locality is the sum of its endpoints'. Our clusters do not ask gateways to look at it (that would take
 * {@code locality_weighted_lb_config}): all workloads of an IDC share its load alike, in whatever deployment cluster. Clients
 * that always go by locality first, such as gRPC's, need it.
 * Host counts of two IDCs are never in one priority. A draining workload is left out: it gets no new request, and does not
 * make its priority look half dead either. One that fails its health checks stays in, marked.
 */
final class Assignments {

    /**
     * In percent. Where another IDC comes first, its hosts are gateways, and any one of them reaches all of the service: with
     * Envoy's usual 140, one lost gateway of two would send 30 % to an IDC that a shift has emptied.
     */
    private static final int REMOTE_FIRST_OVERPROVISIONING = 1000;

    private final String ownIdc;
    private final ControlState state;
    private final String service;
    private final List<Resource> workloads;

    Assignments(String ownIdc, ControlState state, String service) {
        this.ownIdc = ownIdc;
        this.state = state;
        this.service = service;
        this.workloads = new ArrayList<>();
        for (String name : state.workloadsOf(service)) {
            Resource found = state.get(Kind.WORKLOAD_ENTRY, name);
            if (found != null) {
                workloads.add(found);
            }
        }
    }

    ClusterLoadAssignment of(String clusterName, String group, List<String> idcs) {
        ClusterLoadAssignment.Builder assignment = ClusterLoadAssignment.newBuilder().setClusterName(clusterName);
        int priority = 0;
        // Where an operator says who comes first, or nobody else may come, there is nothing to divide.
        Spills told = idcs.size() > 1 && idcs.getFirst().equals(ownIdc)
                ? Spills.of(state, service, group)
                : Spills.UNKNOWN;
        for (String idc : idcs) {
            List<LocalityLbEndpoints> level = idc.equals(ownIdc)
                    ? own(group, priority, told)
                    : remote(idc, group, priority, told);
            if (!level.isEmpty()) {
                assignment.addAllEndpoints(level);
                priority++;
            }
        }
        if (!idcs.isEmpty() && !idcs.getFirst().equals(ownIdc)) {
            assignment.setPolicy(ClusterLoadAssignment.Policy.newBuilder()
                    .setOverprovisioningFactor(Protos.number(REMOTE_FIRST_OVERPROVISIONING)));
        }
        return assignment.build();
    }

    private List<LocalityLbEndpoints> own(String group, int priority, Spills told) {
        Map<String, LocalityLbEndpoints.Builder> byCluster = new TreeMap<>();
        Map<String, Integer> weights = new TreeMap<>();
        for (Resource workload : workloads) {
            if (workload.spec() instanceof WorkloadEntrySpec spec && spec.group().equals(group)
                    && spec.state() != WorkloadState.DRAINING && spec.weight() > 0) {
                byCluster
                        .computeIfAbsent(spec.cluster(), cluster -> LocalityLbEndpoints.newBuilder()
                                .setLocality(locality(ownIdc, cluster)).setPriority(priority))
                        .addLbEndpoints(endpoint(workload.name(), spec));
                weights.merge(spec.cluster(), spec.weight(), Integer::sum);
            }
        }
        List<LocalityLbEndpoints> level = new ArrayList<>();
        byCluster.forEach((cluster, locality) -> {
            int weight = weights.getOrDefault(cluster, 1);
            Map<String, String> facts = told.here(weight);
            if (!facts.isEmpty()) {
                locality.setMetadata(Protos.metadata(facts));
            }
            level.add(locality.setLoadBalancingWeight(Protos.number(weight)).build());
        });
        return level;
    }

    private LbEndpoint endpoint(String name, WorkloadEntrySpec spec) {
        return LbEndpoint.newBuilder()
                .setEndpoint(Endpoint.newBuilder().setAddress(Protos.address(spec.address(), spec.port())))
                .setHealthStatus(spec.state() == WorkloadState.UP && state.health(name) == null
                        ? HealthStatus.HEALTHY
                        : HealthStatus.UNHEALTHY)
                .setLoadBalancingWeight(Protos.number(spec.weight()))
                .setMetadata(metadata(Map.of("idc", ownIdc, "role", "workload", "id", name), spec.labels())).build();
    }

    private List<LocalityLbEndpoints> remote(String idc, String group, int priority, Spills told) {
        ServiceEntrySpec entry = state.imported(idc, service);
        GroupCapacity capacity = entry == null ? null : capacity(entry, group);
        if (entry == null || capacity == null || capacity.declared() == 0 || entry.gateways().isEmpty()) {
            return List.of();
        }
        Map<String, String> facts = new TreeMap<>(behind(capacity));
        facts.putAll(told.there(idc));
        int weight = Math.max(1, capacity.healthyWeight() / entry.gateways().size());
        HealthStatus health = capacity.healthy() > 0 ? HealthStatus.HEALTHY : HealthStatus.UNHEALTHY;
        LocalityLbEndpoints.Builder level = LocalityLbEndpoints.newBuilder().setLocality(locality(idc, ""))
                .setPriority(priority)
                .setLoadBalancingWeight(Protos.number(weight * entry.gateways().size()))
                .setMetadata(Protos.metadata(facts));
        for (GatewayAddress gateway : entry.gateways()) {
            level.addLbEndpoints(LbEndpoint.newBuilder()
                    .setEndpoint(Endpoint.newBuilder().setAddress(Protos.address(gateway.host(), gateway.port())))
                    .setHealthStatus(health).setLoadBalancingWeight(Protos.number(weight)).setMetadata(Crossings.marked(
                            Protos.metadata(Map.of("idc", idc, "role", "gateway", "id", gateway.node())), idc,
                            Crossings.to(state, idc))));
        }
        return List.of(level.build());
    }

    /** A gateway that answers may have little behind it: our own gateways weigh the priority by that. */
    private static Map<String, String> behind(GroupCapacity capacity) {
        int declared = Math.max(1, capacity.declaredWeight());
        return Map.of(XdsNames.META_DECLARED_WEIGHT, Integer.toString(declared), XdsNames.META_HEALTHY_WEIGHT,
                Integer.toString(capacity.healthy() == 0 ? 0 : Math.min(declared, capacity.healthyWeight())));
    }

    private static Metadata metadata(Map<String, String> facts, Map<String, String> labels) {
        return labels.isEmpty()
                ? Protos.metadata(facts)
                : Protos.metadata(facts).toBuilder()
                        .putFilterMetadata(XdsNames.METADATA_LABELS, Balances.struct(labels)).build();
    }

    private static @Nullable GroupCapacity capacity(ServiceEntrySpec entry, String group) {
        return entry.groups().stream().filter(candidate -> candidate.group().equals(group)).findFirst().orElse(null);
    }

    private Locality locality(String idc, String cluster) {
        Resource found = state.get(Kind.IDC, idc);
        String region = found != null && found.spec() instanceof IdcSpec spec && spec.region() != null
                ? spec.region()
                : "";
        return Locality.newBuilder().setRegion(region).setZone(idc).setSubZone(cluster).build();
    }
}
