package io.spillway.model.validation;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.Spec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import org.jspecify.annotations.Nullable;

/**
 * All resources as they are at one moment. Immutable. What leads from one resource to others looks through all of their kind here;
 * a view that has an index answers by that.
 */
public interface ResourceView {

    /** Returns the resource of that kind and name, or null. */
    @Nullable
    Resource get(Kind kind, String name);

    /** Returns all resources of a kind, in no order. */
    Collection<Resource> all(Kind kind);

    /** Returns the spec of the resource of that kind and name, or null. */
    default <S extends Spec> @Nullable S spec(Kind kind, String name, Class<S> type) {
        Resource resource = get(kind, name);
        return resource == null ? null : type.cast(resource.spec());
    }

    /** Returns the WorkloadEntries of a Service as given, in no order: those that name it and those that it selects. */
    default Collection<Resource> workloadsOf(Resource service) {
        return all(Kind.WORKLOAD_ENTRY).stream().filter(workload -> belongs(workload, service)).toList();
    }

    /** Returns whether a WorkloadEntry takes requests: it is UP, and nothing is known against it. */
    default boolean isHealthy(Resource workload) {
        return workload.spec() instanceof WorkloadEntrySpec spec && spec.state() == WorkloadState.UP;
    }

    /** Returns the ServiceEntries of a Service of that name, in no order: one for each other IDC that declares it. */
    default Collection<Resource> importsOf(String service) {
        return all(Kind.SERVICE_ENTRY).stream()
                .filter(entry -> entry.spec() instanceof ServiceEntrySpec spec && spec.service().equals(service))
                .toList();
    }

    /** Returns the Services that name a DrGroup, in no order. */
    default Collection<Resource> servicesOf(String drGroup) {
        return all(Kind.SERVICE).stream()
                .filter(service -> service.spec() instanceof ServiceSpec spec && drGroup.equals(spec.drGroup()))
                .toList();
    }

    /** Returns the TrafficShift of exactly that scope, cleared or not; null when there never was one. */
    default @Nullable TrafficShiftSpec shiftOf(ShiftScope scope) {
        return spec(Kind.TRAFFIC_SHIFT, scope.resourceName(), TrafficShiftSpec.class);
    }

    /** Returns whether a WorkloadEntry is one of a Service: it names it, or has all labels that it selects by. */
    static boolean belongs(Resource workload, Resource service) {
        if (!(workload.spec() instanceof WorkloadEntrySpec entry) || !(service.spec() instanceof ServiceSpec spec)) {
            return false;
        }
        if (entry.service().equals(service.name())) {
            return true;
        }
        Map<String, String> labels = new LinkedHashMap<>(workload.metadata().labels());
        labels.putAll(entry.labels());
        return !spec.selector().isEmpty() && labels.entrySet().containsAll(spec.selector().entrySet());
    }
}
