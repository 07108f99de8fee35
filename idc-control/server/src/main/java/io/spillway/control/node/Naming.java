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
 * @param what {@code "<plural>/<name>"} of a resource, {@code "hosts/<host>"}, or {@code "excluded"}
 */
record Naming(String what, Kind by) {

    /** That some shift excludes an IDC: what several of them leave together is judged. */
    static final Naming EXCLUSION = new Naming("excluded", Kind.TRAFFIC_SHIFT);

    private static Naming of(Kind kind, String name, Kind by) {
        return new Naming(new ResourceKeys.Id(kind, name).path(), by);
    }

    String key() {
        return RegistryKeys.named(what, by.plural());
    }

    /** Returns the kinds of those who may name one of that kind so that a guard of its deletion counts them. */
    private static Set<Kind> counted(Kind kind) {
        return switch (kind) {
            case IDC -> EnumSet.of(Kind.DR_GROUP, Kind.CLUSTER);
            case DR_GROUP -> EnumSet.of(Kind.SERVICE, Kind.TRAFFIC_SHIFT);
            case CLUSTER -> EnumSet.of(Kind.WORKLOAD_ENTRY);
            case SERVICE -> EnumSet.of(Kind.ROUTE, Kind.WORKLOAD_ENTRY);
            case WORKLOAD_ENTRY, ROUTE, TRAFFIC_SHIFT, SWITCH_OVER, DRILL, SERVICE_ENTRY -> Set.of();
        };
    }

    /** Returns what the judgement of such a deletion looks for: all that a guard of it counts. */
    static Set<Naming> guarding(Kind kind, String name) {
        Set<Naming> guarding = new HashSet<>();
        counted(kind).forEach(by -> guarding.add(of(kind, name, by)));
        return guarding;
    }

    /**
     * Returns what the judgement of a write looks for: of a Service others of its hosts, and Routes that ask for its subsets; of
     * a shift that excludes IDCs others that do.
     */
    static Set<Naming> lookedFor(List<Resource> written) {
        Set<Naming> lookedFor = new HashSet<>();
        for (Resource resource : written) {
            if (resource.spec() instanceof ServiceSpec service) {
                lookedFor.add(of(Kind.SERVICE, resource.name(), Kind.ROUTE));
                service.hosts().forEach(host -> lookedFor.add(host(host)));
            }
            if (excludes(resource)) {
                lookedFor.add(EXCLUSION);
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
        if (excludes(after)) {
            begun.add(EXCLUSION);
        }
        return begun;
    }

    private static boolean excludes(Resource resource) {
        return resource.spec() instanceof TrafficShiftSpec shift && !shift.cleared() && !shift.excluded().isEmpty();
    }

    private static Set<Naming> of(Resource resource) {
        Set<Naming> namings = new HashSet<>();
        if (resource.spec() instanceof TrafficShiftSpec shift && shift.cleared()) {
            return namings;
        }
        for (ResourceKeys.Id id : named(resource)) {
            if (counted(id.kind()).contains(resource.kind())) {
                namings.add(of(id.kind(), id.name(), resource.kind()));
            }
        }
        if (resource.spec() instanceof ServiceSpec service) {
            service.hosts().forEach(host -> namings.add(host(host)));
        }
        return namings;
    }

    /** Returns all that a resource names, whether it must be there or not. */
    static Set<ResourceKeys.Id> named(Resource resource) {
        Set<ResourceKeys.Id> named = new HashSet<>();
        switch (resource.spec()) {
            case WorkloadEntrySpec workload -> {
                named.add(new ResourceKeys.Id(Kind.CLUSTER, workload.cluster()));
                named.add(new ResourceKeys.Id(Kind.SERVICE, workload.service()));
            }
            case ClusterSpec cluster -> named.add(new ResourceKeys.Id(Kind.IDC, cluster.idc()));
            case DrGroupSpec group -> group.idcs().forEach(idc -> named.add(new ResourceKeys.Id(Kind.IDC, idc)));
            case ServiceSpec service -> {
                if (service.drGroup() != null) {
                    named.add(new ResourceKeys.Id(Kind.DR_GROUP, service.drGroup()));
                }
            }
            case RouteSpec route -> {
                route.groups().stream().map(WeightedGroup::service)
                        .forEach(service -> named.add(new ResourceKeys.Id(Kind.SERVICE, service)));
                var mirror = route.treatment().mirror();
                if (mirror != null) {
                    named.add(new ResourceKeys.Id(Kind.SERVICE, mirror.service()));
                }
            }
            case TrafficShiftSpec shift -> named.add(scoped(shift.scope()));
            case IdcSpec _,ServiceEntrySpec _,SwitchOverSpec _,DrillSpec _ -> {
            }
        }
        return named;
    }

    /** Returns the resource of which a shift divides the traffic. */
    static ResourceKeys.Id scoped(ShiftScope scope) {
        return switch (scope) {
            case ShiftScope.DrGroupScope(String name) -> new ResourceKeys.Id(Kind.DR_GROUP, name);
            case ShiftScope.ServiceScope(String name) -> new ResourceKeys.Id(Kind.SERVICE, name);
            case ShiftScope.IdcScope(String name) -> new ResourceKeys.Id(Kind.IDC, name);
        };
    }

    private static Naming host(String host) {
        return new Naming("hosts/" + host, Kind.SERVICE);
    }
}
