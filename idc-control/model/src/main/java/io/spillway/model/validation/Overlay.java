package io.spillway.model.validation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.TrafficShiftSpec;
import org.jspecify.annotations.Nullable;

/** What will be there after a write. Copies nothing until all resources of a kind are asked for. */
record Overlay(ResourceView before, ResourceSet written) implements ResourceView {

    @Override
    public @Nullable Resource get(Kind kind, String name) {
        Resource resource = written.get(kind, name);
        return resource == null ? before.get(kind, name) : resource;
    }

    @Override
    public Collection<Resource> all(Kind kind) {
        return over(kind, written.all(kind), before.all(kind));
    }

    @Override
    public Collection<Resource> workloadsOf(Resource service) {
        return over(Kind.WORKLOAD_ENTRY, written.workloadsOf(service), before.workloadsOf(service));
    }

    @Override
    public boolean isHealthy(Resource workload) {
        return before.isHealthy(workload);
    }

    @Override
    public Collection<Resource> importsOf(String service) {
        return over(Kind.SERVICE_ENTRY, written.importsOf(service), before.importsOf(service));
    }

    @Override
    public Collection<Resource> servicesOf(String drGroup) {
        return over(Kind.SERVICE, written.servicesOf(drGroup), before.servicesOf(drGroup));
    }

    @Override
    public @Nullable TrafficShiftSpec shiftOf(ShiftScope scope) {
        TrafficShiftSpec shift = written.shiftOf(scope);
        return shift == null ? before.shiftOf(scope) : shift;
    }

    /** What is written replaces what stood there, also where it is not found any more in the way in which that was. */
    private Collection<Resource> over(Kind kind, Collection<Resource> added, Collection<Resource> standing) {
        if (written.all(kind).isEmpty()) {
            return standing;
        }
        List<Resource> all = new ArrayList<>(added);
        standing.stream().filter(resource -> written.get(kind, resource.name()) == null).forEach(all::add);
        return all;
    }
}
