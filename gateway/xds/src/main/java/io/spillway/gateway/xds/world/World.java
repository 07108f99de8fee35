package io.spillway.gateway.xds.world;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.xds.demand.Demand;
import org.jspecify.annotations.Nullable;

/**
 * All resources that this gateway holds. It outlives streams: a new stream resumes from the versions kept here. Used by
 * one thread only, the owner of the protocol.
 *
 * <p>
 * A cluster that is sent again keeps its endpoints until new ones come: nothing here is dropped because something else
 * was updated, only because it was removed or because nobody refers to it any longer.
 */
public final class World {

    private final ResourceSink sink;
    private final Map<ResourceType, Shelf> shelves = new EnumMap<>(ResourceType.class);
    /** Null when all clusters are subscribed. */
    private final @Nullable Interests interests;

    /** Returns an empty world of all clusters, whose accepted resources go to this sink. */
    public World(ResourceSink sink) {
        this(sink, false);
    }

    /** Returns an empty world, of all clusters or of those that are {@link #want wanted}. */
    public World(ResourceSink sink, boolean onDemand) {
        this.sink = sink;
        this.interests = onDemand ? new Interests() : null;
        for (ResourceType type : ResourceType.values()) {
            shelves.put(type, new Shelf());
        }
    }

    /** Applies one response; what is rejected leaves the version before it untouched. */
    public Applied apply(ResourceType type, List<Resource> resources, List<String> removed) {
        List<Rejection> rejected = new ArrayList<>();
        boolean changed = false;
        shelf(type).setAnswered();
        Set<String> given = new HashSet<>();
        resources.forEach(resource -> given.add(resource.getName()));
        for (String name : removed) {
            if (given.contains(name)) {
                // Taken away and given in one breath is an update: what hangs on it must not fall.
                continue;
            }
            if (shelf(type).references().contains(name)) {
                shelf(type).setAbsent(name);
            }
            changed |= drop(type, name);
        }
        Set<String> seen = new HashSet<>();
        for (Resource resource : resources) {
            Optional<String> refusal = seen.add(resource.getName())
                    ? take(type, resource)
                    : Optional.of("is twice in one response");
            if (refusal.isPresent()) {
                rejected.add(new Rejection(resource.getName(), refusal.get()));
            } else {
                changed = true;
            }
        }
        changed |= dropOrphans();
        return new Applied(List.copyOf(rejected), changed);
    }

    /**
     * Takes what a file holds, into an empty world. The first resource that cannot be used is returned, and the world
     * must then be thrown away.
     */
    public Optional<Rejection> restore(List<HeldResource> resources) {
        for (HeldResource resource : resources) {
            Optional<String> refusal = accept(resource);
            if (refusal.isPresent()) {
                return Optional.of(new Rejection(resource.name(), refusal.get()));
            }
            shelf(resource.type()).setAnswered();
            if (resource.type() == ResourceType.CLUSTER) {
                want(resource.name());
            }
        }
        return Optional.empty();
    }

    /** Returns true when everything of this type is subscribed, false when it is subscribed by name. */
    public boolean wildcard(ResourceType type) {
        return type.wildcard() && !(type == ResourceType.CLUSTER && interests != null);
    }

    /** Wants a cluster, with the variants that its group has for other IDCs; of no effect when all are subscribed. */
    public void want(String cluster) {
        if (interests != null) {
            shelf(ResourceType.CLUSTER).references().set(Demand.stem(cluster), interests.want(cluster));
        }
    }

    /** Wants the clusters of this group no longer; returns whether any was held. */
    public boolean forget(String stem) {
        if (interests == null) {
            return false;
        }
        interests.forget(stem);
        shelf(ResourceType.CLUSTER).references().set(stem, Set.of());
        return dropOrphans();
    }

    /** Returns the groups whose clusters are wanted. */
    public Set<String> stems() {
        return interests == null ? Set.of() : interests.stems();
    }

    /** Returns the names that were asked for and that the control plane does not have. */
    public Set<String> absent(ResourceType type) {
        return shelf(type).absent();
    }

    /**
     * Returns the names to subscribe, as a live view; always empty for a type that is subscribed as a whole.
     */
    public Set<String> wanted(ResourceType type) {
        return shelf(type).references().names();
    }

    /** Returns name and version of what is held of this type. */
    public Map<String, String> versions(ResourceType type) {
        return shelf(type).versions();
    }

    /**
     * Returns true when nothing is missing: clusters and listeners came, and for each name that they refer to the
     * resource, or the word that there is none.
     */
    public boolean complete() {
        return begun() && missing(ResourceType.CLUSTER).isEmpty() && missing(ResourceType.ENDPOINTS).isEmpty()
                && missing(ResourceType.ROUTES).isEmpty();
    }

