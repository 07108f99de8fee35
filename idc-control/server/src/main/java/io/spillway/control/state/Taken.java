package io.spillway.control.state;

import java.util.HashSet;
import java.util.Set;

import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadEntrySpec;

/** Whose instances somebody shares by what he writes: labels join a Service from both sides. Pure. */
public final class Taken {

    private Taken() {}

    /**
     * Returns the names of other Services that a resource, as it is written, takes instances from or gives instances to: of a
     * WorkloadEntry the Services that it belongs to, of a Service those whose WorkloadEntries its selector finds anew; of
     * others none.
     */
    public static Set<String> services(ControlState state, Resource written) {
        return written.spec() instanceof ServiceSpec service
                ? found(state, written.name(), service)
                : state.servicesOf(written);
    }

    private static Set<String> found(ControlState state, String name, ServiceSpec service) {
        ServiceSpec stood = state.service(name);
        if (service.selector().isEmpty() || (stood != null && stood.selector().equals(service.selector()))) {
            return Set.of();
        }
        Set<String> anew = state.workloadsOf(name, service);
        anew.removeAll(state.workloadsOf(name));
        Set<String> services = new HashSet<>();
        for (String workload : anew) {
            Resource entry = state.get(Kind.WORKLOAD_ENTRY, workload);
            if (entry != null && entry.spec() instanceof WorkloadEntrySpec spec && !spec.service().equals(name)) {
                services.add(spec.service());
            }
        }
        return services;
    }
}
