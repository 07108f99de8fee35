package io.spillway.control.snapshot;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.PersistentMap;
import io.spillway.control.state.Touched;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next catalog from the last one and what was touched. Looks only at touched services and hosts; a route
 * configuration is put together again from its cached parts when one of these really changed. What a service or a host has is
 * a pure function of the state: where many are touched, as by a start or by the shift of a large DrGroup, these are made on all
 * processors. Stateless, except that the epoch of exported versions is asked for; used by the state's thread.
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
        everything.switchOvers().addAll(state.all(Kind.SWITCH_OVER).sortedKeys());
        everything.progress().addAll(state.notes().progress().all().keySet());
        everything.heads().addAll(state.notes().heads().all().keySet());
        for (Kind kind : List.of(Kind.SERVICE, Kind.ROUTE)) {
            state.sorted(kind).forEach(resource -> everything.add(state, null, state, resource));
        }
        return update(Catalog.empty(), state, everything).catalog();
    }

    /** Returns the catalog after a change, and what is different in it. */
    public CatalogChange update(Catalog last, ControlState state, Touched touched) {
        Work work = new Work(last, state);
        Touched all = last.unbuilt().and(touched);
        work.services(all.services());
        work.endpoints(all.endpoints().stream().filter(service -> !all.services().contains(service)).toList());
        work.hosts(all.hosts());
        all.hosts().stream().filter(host -> host.startsWith("*")).forEach(work::below);
        work.faultsChanged |= all.faults();
        Replicated told = new Replicated(ownIdc, state, work.draft);
        all.shifts().forEach(name -> work.guarded(Unbuilt.SHIFTS + name, () -> told.shift(name)));
        all.switchOvers().forEach(name -> work.guarded(Unbuilt.SWITCH_OVERS + name, () -> told.switchOver(name)));
        all.progress().forEach(path -> work.guarded(Unbuilt.PROGRESS + path, () -> told.progress(path)));
        all.heads().forEach(path -> work.guarded(Unbuilt.HEADS + path, () -> told.head(path)));
        return work.finish();
    }

    private final class Work {

        private final ControlState state;
        private final Draft draft;
        private final Routes routes;
        private final ServiceResources making;
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
            this.draft = new Draft(last.resources());
            this.services = last.services();
            this.hosts = last.hosts();
            this.routes = new Routes(ownIdc, state, clock.instant());
            this.making = new ServiceResources(ownIdc, state, routes, epoch, last);
            this.hostsChanged = !draft.all(ResourceType.ROUTE).containsKey(XdsNames.ROUTE_ENTRANCE);
            this.crossingChanged = hostsChanged;
            this.tcpChanged = hostsChanged || unbuilt.reasons().containsKey(Unbuilt.TCP);
            this.faultsChanged = hostsChanged;
        }

        /** Makes one part; when that fails it stays as it was, and the others go on. */
        void guarded(String part, Runnable make) {
            var resourcesBefore = draft.resources();
            var servicesBefore = services;
            var hostsBefore = hosts;
            try {
                make.run();
                unbuilt = unbuilt.without(part);
            } catch (RuntimeException bug) {
                draft.back(resourcesBefore);
                services = servicesBefore;
                hosts = hostsBefore;
                unbuilt = unbuilt.with(part, bug);
            }
        }

        private <T> void guarded(Attempt<T> made, Consumer<T> take) {
            guarded(made.part(), () -> take.accept(made.get()));
        }

        void services(Set<String> names) {
            List<Known> known = new ArrayList<>();
            for (String name : names) {
                ServiceSpec spec = state.service(name);
                if (spec == null) {
                    guarded(Unbuilt.SERVICES + name, () -> drop(name, services.get(name)));
                } else {
                    known.add(new Known(name, spec));
                }
            }
            AllProcessors.each(known, service -> Attempt.at(Unbuilt.SERVICES + service.name,
                    () -> making.whole(service.name, service.spec)), made -> guarded(made, this::service));
        }

        void endpoints(List<String> names) {
            List<Known> known = new ArrayList<>();
            for (String name : names) {
                ServiceSpec spec = state.service(name);
                if (spec != null) {
                    known.add(new Known(name, spec));
                }
            }
            AllProcessors.each(known, service -> Attempt.at(Unbuilt.SERVICES + service.name,
                    () -> making.served(service.name, service.spec)), made -> guarded(made, this::served));
        }

        void hosts(Set<String> names) {
            AllProcessors.each(names, name -> Attempt.at(Unbuilt.HOSTS + name, () -> made(name)),
                    made -> guarded(made, this::host));
        }

        private Host made(String name) {
            return new Host(name, routes.host(name));
        }

        private void service(ServiceResources.Whole made) {
            String name = made.name();
            Catalog.ServiceParts before = services.get(name);
            Catalog.ServiceParts parts = made.parts();
            made.clusters().forEach(cluster -> draft.putIfNew(ResourceType.CLUSTER, cluster));
            if (before != null) {
                before.clusters().stream().filter(cluster -> !parts.clusters().contains(cluster)).forEach(gone -> {
                    draft.remove(ResourceType.CLUSTER, gone);
                    draft.remove(ResourceType.ENDPOINT, gone);
                });
            }
            crossingChanged |= before == null || !before.crossing().equals(parts.crossing());
            tcpChanged |= parts.tcp() || (before != null && before.tcp());
            if (before != null && !before.exportTo().equals(parts.exportTo())) {
                draft.mark(ResourceType.SERVICE_ENTRY, name);
            }
            members(before == null ? GrpcMembers.NONE : before.members(), parts.members());
            services = services.with(name, parts);
            served(made.served());
        }

        /** gRPC's own clients that cross by mutual TLS have what is made from clusters and endpoints of the catalog. */
        private void members(GrpcMembers before, GrpcMembers after) {
            after.different(before).forEach(cluster -> draft.mark(ResourceType.CLUSTER, cluster));
            Set<String> crossings = new HashSet<>(before.crossings());
            crossings.addAll(after.crossings());
            crossings.forEach(crossing -> draft.mark(ResourceType.CLUSTER, crossing));
            crossings.forEach(crossing -> draft.mark(ResourceType.ENDPOINT, crossing));
        }

        private void served(ServiceResources.Served made) {
            made.endpoints().forEach(endpoints -> draft.putIfNew(ResourceType.ENDPOINT, endpoints));
            Catalog.ServiceParts parts = services.get(made.declared().name());
            Set<String> marked = draft.changed(ResourceType.ENDPOINT);
            if (parts != null && parts.clusters().stream().anyMatch(marked::contains)) {
                parts.members().crossings().forEach(crossing -> draft.mark(ResourceType.ENDPOINT, crossing));
            }
            draft.putIfNew(ResourceType.SERVICE_ENTRY, made.declared());
        }

        private void host(Host made) {
            faultsChanged = true;
            String host = made.name;
            VirtualHost before = hosts.get(host);
            VirtualHost after = made.routes;
            if (after == null ? before != null : !after.equals(before)) {
                hosts = after == null ? hosts.without(host) : hosts.with(host, after);
                hostsChanged = true;
                // gRPC's own clients have a listener and a route configuration per host.
                draft.mark(ResourceType.ROUTE, host);
                if (before == null || after == null) {
                    draft.mark(ResourceType.LISTENER, host);
                }
            }
        }

        /** Hosts take over what the wildcards above them have. */
        void below(String wildcard) {
            String suffix = wildcard.substring(1);
            hosts(hosts.sortedKeys().stream().filter(host -> !host.equals(wildcard) && host.endsWith(suffix))
                    .collect(Collectors.toSet()));
        }

        CatalogChange finish() {
            if (hostsChanged) {
                List<VirtualHost> ordered = hosts.sortedKeys().stream().map(hosts::get).toList();
                for (String name : List.of(XdsNames.ROUTE_ENTRANCE, XdsNames.ROUTE_LOCAL)) {
                    draft.put(ResourceType.ROUTE, name, RouteTables.of(name, ordered));
                }
            }
            if (crossingChanged) {
                draft.put(ResourceType.ROUTE, XdsNames.ROUTE_CROSSING, RouteTables.crossing(services));
            }
            if (faultsChanged) {
                draft.putIfNew(ResourceType.RUNTIME, FaultRuntime.of(state, clock.instant()));
            }
            List<CrossingTunnel> tunnels = lastRules.tunnels();
            if (tcpChanged) {
                tunnels = CrossingTunnel.of(state, services.sortedKeys());
                guarded(Unbuilt.TCP, this::tcpListeners);
            }
            ListenerRules rules = ListenerRules.of(ownIdc, state, tunnels);
            rules.different(lastRules).forEach(role -> draft.mark(ResourceType.LISTENER, role));
            return new CatalogChange(new Catalog(state.revision(), draft.resources(), services, hosts, rules, unbuilt),
                    draft.changed());
        }

        private void tcpListeners() {
            Map<String, Listener> now = TcpListeners.of(state, routes, services.sortedKeys());
            now.forEach((name, listener) -> draft.put(ResourceType.LISTENER, name, listener));
            for (String before : draft.all(ResourceType.LISTENER).sortedKeys()) {
                if (!now.containsKey(before)) {
                    draft.remove(ResourceType.LISTENER, before);
                }
            }
        }

        private void drop(String name, Catalog.@Nullable ServiceParts before) {
            if (before != null) {
                before.clusters().forEach(cluster -> {
                    draft.remove(ResourceType.CLUSTER, cluster);
                    draft.remove(ResourceType.ENDPOINT, cluster);
                });
                draft.remove(ResourceType.SERVICE_ENTRY, name);
                services = services.without(name);
                members(before.members(), GrpcMembers.NONE);
                crossingChanged = true;
                tcpChanged |= before.tcp();
            }
        }
    }

    private record Known(String name, ServiceSpec spec) {}

    /** A host and its routes; null when nobody speaks of it any more. */
    private record Host(String name, @Nullable VirtualHost routes) {}
}
