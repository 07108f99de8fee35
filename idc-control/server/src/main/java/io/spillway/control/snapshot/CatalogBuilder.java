package io.spillway.control.snapshot;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.PersistentMap;
import io.spillway.control.state.Shifts;
import io.spillway.control.state.Touched;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceProtocol;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.TunnelName;
import io.spillway.wire.v1.ServiceEntry;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next catalog from the last one and what was touched. Looks only at touched services and hosts; a route
 * configuration is put together again from its cached parts when one of these really changed. Stateless, except that
 * the epoch of exported versions is asked for; used by the state's thread.
 */
public final class CatalogBuilder {

    private final String ownIdc;
    private final java.util.function.LongSupplier epoch;
    private final InstantSource clock;

    /**
     * Creates a builder for this IDC; {@code epoch} is the registry's, the first part of exported versions; {@code clock}
     * tells which faults of Routes are over.
     */
    public CatalogBuilder(String ownIdc, java.util.function.LongSupplier epoch, InstantSource clock) {
        this.ownIdc = ownIdc;
        this.epoch = epoch;
        this.clock = clock;
    }

    /** Creates a builder for which no fault is ever over. */
    public CatalogBuilder(String ownIdc, java.util.function.LongSupplier epoch) {
        this(ownIdc, epoch, () -> Instant.MIN);
    }

    /** Returns the catalog of a whole state. */
    public Catalog build(ControlState state) {
        Touched everything = new Touched();
        everything.services().addAll(state.all(Kind.SERVICE).sortedKeys());
        for (Resource shift : state.sorted(Kind.TRAFFIC_SHIFT)) {
            everything.shifts().add(shift.name());
        }
        for (Kind kind : List.of(Kind.SERVICE, Kind.ROUTE)) {
            state.sorted(kind).forEach(resource -> everything.add(state, null, state, resource));
        }
        return update(Catalog.empty(), state, everything).catalog();
    }

    /** Returns the catalog after a change, and what is different in it. */
    public CatalogChange update(Catalog last, ControlState state, Touched touched) {
        Work work = new Work(last, state);
        Touched all = last.unbuilt().and(touched);
        all.services().forEach(name -> work.guarded(Unbuilt.SERVICES + name, () -> work.service(name)));
        all.endpoints().stream().filter(service -> !all.services().contains(service))
                .forEach(name -> work.guarded(Unbuilt.SERVICES + name, () -> work.endpoints(name)));
        all.hosts().forEach(work::guardedHost);
        all.hosts().stream().filter(host -> host.startsWith("*")).forEach(work::below);
        all.shifts().forEach(name -> work.guarded(Unbuilt.SHIFTS + name, () -> work.shift(name)));
        return work.finish();
    }

    private final class Work {

        private final ControlState state;
        private final Map<ResourceType, PersistentMap<String, Versioned>> resources = new EnumMap<>(
                ResourceType.class);
        private final Map<ResourceType, Set<String>> changed = new EnumMap<>(ResourceType.class);
        private final Routes routes;
        private PersistentMap<String, Catalog.ServiceParts> services;
        private PersistentMap<String, VirtualHost> hosts;
        private final ListenerRules lastRules;
        private Unbuilt unbuilt;
        private boolean hostsChanged;
        private boolean crossingChanged;
        private boolean tcpChanged;
        private boolean faultsChanged;

        Work(Catalog last, ControlState state) {
            this.state = state;
            this.lastRules = last.rules();
            this.unbuilt = last.unbuilt();
            this.resources.putAll(last.resources());
            this.services = last.services();
            this.hosts = last.hosts();
            this.routes = new Routes(ownIdc, state, clock.instant());
            this.hostsChanged = !all(ResourceType.ROUTE).containsKey(XdsNames.ROUTE_ENTRANCE);
            this.crossingChanged = hostsChanged;
            this.tcpChanged = hostsChanged || unbuilt.reasons().containsKey(Unbuilt.TCP);
            this.faultsChanged = hostsChanged;
        }

        /** Makes one part; when that fails it stays as it was, and the others go on. */
        void guarded(String part, Runnable make) {
            var resourcesBefore = new EnumMap<>(resources);
            var servicesBefore = services;
            var hostsBefore = hosts;
            try {
                make.run();
                unbuilt = unbuilt.without(part);
            } catch (RuntimeException bug) {
                resources.clear();
                resources.putAll(resourcesBefore);
                services = servicesBefore;
                hosts = hostsBefore;
                unbuilt = unbuilt.with(part, bug);
            }
        }

