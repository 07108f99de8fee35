package io.spillway.control.node;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.spillway.control.state.ResourceKeys;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.WorkloadEntrySpec;

/**
 * How far a write reaches: what it changes, and what its judgement leans on. Two writes may go on at the same time unless one
 * changes what the other changes or leans on.
 *
 * <p>That is enough for every set of accepted writes to be one that would have been accepted one after the other. What names
 * something leans on it, so a deletion that is refused while somebody names the thing meets nobody who is about to. A Service
 * changes its hosts besides, which no two may have. What other nodes take meanwhile is noticed by {@link Naming}, and so is
 * who registers for a Service that goes. A TrafficShift looks at more than it leans on: it counts who is healthy. Nobody who
 * registers, or leaves, is judged by shifts in turn; so it is as if the shift had come first.
 *
 * @param changes keys of the registry, hosts, and what all shifts that exclude IDCs leave together
 * @param leansOn what must stand as it was judged until the write is done, or be as absent
 */
record Reach(Set<String> changes, Set<ResourceKeys.Id> leansOn) {

    Reach {
        changes = Set.copyOf(changes);
        leansOn = Set.copyOf(leansOn);
    }

    /** Returns the reach of resources that are written together. */
    static Reach of(List<Resource> resources) {
        Set<String> changes = new HashSet<>();
        Set<ResourceKeys.Id> leansOn = new HashSet<>();
        Set<ResourceKeys.Id> written = new HashSet<>();
        for (Resource resource : resources) {
            changes.add(ResourceKeys.keyOf(resource.kind(), resource.name()));
            written.add(new ResourceKeys.Id(resource.kind(), resource.name()));
            if (resource.spec() instanceof ServiceSpec service) {
                service.hosts().forEach(host -> changes.add("host " + host));
            }
            if (Naming.lookedFor(List.of(resource)).contains(Naming.EXCLUSION)) {
                changes.add(Naming.EXCLUSION.key());
            }
            leansOn.addAll(leaning(resource));
        }
        leansOn.removeAll(written);
        return new Reach(changes, leansOn);
    }

    /** Returns the reach of a deletion. That of a TrafficShift is a write of its resource. */
    static Reach ofDeletion(Kind kind, String name) {
        ShiftScope scope = kind == Kind.TRAFFIC_SHIFT ? ShiftScope.ofResourceName(name) : null;
        return new Reach(Set.of(ResourceKeys.keyOf(kind, name)),
                scope == null ? Set.of() : Set.of(Naming.scoped(scope)));
    }

    /** Returns the keys of what it leans on. */
    Set<String> keysLeantOn() {
        Set<String> keys = new HashSet<>();
        leansOn.forEach(id -> keys.add(ResourceKeys.keyOf(id.kind(), id.name())));
        return keys;
    }

    /** A workload may come before its Service. */
    private static Set<ResourceKeys.Id> leaning(Resource resource) {
        Set<ResourceKeys.Id> named = Naming.named(resource);
        if (resource.spec() instanceof WorkloadEntrySpec workload) {
            named.remove(new ResourceKeys.Id(Kind.SERVICE, workload.service()));
        }
        return named;
    }
}
