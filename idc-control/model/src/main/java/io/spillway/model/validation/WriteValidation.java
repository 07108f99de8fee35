package io.spillway.model.validation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.spillway.model.resource.ClusterSpec;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.DrillRunRecord;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WorkloadEntrySpec;

/**
 * Judges writes against everything that is there. A reference that must hold is checked when it is made, and guarded when
 * its target is deleted. Routes are free to name groups that do not exist (yet), as in xDS.
 */
public final class WriteValidation {

    private final ResourceView view;
    private final String idc;

    /**
     * Makes one.
     *
     * @param view what is there
     * @param idc whose control plane judges: WorkloadEntries are of this IDC
     */
    public WriteValidation(ResourceView view, String idc) {
        this.view = view;
        this.idc = idc;
    }

    /** Returns whether all these may be written together. Pointers are prefixed as ResourceDocuments prefixes them. */
    public WriteVerdict write(List<Resource> resources) {
        Overlay after = new Overlay(view, ResourceSet.of(resources));
        Findings findings = new Findings();
        ShiftValidation shifts = new ShiftValidation(after, idc);
        for (int i = 0; i < resources.size(); i++) {
            findings.about(i, resources.size());
            check(resources.get(i), after, findings, shifts);
        }
        if (!findings.violations().isEmpty()) {
            return new WriteVerdict.Invalid(findings.violations());
        }
        for (Resource resource : resources) {
            if (resource.spec() instanceof TrafficShiftSpec shift
                    && shifts.guard(shift) instanceof WriteVerdict.Guarded guarded) {
                return guarded;
            }
        }
        return WriteVerdict.ACCEPTED;
    }

    /** Returns whether the resource may be deleted; one that is not there may. */
    public WriteVerdict delete(Kind kind, String name) {
        return switch (kind) {
            case DR_GROUP -> inUse("dr_group_in_use", "DrGroup " + name, Map.of("services",
                    names(Kind.SERVICE, ServiceSpec.class, service -> name.equals(service.drGroup())), "shifts",
                    names(Kind.TRAFFIC_SHIFT, TrafficShiftSpec.class,
                            shift -> !shift.cleared() && shift.scope().path().equals("drgroup/" + name))));
            case IDC -> inUse("idc_in_use", "Idc " + name, Map.of("drgroups",
                    names(Kind.DR_GROUP, DrGroupSpec.class, group -> group.idcs().contains(name)), "clusters",
                    names(Kind.CLUSTER, ClusterSpec.class, cluster -> cluster.idc().equals(name))));
            case CLUSTER -> inUse("cluster_in_use", "Cluster " + name, Map.of("workloads",
                    names(Kind.WORKLOAD_ENTRY, WorkloadEntrySpec.class, entry -> entry.cluster().equals(name))));
            case SERVICE -> inUse("service_in_use", "Service " + name, Map.of("routes",
                    names(Kind.ROUTE, RouteSpec.class,
                            route -> RouteLimits.names(route, name)),
                    "workloads",
                    names(Kind.WORKLOAD_ENTRY, WorkloadEntrySpec.class, entry -> entry.service().equals(name))));
            case SERVICE_ENTRY -> {
                Findings findings = new Findings();
                findings.add("/kind", "\"ServiceEntry\"", "a kind that is not written by the system alone");
                yield new WriteVerdict.Invalid(findings.violations());
            }
            case SWITCH_OVER -> endedSwitchOver(name);
            case DRILL -> endedDrill(name);
            case WORKLOAD_ENTRY, ROUTE, TRAFFIC_SHIFT -> WriteVerdict.ACCEPTED;
        };
    }

    private WriteVerdict endedSwitchOver(String name) {
        SwitchOverSpec switchOver = view.spec(Kind.SWITCH_OVER, name, SwitchOverSpec.class);
        SwitchOverStatus status = switchOver == null ? null : switchOver.status();
        return status == null || status.state().over() || status.state().before()
                ? WriteVerdict.ACCEPTED
                : new WriteVerdict.Guarded("switchover_active",
                        "SwitchOver " + name + " is " + status.state()
                                + ": it holds traffic (expected: rolled back, or ended, by POST /v1/switchovers/"
                                + name + "/rollback or /force-end)",
                        Map.of("sequence", status.sequence()));
    }