        void guardedHost(String host) {
            guarded(Unbuilt.HOSTS + host, () -> host(host));
        }

        void service(String name) {
            Catalog.ServiceParts before = services.get(name);
            ServiceSpec spec = state.service(name);
            if (spec == null) {
                drop(name, before);
                return;
            }
            List<String> clusters = new ArrayList<>();
            List<String> targets = Shifts.candidates(ownIdc, state.drOrder(spec), Optional.empty());
            for (GroupSpec group : spec.groups()) {
                for (Variant variant : variants(name, spec, group)) {
                    clusters.add(variant.name);
                    Cluster cluster = Clusters.of(variant.name, name, group.name(), spec);
                    put(ResourceType.CLUSTER, variant.name,
                            Crossings.secured(Clusters.naming(cluster, targets), ownIdc, variant.idcs, state,
                                    spec.protocol() == ServiceProtocol.TCP
                                            ? TunnelName.of(name, group.name())
                                            : null));
                }
            }
            if (before != null) {
                before.clusters().stream().filter(cluster -> !clusters.contains(cluster)).forEach(gone -> {
                    remove(ResourceType.CLUSTER, gone);
                    remove(ResourceType.ENDPOINT, gone);
                });
            }
            List<Route> crossing = Stream
                    .concat(spec.groups().stream().flatMap(group -> routes.crossing(name, group.name(), spec).stream()),
                            CrossingByHost.of(ownIdc, name, spec).stream())
                    .toList();
            boolean tcp = spec.protocol() == ServiceProtocol.TCP;
            crossingChanged |= before == null || !before.crossing().equals(crossing);
            tcpChanged |= tcp || (before != null && before.tcp());
            if (before != null && !before.exportTo().equals(spec.exportTo())) {
                mark(ResourceType.SERVICE_ENTRY, name);
            }
            services = services.with(name, new Catalog.ServiceParts(clusters, crossing, spec.exportTo(), tcp));
            endpoints(name);
        }

        void endpoints(String name) {
            ServiceSpec spec = state.service(name);
            if (spec == null) {
                return;
            }
            Assignments assignments = new Assignments(ownIdc, state, name);
            for (GroupSpec group : spec.groups()) {
                for (Variant variant : variants(name, spec, group)) {
                    putIfNew(ResourceType.ENDPOINT, Versioned.of(ResourceType.ENDPOINT, variant.name,
                            assignments.of(variant.name, group.name(), variant.idcs)));
                }
            }
            ServiceEntry content = Exports.content(ownIdc, state, name, spec, assignments.workloads());
            putIfNew(ResourceType.SERVICE_ENTRY, Versioned.of(ResourceType.SERVICE_ENTRY, name,
                    Exports.versioned(content, epoch.getAsLong(), state.revision()), content));
        }

        void host(String host) {
            faultsChanged = true;
            VirtualHost before = hosts.get(host);
            VirtualHost after = routes.host(host);
            if (after == null ? before != null : !after.equals(before)) {
                hosts = after == null ? hosts.without(host) : hosts.with(host, after);
                hostsChanged = true;
                // gRPC's own clients have a listener and a route configuration per host.
                mark(ResourceType.ROUTE, host);
                if (before == null || after == null) {
                    mark(ResourceType.LISTENER, host);
                }
            }
        }

        /** Hosts take over what the wildcards above them have. */
        void below(String wildcard) {
            String suffix = wildcard.substring(1);
            hosts.sortedKeys().stream().filter(host -> !host.equals(wildcard) && host.endsWith(suffix))
                    .forEach(this::guardedHost);
        }

        void shift(String name) {
            Resource found = state.get(Kind.TRAFFIC_SHIFT, name);
            if (found != null && found.spec() instanceof TrafficShiftSpec spec) {
                put(ResourceType.TRAFFIC_SHIFT, spec.scope().path(), ShiftRecords.of(spec));
                return;
            }
            ShiftScope scope = ShiftScope.ofResourceName(name);
            if (scope != null) {
                remove(ResourceType.TRAFFIC_SHIFT, scope.path());
            }
        }

