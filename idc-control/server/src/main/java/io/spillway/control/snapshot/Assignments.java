package io.spillway.control.snapshot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.OnePerAddress;
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
 * No address stands twice ({@link OnePerAddress}); of two IDCs that say the same gateway it is the one that comes first. Host counts of two IDCs are never in one priority. A draining workload is left out: it gets no new request, and does not
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
    private final Map<String, Own> own = new HashMap<>();

    Assignments(String ownIdc, ControlState state, String service) {
        this.ownIdc = ownIdc;
        this.state = state;
        this.service = service;
        this.workloads = OnePerAddress.ofService(state, service);
    }

    /** Returns the workloads of the Service, one for each address of a group, in the order of their names. */
    List<Resource> workloads() {
        return workloads;
    }

    /**
     * Returns the bytes of a ClusterLoadAssignment, as protobuf writes them. The workloads of a group stand in the assignments
     * of several clusters; they are written once, and these share the bytes.
     */
    ByteString of(String clusterName, String group, List<String> idcs) {
        AssignmentBytes assignment = new AssignmentBytes(clusterName);
        // Where an operator says who comes first, or nobody else may come, there is nothing to divide.
        Spills told = idcs.size() > 1 && idcs.getFirst().equals(ownIdc)
                ? Spills.of(state, service, group)
                : Spills.UNKNOWN;
        Set<GatewayAddress> taken = new HashSet<>();
        for (String idc : idcs) {
            if (idc.equals(ownIdc)) {
                Own level = own.computeIfAbsent(group, this::own);
                assignment.add(level.bytes, level.facts(told));
            } else {
                remote(idc, group, told, taken).ifPresent(assignment::add);
            }
        }
        if (!idcs.isEmpty() && !idcs.getFirst().equals(ownIdc)) {
            assignment.overprovision(REMOTE_FIRST_OVERPROVISIONING);
        }
        return assignment.bytes();
    }

    /**
     * The workloads of a group in this IDC.
     *
     * @param weights of its localities
     */
    private record Own(AssignmentBytes.Level bytes, List<Integer> weights) {

        List<Metadata> facts(Spills told) {
            return weights.stream().map(told::here).filter(facts -> !facts.isEmpty()).map(Protos::metadata).toList();
        }
    }

    private Own own(String group) {
        Map<String, LocalityLbEndpoints.Builder> byCluster = new TreeMap<>();
        Map<String, Integer> weights = new TreeMap<>();
        for (Resource workload : workloads) {
            if (workload.spec() instanceof WorkloadEntrySpec spec && spec.group().equals(group)
                    && spec.state() != WorkloadState.DRAINING && spec.weight() > 0) {
                byCluster
                        .computeIfAbsent(spec.cluster(), cluster -> LocalityLbEndpoints.newBuilder()
                                .setLocality(locality(ownIdc, cluster)))
                        .addLbEndpoints(endpoint(workload.name(), spec));
                weights.merge(spec.cluster(), spec.weight(), Integer::sum);
            }
        }
        List<LocalityLbEndpoints> level = new ArrayList<>();
        byCluster.forEach((cluster, locality) -> level.add(
                locality.setLoadBalancingWeight(Protos.number(weights.getOrDefault(cluster, 1))).build()));
        return new Own(AssignmentBytes.Level.of(level), List.copyOf(weights.values()));
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

    private Optional<LocalityLbEndpoints.Builder> remote(String idc, String group, Spills told,
            Set<GatewayAddress> taken) {
        ServiceEntrySpec entry = state.imported(idc, service);
        GroupCapacity capacity = entry == null ? null : capacity(entry, group);
        if (entry == null || capacity == null || capacity.declared() == 0) {
            return Optional.empty();
        }
        List<GatewayAddress> gateways = OnePerAddress.ofGateways(entry.gateways(), taken);
        if (gateways.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> facts = new TreeMap<>(behind(capacity));
        facts.putAll(told.there(idc));
        int weight = Math.max(1, capacity.healthyWeight() / gateways.size());
        HealthStatus health = capacity.healthy() > 0 ? HealthStatus.HEALTHY : HealthStatus.UNHEALTHY;
        LocalityLbEndpoints.Builder level = LocalityLbEndpoints.newBuilder().setLocality(locality(idc, ""))
                .setLoadBalancingWeight(Protos.number(weight * gateways.size()))
                .setMetadata(Protos.metadata(facts));
        for (GatewayAddress gateway : gateways) {
            level.addLbEndpoints(LbEndpoint.newBuilder()
                    .setEndpoint(Endpoint.newBuilder().setAddress(Protos.address(gateway.host(), gateway.port())))
                    .setHealthStatus(health).setLoadBalancingWeight(Protos.number(weight)).setMetadata(Crossings.marked(
                            Protos.metadata(Map.of("idc", idc, "role", "gateway", "id", gateway.node())), idc,
                            Crossings.to(state, idc))));
        }
        return Optional.of(level);
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