    private WriteVerdict endedDrill(String name) {
        DrillSpec drill = view.spec(Kind.DRILL, name, DrillSpec.class);
        DrillRunRecord run = drill == null ? null : drill.status().current();
        return run == null
                ? WriteVerdict.ACCEPTED
                : new WriteVerdict.Guarded("drill_active",
                        "Drill " + name + " is " + run.state()
                                + " (expected: none of its runs goes on; see POST /v1/drills/"
                                + name + "/abort)",
                        Map.of("runs", 1L));
    }

    private void check(Resource resource, ResourceView after, Findings findings, ShiftValidation shifts) {
        if (resource.kind().readOnly()) {
            findings.add("/kind", "\"" + resource.kind().kindName() + "\"",
                    "a kind that is not written by the system alone");
            return;
        }
        switch (resource.spec()) {
            case ClusterSpec cluster -> known(after, Kind.IDC, cluster.idc(), "/spec/idc", findings);
            case WorkloadEntrySpec entry -> checkWorkload(entry, after, findings);
            case DrGroupSpec group -> {
                for (int i = 0; i < group.idcs().size(); i++) {
                    known(after, Kind.IDC, group.idcs().get(i), "/spec/idcs/" + i, findings);
                }
            }
            case ServiceSpec service -> checkService(resource.name(), service, after, findings);
            case TrafficShiftSpec shift -> shifts.check(shift, findings);
            case IdcSpec spec -> DataPlaneLimits.check(spec, findings);
            case RouteSpec route -> {
                RouteLimits.check(route, findings);
                SubsetLimits.check(route, after, findings);
            }
            case SwitchOverSpec _ -> findings.add("/kind", "\"SwitchOver\"",
                    "a kind that is written so; a switch-over is made by POST /v1/switchovers (spillway switchover plan)");
            default -> {
                // A Drill names nothing that must be there.
            }
        }
    }

    private void checkWorkload(WorkloadEntrySpec entry, ResourceView after, Findings findings) {
        DataPlaneLimits.check(entry, findings);
        ClusterSpec cluster = after.spec(Kind.CLUSTER, entry.cluster(), ClusterSpec.class);
        if (cluster == null) {
            findings.unknownName("/spec/cluster", entry.cluster(), "a Cluster that exists");
        } else if (!cluster.idc().equals(idc)) {
            findings.unknownName("/spec/cluster", entry.cluster(),
                    "a Cluster of " + idc + "; this one is of " + cluster.idc());
        }
    }

    private static void checkService(String name, ServiceSpec service, ResourceView after, Findings findings) {
        SubsetLimits.check(name, service, after, findings);
        if (service.drGroup() != null) {
            known(after, Kind.DR_GROUP, service.drGroup(), "/spec/drGroup", findings);
        }
        for (Resource other : after.all(Kind.SERVICE)) {
            if (!other.name().equals(name) && other.spec() instanceof ServiceSpec otherService
                    && service.sharesListener(otherService)) {
                for (int i = 0; i < service.hosts().size(); i++) {
                    if (otherService.hosts().contains(service.hosts().get(i))) {
                        findings.unknownName("/spec/hosts/" + i, service.hosts().get(i),
                                "a host that no other Service has; Service " + other.name() + " has it");
                    }
                }
            }
        }
    }

    private static void known(ResourceView after, Kind kind, String name, String pointer, Findings findings) {
        if (after.get(kind, name) == null) {
            String article = kind == Kind.IDC ? "an " : "a ";
            findings.unknownName(pointer, name, article + kind.kindName() + " that exists");
        }
    }

    private <S> List<String> names(Kind kind, Class<S> type, Predicate<S> uses) {
        Stream<Resource> users = view.all(kind).stream().filter(resource -> uses.test(type.cast(resource.spec())));
        return List.copyOf(new TreeSet<>(users.map(Resource::name).toList()));
    }

    private static WriteVerdict inUse(String guard, String title, Map<String, List<String>> users) {
        Map<String, Long> figures = new LinkedHashMap<>();
        StringBuilder detail = new StringBuilder(title).append(" is named by");
        String separator = " ";
        for (String kind : new TreeSet<>(users.keySet())) {
            List<String> names = users.getOrDefault(kind, List.of());
            if (!names.isEmpty()) {
                figures.put(kind, (long) names.size());
                detail.append(separator).append(kind).append(' ').append(shortened(names));
                separator = ", and by ";
            }
        }
        return figures.isEmpty()
                ? WriteVerdict.ACCEPTED
                : new WriteVerdict.Guarded(guard, detail + "; change or delete these first", figures);
    }

    private static String shortened(List<String> names) {
        int shown = 5;
        return names.size() <= shown
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, shown)) + " and " + (names.size() - shown) + " more";
    }
}