        CatalogChange finish() {
            if (hostsChanged) {
                List<VirtualHost> ordered = hosts.sortedKeys().stream().map(hosts::get).toList();
                put(ResourceType.ROUTE, XdsNames.ROUTE_ENTRANCE, configuration(XdsNames.ROUTE_ENTRANCE, ordered));
                put(ResourceType.ROUTE, XdsNames.ROUTE_LOCAL, configuration(XdsNames.ROUTE_LOCAL, ordered));
            }
            if (crossingChanged) {
                // Our gateways keep to themselves by themselves what only gateways say to each other.
                put(ResourceType.ROUTE, XdsNames.ROUTE_CROSSING,
                        configuration(XdsNames.ROUTE_CROSSING, List.of(crossing())).toBuilder()
                                .addRequestHeadersToRemove(XdsNames.X_SPILLWAY_CLUSTER)
                                .addRequestHeadersToRemove(XdsNames.X_SPILLWAY_SUBSET).build());
            }
            if (faultsChanged) {
                putIfNew(ResourceType.RUNTIME, FaultRuntime.of(state, clock.instant()));
            }
            List<CrossingTunnel> tunnels = lastRules.tunnels();
            if (tcpChanged) {
                tunnels = CrossingTunnel.of(state, services.sortedKeys());
                guarded(Unbuilt.TCP, this::tcpListeners);
            }
            ListenerRules rules = ListenerRules.of(ownIdc, state, tunnels);
            rules.different(lastRules).forEach(role -> mark(ResourceType.LISTENER, role));
            return new CatalogChange(new Catalog(state.revision(), resources, services, hosts, rules, unbuilt),
                    changed);
        }

        private void tcpListeners() {
            Map<String, Listener> now = TcpListeners.of(state, routes, services.sortedKeys());
            now.forEach((name, listener) -> put(ResourceType.LISTENER, name, listener));
            for (String before : all(ResourceType.LISTENER).sortedKeys()) {
                if (!now.containsKey(before)) {
                    remove(ResourceType.LISTENER, before);
                }
            }
        }

        private VirtualHost crossing() {
            VirtualHost.Builder all = VirtualHost.newBuilder().setName("crossing").addDomains("*");
            for (String name : services.sortedKeys()) {
                Catalog.ServiceParts parts = services.get(name);
                if (parts != null) {
                    all.addAllRoutes(parts.crossing());
                }
            }
            return all.build();
        }

        private RouteConfiguration configuration(String name, List<VirtualHost> virtualHosts) {
            return RouteConfiguration.newBuilder().setName(name).addAllVirtualHosts(virtualHosts).build();
        }

        private void drop(String name, Catalog.@Nullable ServiceParts before) {
            if (before != null) {
                before.clusters().forEach(cluster -> {
                    remove(ResourceType.CLUSTER, cluster);
                    remove(ResourceType.ENDPOINT, cluster);
                });
                remove(ResourceType.SERVICE_ENTRY, name);
                services = services.without(name);
                crossingChanged = true;
                tcpChanged |= before.tcp();
            }
        }

        private List<Variant> variants(String name, ServiceSpec spec, GroupSpec group) {
            List<String> order = state.drOrder(spec);
            Optional<TrafficShiftSpec> shift = state.effectiveShift(name, spec);
            List<Variant> variants = new ArrayList<>();
            // Not used while a shift is on, so it need not follow one.
            variants.add(new Variant(XdsNames.cluster(name, group.name()),
                    Shifts.preference(null, ownIdc, order, Optional.empty())));
            variants.add(new Variant(XdsNames.local(name, group.name()), List.of(ownIdc)));
            for (String idc : Shifts.candidates(ownIdc, order, shift)) {
                variants.add(new Variant(XdsNames.shifted(name, group.name(), idc),
                        Shifts.preference(idc, ownIdc, order, shift)));
            }
            return variants;
        }

        private void put(ResourceType type, String name, Message message) {
            putIfNew(type, Versioned.of(type, name, message));
        }

        private void putIfNew(ResourceType type, Versioned resource) {
            Versioned before = all(type).get(resource.name());
            if (before == null || !before.version().equals(resource.version())) {
                resources.put(type, all(type).with(resource.name(), resource));
                mark(type, resource.name());
            }
        }

        private void remove(ResourceType type, String name) {
            if (all(type).containsKey(name)) {
                resources.put(type, all(type).without(name));
                mark(type, name);
            }
        }

        private void mark(ResourceType type, String name) {
            changed.computeIfAbsent(type, _ -> new HashSet<>()).add(name);
        }

        private PersistentMap<String, Versioned> all(ResourceType type) {
            PersistentMap<String, Versioned> found = resources.get(type);
            return found == null ? PersistentMap.empty() : found;
        }
    }

    private record Variant(String name, List<String> idcs) {}
}
