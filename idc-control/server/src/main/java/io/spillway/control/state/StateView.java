package io.spillway.control.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.validation.ResourceView;
import org.jspecify.annotations.Nullable;

/**
 * A state as validation sees it: what leads from one resource to others is answered by the indexes of the state. All resources of
 * a kind are copied once, when they are first asked for. Used by one thread.
 */
public final class StateView implements ResourceView {

    private final ControlState state;
    private final Map<Kind, Collection<Resource>> copied = new EnumMap<>(Kind.class);

    /** Creates one of a state. */
    public StateView(ControlState state) {
        this.state = state;
    }

    @Override
    public @Nullable Resource get(Kind kind, String name) {
        return state.get(kind, name);
    }

    @Override
    public Collection<Resource> all(Kind kind) {
        return copied.computeIfAbsent(kind, asked -> state.all(asked).toMap().values());
    }

    /** Returns the kinds of which all resources were asked for. */
    public Set<Kind> lookedThrough() {
        return Set.copyOf(copied.keySet());
    }

    @Override
    public Collection<Resource> workloadsOf(Resource service) {
        return service.spec() instanceof ServiceSpec spec
                ? found(Kind.WORKLOAD_ENTRY, state.workloadsOf(service.name(), spec))
                : List.of();
    }

    /** What health checks hold against it counts, too. */
    @Override
    public boolean isHealthy(Resource workload) {
        return ResourceView.super.isHealthy(workload) && state.health(workload.name()) == null;
    }

    @Override
    public Collection<Resource> importsOf(String service) {
        return found(Kind.SERVICE_ENTRY, state.names(Index.IMPORTS_BY_SERVICE, service));
    }

    @Override
    public Collection<Resource> servicesOf(String drGroup) {
        return found(Kind.SERVICE, state.names(Index.SERVICES_BY_DR_GROUP, drGroup));
    }

    private Collection<Resource> found(Kind kind, Set<String> names) {
        List<Resource> found = new ArrayList<>(names.size());
        for (String name : names) {
            Resource resource = state.get(kind, name);
            if (resource != null) {
                found.add(resource);
            }
        }
        return found;
    }
}
