package io.spillway.control.inspection.rule;

import java.util.Set;
import java.util.TreeSet;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.Index;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;

/** Services that nobody serves, or that nobody serves here. */
final class UnservedService implements Rule {

    private static final Findings.Advice NONE = new Findings.Advice("service-without-endpoints",
            "Every request to it gets 503",
            "Register workloads of it, or delete the service");
    private static final Findings.Advice NONE_HERE = new Findings.Advice("service-without-endpoints",
            "Every request to it crosses to another IDC, and fails when the link does",
            "Register workloads of it here, or take this IDC out of its DrGroup");
    private static final Findings.Advice ALL_DOWN = new Findings.Advice("service-all-down",
            "Every request to it gets 503",
            "Find out why its workloads are not UP, or fail their checks: spillway get workloads, spillway status");
    private static final Findings.Advice ALL_DOWN_HERE = new Findings.Advice("service-all-down",
            "All of it spills to other IDCs",
            "Find out why its workloads are not UP, or fail their checks: spillway get workloads, spillway status");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        for (Resource resource : idc.state().sorted(Kind.SERVICE)) {
            inspect(idc.state(), resource, findings);
        }
    }

    private static void inspect(ControlState state, Resource service, Findings findings) {
        Set<String> workloads = state.workloadsOf(service.name());
        if (workloads.stream().anyMatch(name -> serves(state, name))) {
            return;
        }
        String others = elsewhere(state, service.name());
        boolean none = workloads.isEmpty();
        if (others.isEmpty()) {
            findings.error(none ? NONE : ALL_DOWN, Findings.path(service),
                    "nobody serves it: no workload is UP and no other IDC can"
                            + (none ? "" : " (" + workloads.size() + " workloads are " + why(state, workloads) + ")"));
        } else if (none) {
            findings.warning(NONE_HERE, Findings.path(service),
                    "has no workload here: " + others + " serves all of it");
        } else {
            findings.warning(ALL_DOWN_HERE, Findings.path(service), "none of its " + workloads.size()
                    + " workloads here is UP (they are " + why(state, workloads) + "): " + others
                    + " serves all of it");
        }
    }

    private static boolean serves(ControlState state, String workload) {
        return isUp(state, workload) && state.health(workload) == null;
    }

    private static boolean isUp(ControlState state, String workload) {
        Resource found = state.get(Kind.WORKLOAD_ENTRY, workload);
        return found != null && found.spec() instanceof WorkloadEntrySpec spec && spec.state() == WorkloadState.UP;
    }

    /** Says what keeps workloads, none of which serves, from it. */
    private static String why(ControlState state, Set<String> workloads) {
        long failing = workloads.stream().filter(name -> isUp(state, name)).count();
        if (failing == 0) {
            return "DRAINING or DOWN";
        }
        return failing == workloads.size() ? "failing their checks" : "DRAINING, DOWN or failing their checks";
    }

    /** Returns the IDCs where somebody serves it and is healthy. */
    private static String elsewhere(ControlState state, String service) {
        Set<String> idcs = new TreeSet<>();
        for (String name : state.names(Index.IMPORTS_BY_SERVICE, service)) {
            Resource entry = state.get(Kind.SERVICE_ENTRY, name);
            if (entry != null && entry.spec() instanceof ServiceEntrySpec imported
                    && imported.groups().stream().anyMatch(group -> group.healthy() > 0)) {
                idcs.add(imported.idc());
            }
        }
        return String.join(", ", idcs);
    }
}
