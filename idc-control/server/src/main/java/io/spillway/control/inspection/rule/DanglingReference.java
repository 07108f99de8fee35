package io.spillway.control.inspection.rule;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadEntrySpec;

/** Workloads and services that name what does not exist. */
final class DanglingReference implements Rule {

    private static final Findings.Advice WORKLOAD = new Findings.Advice("unknown-reference",
            "Nobody sends requests to it there",
            "Create what it names, or register it under the right name");
    private static final Findings.Advice CLUSTER = new Findings.Advice("unknown-reference",
            "It serves, but nobody can see or move it with its deployment cluster",
            "Create the Cluster, or register it under the right name");
    private static final Findings.Advice SERVICE = new Findings.Advice("unknown-reference",
            "Nothing backs the service when this IDC fails, and shifts do not reach it",
            "Create the DrGroup, or name another");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        ControlState state = idc.state();
        for (Resource resource : state.sorted(Kind.WORKLOAD_ENTRY)) {
            if (resource.spec() instanceof WorkloadEntrySpec workload) {
                workload(state, resource, workload, findings);
            }
        }
        for (Resource resource : state.sorted(Kind.SERVICE)) {
            if (resource.spec() instanceof ServiceSpec service && service.drGroup() != null
                    && state.get(Kind.DR_GROUP, service.drGroup()) == null) {
                findings.error(SERVICE, Findings.path(resource), "drGroup " + service.drGroup() + " does not exist");
            }
        }
    }

    private static void workload(ControlState state, Resource resource, WorkloadEntrySpec workload,
            Findings findings) {
        ServiceSpec service = state.service(workload.service());
        if (service == null) {
            findings.warning(WORKLOAD, Findings.path(resource), "service " + workload.service() + " does not exist");
        } else if (service.groups().stream().noneMatch(group -> group.name().equals(workload.group()))) {
            findings.warning(WORKLOAD, Findings.path(resource), "service " + workload.service() + " has no group "
                    + workload.group());
        }
        if (state.get(Kind.CLUSTER, workload.cluster()) == null) {
            findings.warning(CLUSTER, Findings.path(resource), "cluster " + workload.cluster() + " does not exist");
        }
    }
}
