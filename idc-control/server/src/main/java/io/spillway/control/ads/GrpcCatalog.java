package io.spillway.control.ads;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

import io.spillway.control.snapshot.Catalog;
import io.spillway.control.snapshot.GrpcClusters;
import io.spillway.control.snapshot.GrpcCrossings;
import io.spillway.control.snapshot.GrpcRoutes;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/**
 * The newest catalog as gRPC's own xDS clients are told it: one listener and one route configuration per host, under the
 * host's name, and clusters and endpoints with what such a client understands. Those that have a certificate for crossings see
 * clusters that lead to other IDCs as made of members; those that lose calls when they eject outliers are not told to. A
 * resource is made when the first client asks for it and shared by all of them until what it is made from changes. Safe for
 * use by any thread.
 */
final class GrpcCatalog {

    private final Supplier<Catalog> newest;
    /** What is the same for clients without a certificate; null in the catalog of these. */
    private final @Nullable GrpcCatalog clear;
    private final GrpcCatalog secured;
    /** The same for those that must not eject. */
    private final GrpcCatalog calm;
    private final boolean ejects;
    private final Map<ResourceType, Map<String, Made>> made = new EnumMap<>(ResourceType.class);

    /** A resource and what it was made from; what did not change is the same object in the next catalog, so comparing is cheap. */
    private record Made(Object source, Versioned resource) {}

    /** What an aggregate is made from. */
    private record Aggregate(Versioned shared, List<String> members) {}

    /** Creates the catalog of clients without a certificate. */
    GrpcCatalog(Supplier<Catalog> newest) {
        this(newest, null, true);
    }

    private GrpcCatalog(Supplier<Catalog> newest, @Nullable GrpcCatalog clear, boolean ejects) {
        this.newest = newest;
        this.clear = clear;
        this.ejects = ejects;
        this.secured = clear == null ? new GrpcCatalog(newest, this, ejects) : this;
        this.calm = clear == null && ejects ? new GrpcCatalog(newest, null, false) : this;
        for (ResourceType type : ResourceType.values()) {
            made.put(type, new ConcurrentHashMap<>());
        }
    }

    /** Returns it as that client is told it. */
    GrpcCatalog toldTo(NodeIdentity who) {
        GrpcCatalog like = who.losesWithEjection() ? calm : this;
        return who.crossesByTls() ? like.secured : like;
    }

    @Nullable
    Versioned get(ResourceType type, String name) {
        Catalog catalog = newest.get();
        if (clear != null && (type == ResourceType.CLUSTER || type == ResourceType.ENDPOINT)) {
            List<String> members = catalog.membersOf(name);
            if (!members.isEmpty()) {
                return type == ResourceType.ENDPOINT ? null : aggregate(catalog, name, members);
            }
            if (XdsNames.crossingTo(name) != null) {
                return crossing(catalog, type, name);
            }
        }
        return clear != null ? clear.get(type, name) : make(catalog, type, name);
    }

    private @Nullable Versioned make(Catalog catalog, ResourceType type, String name) {
        return switch (type) {
            case LISTENER -> made(type, name, catalog.virtualHost(name), _ -> GrpcRoutes.listener(name));
            case ROUTE -> made(type, name, catalog.virtualHost(name), host -> GrpcRoutes.configuration(name, host));
            case CLUSTER -> made(type, name, catalog.get(type, name), shared -> GrpcClusters.cluster(shared, ejects));
            case ENDPOINT -> made(type, name, catalog.get(type, name), GrpcClusters::assignment);
            case RUNTIME, SERVICE_ENTRY, TRAFFIC_SHIFT, SWITCH_OVER, SWITCH_OVER_PROGRESS, AUDIT_HEAD -> null;
        };
    }

    private @Nullable Versioned aggregate(Catalog catalog, String name, List<String> members) {
        Versioned shared = catalog.get(ResourceType.CLUSTER, name);
        return made(ResourceType.CLUSTER, name, shared == null ? null : new Aggregate(shared, members),
                from -> GrpcCrossings.aggregate(from.shared(), from.members(), ejects));
    }

    private @Nullable Versioned crossing(Catalog catalog, ResourceType type, String name) {
        Versioned shared = catalog.isCrossing(name) ? catalog.get(type, XdsNames.uncrossed(name)) : null;
        return made(type, name, shared, from -> type == ResourceType.CLUSTER
                ? GrpcCrossings.cluster(from, name, ejects)
                : GrpcCrossings.assignment(from, name));
    }

    private <S> @Nullable Versioned made(ResourceType type, String name, @Nullable S source,
            Function<S, Versioned> make) {
        Map<String, Made> known = made.getOrDefault(type, Map.of());
        if (source == null) {
            known.remove(name);
            return null;
        }
        Made before = known.get(name);
        if (before != null && before.source().equals(source)) {
            return before.resource();
        }
        Versioned resource = make.apply(source);
        known.put(name, new Made(source, resource));
        return resource;
    }

    /** Returns the names of everything of a type. */
    Set<String> names(ResourceType type) {
        return switch (type) {
            case LISTENER, ROUTE -> newest.get().hostNames();
            case CLUSTER, ENDPOINT -> clusters(type);
            case RUNTIME, SERVICE_ENTRY, TRAFFIC_SHIFT, SWITCH_OVER, SWITCH_OVER_PROGRESS, AUDIT_HEAD ->
                new TreeSet<>();
        };
    }

    private Set<String> clusters(ResourceType type) {
        Catalog catalog = newest.get();
        Set<String> names = catalog.all(type).sortedKeys();
        if (clear != null) {
            for (String name : List.copyOf(names)) {
                names.addAll(catalog.membersOf(name));
            }
            names.removeIf(name -> type == ResourceType.ENDPOINT && !catalog.membersOf(name).isEmpty());
        }
        return names;
    }
}
