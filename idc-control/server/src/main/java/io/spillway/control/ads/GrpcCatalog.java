package io.spillway.control.ads;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.spillway.control.snapshot.Catalog;
import io.spillway.control.snapshot.GrpcClusters;
import io.spillway.control.snapshot.GrpcRoutes;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import org.jspecify.annotations.Nullable;

/**
 * The newest catalog as gRPC's own xDS clients are told it: one listener and one route configuration per host, under the
 * host's name, and clusters and endpoints with what such a client understands. A resource is made when the first client asks
 * for it and shared by all of them until what it is made from changes. Safe for use by any thread.
 */
final class GrpcCatalog {

    private final Supplier<Catalog> newest;
    private final Map<ResourceType, Map<String, Made>> made = new EnumMap<>(ResourceType.class);

    /** A resource and what it was made from; what did not change is the same object in the next catalog, so comparing is cheap. */
    private record Made(Object source, Versioned resource) {}

    GrpcCatalog(Supplier<Catalog> newest) {
        this.newest = newest;
        for (ResourceType type : ResourceType.values()) {
            made.put(type, new ConcurrentHashMap<>());
        }
    }

    @Nullable
    Versioned get(ResourceType type, String name) {
        Catalog catalog = newest.get();
        Object source = switch (type) {
            case LISTENER, ROUTE -> catalog.virtualHost(name);
            case CLUSTER, ENDPOINT -> catalog.get(type, name);
            case RUNTIME, SERVICE_ENTRY, TRAFFIC_SHIFT -> null;
        };
        Map<String, Made> known = made.getOrDefault(type, Map.of());
        if (source == null) {
            known.remove(name);
            return null;
        }
        Made before = known.get(name);
        if (before != null && before.source().equals(source)) {
            return before.resource();
        }
        Versioned resource = make(type, name, catalog);
        if (resource != null) {
            known.put(name, new Made(source, resource));
        }
        return resource;
    }

    private static @Nullable Versioned make(ResourceType type, String name, Catalog catalog) {
        var host = catalog.virtualHost(name);
        Versioned shared = catalog.get(type, name);
        return switch (type) {
            case LISTENER -> GrpcRoutes.listener(name);
            case ROUTE -> host == null ? null : GrpcRoutes.configuration(name, host);
            case CLUSTER -> shared == null ? null : GrpcClusters.cluster(shared);
            case ENDPOINT -> shared == null ? null : GrpcClusters.assignment(shared);
            case RUNTIME, SERVICE_ENTRY, TRAFFIC_SHIFT -> null;
        };
    }

    /** Returns the names of everything of a type. */
    Set<String> names(ResourceType type) {
        return switch (type) {
            case LISTENER, ROUTE -> newest.get().hostNames();
            case CLUSTER, ENDPOINT -> newest.get().all(type).sortedKeys();
            case RUNTIME, SERVICE_ENTRY, TRAFFIC_SHIFT -> new TreeSet<>();
        };
    }
}
