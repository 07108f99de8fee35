package io.spillway.control.snapshot;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.spillway.control.state.PersistentMap;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is served, as of a registry revision. Immutable; what did not change is shared with the catalog before.
 * Of listeners only those for TCP are in it, without addresses: where they are depends on the node; and what the others have
 * in common.
 */
public final class Catalog {

    private final long revision;
    private final Map<ResourceType, PersistentMap<String, Versioned>> resources;
    private final PersistentMap<String, ServiceParts> services;
    private final PersistentMap<String, VirtualHost> hosts;
    private final ListenerRules rules;
    private final Unbuilt unbuilt;

    Catalog(long revision, Map<ResourceType, PersistentMap<String, Versioned>> resources,
            PersistentMap<String, ServiceParts> services, PersistentMap<String, VirtualHost> hosts,
            ListenerRules rules, Unbuilt unbuilt) {
        this.revision = revision;
        this.resources = resources;
        this.services = services;
        this.hosts = hosts;
        this.rules = rules;
        this.unbuilt = unbuilt;
    }

    /**
     * What a service has in the catalog, to know what to take out again.
     *
     * @param crossing its routes in the crossing's configuration
     * @param tcp      whether listeners depend on it
     * @param members  what its clusters are made of for gRPC's own clients that cross by mutual TLS
     */
    record ServiceParts(List<String> clusters, List<Route> crossing, List<String> exportTo, boolean tcp,
            GrpcMembers members) {}

    /** Returns a catalog without resources. */
    public static Catalog empty() {
        return new Catalog(0, new EnumMap<>(ResourceType.class), PersistentMap.empty(), PersistentMap.empty(),
                ListenerRules.NONE, Unbuilt.NOTHING);
    }

    /**
     * Returns a catalog that also has this resource, instead of the one of that type and name. For those who make resources
     * without a registry; what is known of services stays as it is.
     */
    public Catalog with(ResourceType type, Versioned resource) {
        return replacing(type, all(type).with(resource.name(), resource));
    }

    /** Returns a catalog without that resource; the counterpart of {@link #with}. */
    public Catalog without(ResourceType type, String name) {
        return replacing(type, all(type).without(name));
    }

    private Catalog replacing(ResourceType type, PersistentMap<String, Versioned> ofType) {
        Map<ResourceType, PersistentMap<String, Versioned>> next = new EnumMap<>(ResourceType.class);
        next.putAll(resources);
        next.put(type, ofType);
        return new Catalog(revision, next, services, hosts, rules, unbuilt);
    }

    /** Returns the registry revision it was built from. */
    public long revision() {
        return revision;
    }

    /** Returns the resource of that type and name, or null. */
    public @Nullable Versioned get(ResourceType type, String name) {
        return all(type).get(name);
    }

    /** Returns all resources of a type by name. */
    public PersistentMap<String, Versioned> all(ResourceType type) {
        PersistentMap<String, Versioned> found = resources.get(type);
        return found == null ? PersistentMap.empty() : found;
    }

    /** Returns whether a service is declared to that IDC. */
    public boolean exportedTo(String service, String idc) {
        ServiceParts parts = services.get(service);
        return parts != null && (parts.exportTo().contains("*") || parts.exportTo().contains(idc));
    }

    /** Returns the names of all clusters of a service, which are those of its endpoints too; none when it has none. */
    public List<String> clustersOf(String service) {
        ServiceParts parts = services.get(service);
        return parts == null ? List.of() : parts.clusters();
    }

    /**
     * Returns of which clusters a cluster is made, first to last, for gRPC's own client that crosses by mutual TLS; none when
     * it is one cluster for everybody.
     */
    public List<String> membersOf(String cluster) {
        return members(cluster).of(cluster);
    }

    /** Returns whether it is the name of a cluster to one other IDC, which is a member of others. */
    public boolean isCrossing(String cluster) {
        return XdsNames.crossingTo(cluster) != null && members(cluster).crossings().contains(cluster);
    }

    private GrpcMembers members(String cluster) {
        int slash = cluster.indexOf('/');
        ServiceParts parts = slash < 0 ? null : services.get(cluster.substring(0, slash));
        return parts == null ? GrpcMembers.NONE : parts.members();
    }

    /** Returns a digest over the names and versions of a type; costs a look at each of them. */
    public long digest(ResourceType type) {
        long[] digest = {0};
        all(type).forEach((_, resource) -> digest[0] ^= resource.digest());
        return digest[0];
    }

    /** Returns versions by name, for comparing two catalogs. */
    public Map<String, String> versions(ResourceType type) {
        Map<String, String> versions = new HashMap<>();
        all(type).forEach((name, resource) -> versions.put(name, resource.version()));
        return versions;
    }

    /** Returns what this IDC's listeners have in common. */
    public ListenerRules rules() {
        return rules;
    }

    /** Returns what is not as the state says, because it could not be made of it. */
    public Unbuilt unbuilt() {
        return unbuilt;
    }

    /** Returns what answers to a host, or null. */
    public @Nullable VirtualHost virtualHost(String host) {
        return hosts.get(host);
    }

    /** Returns the hosts that something answers to, sorted. */
    public Set<String> hostNames() {
        return hosts.sortedKeys();
    }

    PersistentMap<String, ServiceParts> services() {
        return services;
    }

    PersistentMap<String, VirtualHost> hosts() {
        return hosts;
    }

    Map<ResourceType, PersistentMap<String, Versioned>> resources() {
        return resources;
    }
}
