package io.spillway.control.ads;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.spillway.control.snapshot.Catalog;
import io.spillway.control.snapshot.FaultRuntime;
import io.spillway.control.snapshot.ListenerRules;
import io.spillway.control.snapshot.Listeners;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import io.spillway.control.state.PersistentMap;
import org.jspecify.annotations.Nullable;

/** The part of the newest catalog that one node may see, and its own listeners. Safe for use by any thread. */
final class NodeCatalog {

    private final Supplier<Catalog> newest;
    private final NodeIdentity node;
    private final boolean letsEnd;
    private final GrpcCatalog grpc;
    /** Those of the rules; replaced as a whole, so that a race makes them twice and nothing worse. */
    private volatile Made made;

    private record Made(ListenerRules rules, Map<String, Versioned> listeners) {}

    /** TCP listeners at the node's addresses, by name. */
    private final Map<String, Placed> placed = new ConcurrentHashMap<>();

    /** A TCP listener at an address; {@code version} is that of the catalog. */
    private record Placed(String version, @Nullable Versioned listener) {}

    /** Creates one; {@code letsEnd}: whether the node lets resources end by themselves. */
    NodeCatalog(Supplier<Catalog> newest, NodeIdentity node, boolean letsEnd, GrpcCatalog grpc) {
        this.newest = newest;
        this.node = node;
        this.letsEnd = letsEnd;
        this.grpc = grpc;
        this.made = make(newest.get().rules());
    }

    private Made make(ListenerRules rules) {
        ListenerRules own = node.isOurs() ? rules.withoutTunnels() : rules;
        return new Made(rules, node.isSync() ? Map.of() : Listeners.of(node.listeners(), own.clear(node.plaintext())));
    }

    private Map<String, Versioned> listeners() {
        ListenerRules rules = newest.get().rules();
        Made known = made;
        if (!known.rules().equals(rules)) {
            known = make(rules);
            made = known;
        }
        return known.listeners();
    }

    @Nullable
    Versioned get(ResourceType type, String name) {
        if (node.isGrpc()) {
            return grpc.get(type, name);
        }
        return switch (type) {
            case LISTENER -> node.isSync() ? null : listener(name);
            case CLUSTER, ENDPOINT, ROUTE -> node.isSync() ? null : newest.get().get(type, name);
            case RUNTIME -> node.isSync() ? null : runtime(newest.get().get(type, name));
            case TRAFFIC_SHIFT, SWITCH_OVER, SWITCH_OVER_PROGRESS, AUDIT_HEAD ->
                node.isSync() ? newest.get().get(type, name) : null;
            case SERVICE_ENTRY -> {
                Catalog catalog = newest.get();
                yield node.isSync() && catalog.exportedTo(name, node.idc()) ? catalog.get(type, name) : null;
            }
        };
    }

    /**
     * Returns where all ordinary nodes find their resources of that type, the same while none of them changes; null: this
     * node sees something else.
     */
    @Nullable
    PersistentMap<String, Versioned> basis(ResourceType type) {
        boolean common = type == ResourceType.CLUSTER || type == ResourceType.ENDPOINT || type == ResourceType.ROUTE;
        return common && !node.isGrpc() && !node.isSync() ? newest.get().all(type) : null;
    }

    /** A fault that such a node would not end by itself is none for it. */
    private @Nullable Versioned runtime(@Nullable Versioned found) {
        boolean faults = found != null && found.name().equals(FaultRuntime.NONE.name());
        return found == null || found.until() == null || letsEnd ? found : faults ? FaultRuntime.NONE : null;
    }

    private @Nullable Versioned listener(String name) {
        Versioned role = listeners().get(name);
        Versioned tcp = role != null ? null : newest.get().get(ResourceType.LISTENER, name);
        String address = tcp == null ? null : node.listeners().get(name);
        if (tcp == null || address == null) {
            return role;
        }
        Placed known = placed.get(name);
        if (known == null || !known.version().equals(tcp.version())) {
            known = new Placed(tcp.version(), Listeners.at(tcp, address));
            placed.put(name, known);
        }
        return known.listener();
    }

    private Set<String> listenerNames() {
        Set<String> names = new TreeSet<>(listeners().keySet());
        for (String name : node.isSync() ? Set.<String>of() : node.listeners().keySet()) {
            if (listener(name) != null) {
                names.add(name);
            }
        }
        return names;
    }

    /** Returns about how many resources of a type the node may see, at least as many as there are. */
    int count(ResourceType type) {
        if (node.isGrpc()) {
            return grpc.names(type).size();
        }
        return type == ResourceType.LISTENER ? listenerNames().size() : newest.get().all(type).size();
    }

    /** Calls the action for everything of a type that the node may see, in no particular order. */
    void forEach(ResourceType type, Consumer<Versioned> action) {
        boolean all = !node.isSync() && !node.isGrpc()
                && (type == ResourceType.CLUSTER || type == ResourceType.ENDPOINT || type == ResourceType.ROUTE);
        if (all) {
            newest.get().all(type).forEach((_, resource) -> action.accept(resource));
            return;
        }
        for (String name : names(type)) {
            Versioned resource = get(type, name);
            if (resource != null) {
                action.accept(resource);
            }
        }
    }

    /** Returns the names of everything of a type that the node may see. */
    Set<String> names(ResourceType type) {
        if (node.isGrpc()) {
            return grpc.names(type);
        }
        return switch (type) {
            case LISTENER -> listenerNames();
            case CLUSTER, ENDPOINT, ROUTE, RUNTIME, TRAFFIC_SHIFT, SERVICE_ENTRY, SWITCH_OVER, SWITCH_OVER_PROGRESS,
                    AUDIT_HEAD -> {
                Set<String> names = newest.get().all(type).sortedKeys();
                names.removeIf(name -> get(type, name) == null);
                yield names;
            }
        };
    }
}
