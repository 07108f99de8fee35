package io.spillway.control.node;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.spillway.control.state.ResourceKeys;
import io.spillway.model.resource.ClusterSpec;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WeightedGroup;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.registry.RegistryKeys;
import org.jspecify.annotations.Nullable;

/**
 * That resources of a kind name another one, or claim a host. Whoever begins to do so puts the key of it in the same transaction.
 * Whose judgement looked for such resources compares that key: so it cannot miss one that another control node took meanwhile,
 * whatever its name is. Pure.
 *
 * @param what {@code "<plural>/<name>"} of a resource, or {@code "hosts/<host>"}
 */
record Naming(String what, Kind by) {

    private static Naming of(Kind kind, String name, Kind by) {
        return new Naming(new ResourceKeys.Id(kind, name).path(), by);
    }

    String key() {
        return RegistryKeys.named(what, by.plural());
    }

    /** Returns what the judgement of such a deletion looks for: all that a guard of it counts. */
    static Set<Naming> guarding(Kind kind, String name) {
        Set<Kind> by = switch (kind) {
            case IDC -> EnumSet.of(Kind.DR_GROUP, Kind.CLUSTER);
            case DR_GROUP -> EnumSet.of(Kind.SERVICE, Kind.TRAFFIC_SHIFT);
            case CLUSTER -> EnumSet.of(Kind.WORKLOAD_ENTRY);
            case SERVICE -> EnumSet.of(Kind.ROUTE, Kind.WORKLOAD_ENTRY);
            case WORKLOAD_ENTRY, ROUTE, TRAFFIC_SHIFT, SWITCH_OVER, DRILL, SERVICE_ENTRY -> Set.of();
        };
        Set<Naming> guarding = new HashSet<>();
        by.forEach(one -> guarding.add(of(kind, name, one)));
        return guarding;
    }

    /** Returns what the judgement of a write looks for: other Services of its hosts, and Routes that ask for its subsets. */
    static Set<Naming> lookedFor(List<Resource> written) {
        Set<Naming> lookedFor = new HashSet<>();
        for (Resource resource : written) {
            if (resource.spec() instanceof ServiceSpec service) {
                lookedFor.add(of(Kind.SERVICE, resource.name(), Kind.ROUTE));
                service.hosts().forEach(host -> lookedFor.add(host(host)));
            }
        }
        return lookedFor;
    }

    /** Returns what a resource begins to name when it takes the place of another, or of none. */
    static Set<Naming> begun(@Nullable Resource before, Resource after) {
        Set<Naming> begun = of(after);
        // A Service is judged by all that stands in its Routes and in Services of its hosts, not only by whom they name.
        if (before != null && after.kind() != Kind.ROUTE && after.kind() != Kind.SERVICE) {
            begun.removeAll(of(before));
        }
        return begun;
    }

    private static Set<Naming> of(Resource resource) {
        Set<Naming> named = new HashSet<>();
        switch (resource.spec()) {
            case WorkloadEntrySpec workload -> {
                named.add(of(Kind.CLUSTER, workload.cluster(), Kind.WORKLOAD_ENTRY));
                named.add(of(Kind.SERVICE, workload.service(), Kind.WORKLOAD_ENTRY));
            }
            case ClusterSpec cluster -> named.add(of(Kind.IDC, cluster.idc(), Kind.CLUSTER));
            case DrGroupSpec group -> group.idcs().forEach(idc -> named.add(of(Kind.IDC, idc, Kind.DR_GROUP)));
            case ServiceSpec service -> {
                service.hosts().forEach(host -> named.add(host(host)));
                if (service.drGroup() != null) {
                    named.add(of(Kind.DR_GROUP, service.drGroup(), Kind.SERVICE));
                }
            }
            case RouteSpec route -> {
                route.groups().stream().map(WeightedGroup::service)
                        .forEach(service -> named.add(of(Kind.SERVICE, service, Kind.ROUTE)));
                var mirror = route.treatment().mirror();
                if (mirror != null) {
                    named.add(of(Kind.SERVICE, mirror.service(), Kind.ROUTE));
                }
            }
            case TrafficShiftSpec shift -> {
                if (!shift.cleared() && shift.scope() instanceof ShiftScope.DrGroupScope(String group)) {
                    named.add(of(Kind.DR_GROUP, group, Kind.TRAFFIC_SHIFT));
                }
            }
            case IdcSpec _,ServiceEntrySpec _,SwitchOverSpec _,DrillSpec _ -> {
            }
        }
        return named;
    }

    private static Naming host(String host) {
        return new Naming("hosts/" + host, Kind.SERVICE);
    }
}
