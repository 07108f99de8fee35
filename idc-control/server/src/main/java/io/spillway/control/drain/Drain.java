package io.spillway.control.drain;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.spillway.control.snapshot.Catalog;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.ResourceKeys;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.wire.xds.XdsNames;

/**
 * A workload that asked to leave.
 *
 * @param workload  name of the WorkloadEntry
 * @param revision  registry revision of the entry as it is DRAINING; another write to it makes another drain
 * @param endpoints names of the endpoint resources that it was in, or could have been
 * @param since     when this node saw it
 * @param nanos     the same as ticker's time; the deadline counts from here
 */
record Drain(String workload, long revision, Set<String> endpoints, Instant since, long nanos) {

    Drain {
        endpoints = Set.copyOf(endpoints);
    }

    /** Returns whether a resource is a workload that asks to leave. */
    static boolean isAskedBy(Resource resource) {
        return resource.spec() instanceof WorkloadEntrySpec spec && spec.state() == WorkloadState.DRAINING;
    }

    /** Returns the names of the endpoint resources of all groups that a workload serves. */
    static Set<String> endpoints(Resource workload, ControlState state, Catalog catalog) {
        Set<String> names = new HashSet<>();
        if (workload.spec() instanceof WorkloadEntrySpec spec) {
            for (String service : state.servicesOf(workload)) {
                String base = XdsNames.cluster(service, spec.group());
                catalog.clustersOf(service).stream().filter(
                        name -> name.equals(base) || name.startsWith(base + "!") || name.startsWith(base + "@"))
                        .forEach(names::add);
            }
        }
        return names;
    }

    String key() {
        return ResourceKeys.keyOf(Kind.WORKLOAD_ENTRY, workload);
    }

    /**
     * A drain and what is known of this node's own clients.
     *
     * @param behind names of some clients that do not have it yet; empty when all have
     */
    record Known(Drain drain, boolean delivered, List<String> behind) {

        Known {
            behind = List.copyOf(behind);
        }
    }
}