    /** Returns true when listeners and, if all are subscribed, clusters came, whatever they refer to. */
    public boolean begun() {
        return (interests != null || shelf(ResourceType.CLUSTER).answered())
                && shelf(ResourceType.LISTENER).answered();
    }

    /** Returns the names that are asked for and not answered yet. */
    public Set<String> missing(ResourceType type) {
        return shelf(type).missing();
    }

    /** Returns everything held, in the order in which it can be restored. */
    public List<HeldResource> resources() {
        List<HeldResource> all = new ArrayList<>();
        shelves.values().forEach(shelf -> all.addAll(shelf.all().values()));
        return List.copyOf(all);
    }

    /** Returns the snapshot of what is held. */
    public RoutingSnapshot assemble() {
        Map<String, String> digests = new TreeMap<>();
        shelves.forEach((type, shelf) -> digests.put(type.typeUrl(), shelf.digest()));
        return sink.assemble(digests);
    }

    private Optional<String> take(ResourceType type, Resource resource) {
        String typeUrl = resource.getResource().getTypeUrl();
        if (!typeUrl.equals(type.typeUrl())) {
            return Optional.of("is a \"" + typeUrl + "\" (expected: " + type.typeUrl() + ")");
        }
        if (!wildcard(type) && !shelf(type).references().contains(resource.getName())) {
            // An answer that crossed our unsubscription: neither wrong nor wanted.
            return Optional.empty();
        }
        return accept(new HeldResource(type, resource.getName(), resource.getVersion(),
                resource.getResource().getValue()));
    }

    private Optional<String> accept(HeldResource resource) {
        if (resource.type() == ResourceType.ROUTES) {
            return acceptRoutes(resource);
        }
        Message body;
        try {
            body = resource.type().prototype().getParserForType().parseFrom(resource.body());
        } catch (InvalidProtocolBufferException e) {
            return Optional.of("cannot be read: " + e.getMessage());
        }
        String name = References.nameOf(body);
        if (!name.equals(resource.name())) {
            return Optional.of("carries the name \"" + name + "\" (expected: \"" + resource.name() + "\")");
        }
        Optional<String> refusal = offer(() -> sink.offer(resource.type(), name, body));
        if (refusal.isPresent()) {
            return refusal;
        }
        shelf(resource.type()).put(resource);
        refer(resource.type(), name, References.of(body));
        if (interests != null && body instanceof Cluster cluster) {
            Set<String> wanted = interests.learn(name, References.targetsOf(cluster));
            if (!wanted.isEmpty()) {
                shelf(ResourceType.CLUSTER).references().set(Demand.stem(name), wanted);
            }
        }
        return Optional.empty();
    }

    /** The largest resources there are: never a message as a whole. They ask for no others. */
    private Optional<String> acceptRoutes(HeldResource resource) {
        Optional<String> refusal = offer(() -> sink.offerRoutes(resource.name(), resource.body()));
        if (refusal.isEmpty()) {
            shelf(ResourceType.ROUTES).put(resource);
        }
        return refusal;
    }

    private static Optional<String> offer(Supplier<Optional<String>> offered) {
        try {
            return offered.get();
        } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
            // A hole in the checks must cost one resource, never the gateway.
            return Optional.of("is not understood: " + e);
        }
    }

    private boolean drop(ResourceType type, String name) {
        sink.forget(type, name);
        refer(type, name, Set.of());
        return shelf(type).remove(name);
    }

    private void refer(ResourceType referrer, String name, Set<String> names) {
        switch (referrer) {
            case CLUSTER -> shelf(ResourceType.ENDPOINTS).references().set(name, names);
            case LISTENER -> shelf(ResourceType.ROUTES).references().set(name, names);
            case ENDPOINTS, ROUTES -> {
                // They are the end of the chain.
            }
        }
    }

    private boolean dropOrphans() {
        boolean changed = false;
        for (Map.Entry<ResourceType, Shelf> entry : shelves.entrySet()) {
            for (String name : entry.getValue().references().takeOrphans()) {
                entry.getValue().forgetAbsent(name);
                changed |= drop(entry.getKey(), name);
            }
        }
        return changed;
    }

    private Shelf shelf(ResourceType type) {
        Shelf shelf = shelves.get(type);
        if (shelf == null) {
            throw new IllegalStateException("no shelf for " + type);
        }
        return shelf;
    }

    /** What a response did. */
    public record Applied(List<Rejection> rejected, boolean changed) {}
}
