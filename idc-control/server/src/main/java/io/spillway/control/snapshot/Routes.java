package io.spillway.control.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.DrillFaults;
import io.spillway.control.state.Index;
import io.spillway.control.state.Shifts;
import io.spillway.gateway.route.Subset;
import io.spillway.model.resource.Admission;
import io.spillway.model.resource.Fault;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceProtocol;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.Treatment;
import io.spillway.model.resource.WeightedGroup;
import io.spillway.wire.xds.RouteMetadata;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/**
 * Virtual hosts. One per host: the matches of its Routes in the order of {@link RouteOrder}, then the Service that answers
 * to it; when there is none, what the wildcards above it have, the nearest first, so that a more specific host takes
 * precedence without hiding the others. When several Services claim a host the first by name has it (and {@code status} names the others). A TrafficShift turns
 * each group into one weighted cluster per target IDC. Pure.
 */
final class Routes {

    private static final int PERCENT = 100;
    private static final int UNAVAILABLE = 503;

    private final String ownIdc;
    private final ControlState state;
    private final Instant now;

    /** Creates them as of now: faults that are over are left out. */
    Routes(String ownIdc, ControlState state, Instant now) {
        this.ownIdc = ownIdc;
        this.state = state;
        this.now = now;
    }

    /** Returns the virtual host, or null when nobody speaks of that host any more. */
    @Nullable
    VirtualHost host(String host) {
        VirtualHost.Builder virtual = VirtualHost.newBuilder().setName(host).addAllDomains(domains(host));
        boolean open = add(virtual, host);
        if (virtual.getRoutesCount() == 0) {
            return null;
        }
        for (String above = above(host); open && !above.isEmpty(); above = above(above)) {
            open = add(virtual, above);
        }
        return virtual.build();
    }

    /** Adds what a host has, and returns whether there may be requests that none of it takes. */
    private boolean add(VirtualHost.Builder virtual, String host) {
        boolean open = true;
        for (RouteOrder.Ranked ranked : RouteOrder.of(state, state.names(Index.ROUTES_BY_HOST, host))) {
            addRoute(virtual, ranked);
            open &= !ranked.takesAll();
        }
        for (String name : state.names(Index.SERVICES_BY_HOST, host)) {
            ServiceSpec service = state.service(name);
            if (service != null && service.protocol() != ServiceProtocol.TCP) {
                virtual.addRoutes(whole(name, service));
                return false;
            }
        }
        return open;
    }

    /** Returns the nearest wildcard above a host, empty when there is none: {@code *.b.example} of {@code a.b.example}. */
    static String above(String host) {
        String suffix = host.startsWith("*.") ? host.substring(2) : host;
        int dot = suffix.indexOf('.');
        return host.equals("*") ? "" : dot < 0 ? "*" : "*" + suffix.substring(dot);
    }

    /**
     * Returns the crossing routes of a group: straight to the workloads of this IDC, no decision again. The second one of a TCP
     * service is for stock Envoys, which tell tunnels from requests; our gateways take the first for both.
     */
    List<Route> crossing(String service, String group, ServiceSpec spec) {
        ServicePolicy policy = spec.policy();
        String cluster = XdsNames.cluster(service, group);
        RouteAction.Builder action = RouteAction.newBuilder().setTimeout(Protos.duration(policy.timeout()))
                .setRetryPolicy(Retries.of(policy.retries()))
                .setWeightedClusters(WeightedCluster.newBuilder().addClusters(WeightedCluster.ClusterWeight.newBuilder()
                        .setName(XdsNames.local(service, group)).setWeight(Protos.number(PERCENT))));
        Balances.hash(action, policy);
        HeaderMatcher named = HeaderMatcher.newBuilder().setName(XdsNames.X_SPILLWAY_CLUSTER)
                .setStringMatch(StringMatcher.newBuilder().setExact(cluster)).build();
        Route.Builder requests = Route.newBuilder().setName(cluster)
                .setMatch(RouteMatch.newBuilder().setPrefix("/").addHeaders(named)).setRoute(action);
        if (spec.protocol() != ServiceProtocol.TCP) {
            return List.of(Callers.restrict(requests, ownIdc, spec).build());
        }
        RouteMatch connect = RouteMatch.newBuilder().setConnectMatcher(RouteMatch.ConnectMatcher.getDefaultInstance())
                .addHeaders(named).build();
        RouteAction.Builder tunnel = action.clone().setTimeout(Protos.duration(Duration.ZERO));
        RouteActions.upgrades(tunnel, connect, Treatment.NONE);
        Route.Builder tunnels = Route.newBuilder().setName(cluster + "#connect").setMatch(connect).setRoute(tunnel);
        return List.of(Callers.restrict(requests, ownIdc, spec).build(),
                Callers.restrict(tunnels, ownIdc, spec).build());
    }

    private static List<String> domains(String host) {
        return host.contains("*") ? List.of(host) : List.of(host, host + ":*");
    }

    private Route whole(String name, ServiceSpec service) {
        List<WeightedGroup> groups = service.groups().stream()
                .map(group -> new WeightedGroup(name, group.name(), group.weight())).toList();
        Route.Builder route = Route.newBuilder().setName(name).setMatch(RouteMatch.newBuilder().setPrefix("/"));
        return Admissions.on(forward(route, groups, service.policy(), null), service.policy().admission()).build();
    }

    private void addRoute(VirtualHost.Builder virtual, RouteOrder.Ranked ranked) {
        RouteSpec spec = ranked.spec();
        RouteMatch match = Matches.of(ranked.match());
        Route.Builder route = Route.newBuilder().setName(ranked.routeName()).setMatch(match);
        if (spec.redirect() != null) {
            RouteActions.redirect(route, spec.redirect());
            RouteActions.answers(route, spec.treatment());
            virtual.addRoutes(Admissions.on(route, spec.admission() != null ? spec.admission() : Admission.DEFAULTS));
            return;
        }
        ServicePolicy policy = spec.groups().stream().map(group -> state.service(group.service()))
                .filter(service -> service != null).map(ServiceSpec::policy).findFirst()
                .orElse(ServicePolicy.DEFAULTS);
        Admission admission = spec.admission() != null ? spec.admission() : policy.admission();
        for (WeightedGroup group : spec.groups()) {
            if (group.when() != null) {
                Route.Builder canary = Route.newBuilder()
                        .setName(ranked.routeName() + "@" + group.service() + "/" + group.group())
                        .setMatch(Matches.with(match, group.when()));
                virtual.addRoutes(Admissions.on(forward(canary, List.of(group.alone()), policy, ranked), admission));
            }
        }
        virtual.addRoutes(Admissions.on(forward(route, spec.groups(), policy, ranked), admission));
    }

    private Route.Builder forward(Route.Builder route, List<WeightedGroup> groups, ServicePolicy policy,
            RouteOrder.@Nullable Ranked ranked) {
        RouteSpec spec = ranked == null ? null : ranked.spec();
        WeightedCluster clusters = weighted(groups);
        if (clusters.getClustersCount() == 0) {
            if (spec != null) {
                RouteActions.answers(route, spec.treatment());
            }
            return route.setDirectResponse(DirectResponseAction.newBuilder().setStatus(UNAVAILABLE));
        }
        Duration timeout = spec != null && spec.timeout() != null ? spec.timeout() : policy.timeout();
        Duration attempt = spec == null ? null : spec.treatment().attemptTimeout();
        RouteAction.Builder action = RouteAction.newBuilder().setWeightedClusters(clusters)
                .setTimeout(Protos.duration(timeout))
                .setRetryPolicy(Retries.of(policy.retries(),
                        attempt != null ? attempt : policy.retries().attemptTimeout()));
        Balances.hash(action, policy);
        if (policy.sticky() != null && (spec == null || spec.treatment().sticky() == null)) {
            Protos.annotate(route, Map.of(RouteMetadata.STICKY, RouteMetadata.sticky(policy.sticky())));
        }
        if (ranked != null && spec != null) {
            RouteActions.upgrades(action, route.getMatch(), spec.treatment());
            RouteActions.rewrite(action, spec.rewrite());
            RouteActions.mirror(action, spec.treatment().mirror());
            RouteActions.treat(route, spec.treatment());
        }
        addFault(route, groups, ranked);
        return route.setRoute(action);
    }

    /** The Route's own; else that of a drill, of requests that all go to its Service. What is over by now is left out. */
    private void addFault(Route.Builder route, List<WeightedGroup> groups, RouteOrder.@Nullable Ranked ranked) {
        Fault own = ranked == null ? null : ranked.spec().treatment().fault();
        if (ranked != null && own != null && own.expires() != null && own.expires().isAfter(now)) {
            RouteActions.fault(route, ranked.name(), own, own.expires());
            return;
        }
        String service = groups.getFirst().service();
        DrillFaults.Made made = groups.stream().allMatch(group -> group.service().equals(service))
                ? DrillFaults.of(state, service, now)
                : null;
        if (made != null && made.what().fault().expires() != null) {
            RouteActions.fault(route, made.name(), made.what().fault(), made.what().fault().expires());
        }
    }

    /** Returns the clusters of groups with their weights, a shift applied; none when nobody may have the traffic. */
    WeightedCluster weighted(List<WeightedGroup> groups) {
        WeightedCluster.Builder clusters = WeightedCluster.newBuilder();
        boolean shifted = groups.stream().anyMatch(group -> !targets(group.service()).isEmpty());
        for (WeightedGroup group : groups) {
            List<Target> targets = targets(group.service());
            if (targets.isEmpty()) {
                add(clusters, XdsNames.cluster(group.service(), group.group()), group,
                        group.weight() * (shifted ? PERCENT : 1));
            }
            for (Target target : targets) {
                add(clusters, XdsNames.shifted(group.service(), group.group(), target.idc), group,
                        group.weight() * target.percent);
            }
        }
        return clusters.build();
    }

    private static void add(WeightedCluster.Builder clusters, String name, WeightedGroup group, int weight) {
        if (weight <= 0) {
            return;
        }
        WeightedCluster.ClusterWeight.Builder cluster = clusters.addClustersBuilder().setName(name)
                .setWeight(Protos.number(weight)).addRequestHeadersToAdd(told(XdsNames.X_SPILLWAY_CLUSTER,
                        XdsNames.cluster(group.service(), group.group())));
        Subset subset = Subset.of(group.subset());
        if (subset != null) {
            cluster.setMetadataMatch(Metadata.newBuilder().putFilterMetadata(XdsNames.METADATA_LABELS,
                    Balances.struct(group.subset())))
                    .addRequestHeadersToAdd(told(XdsNames.X_SPILLWAY_SUBSET, RouteMetadata.format(subset.text())));
        }
    }

    /** What a stock Envoy must tell the gateway of another IDC; ours knows by itself. */
    private static HeaderValueOption told(String name, String value) {
        return HeaderValueOption.newBuilder()
                .setAppendAction(HeaderValueOption.HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)
                .setHeader(HeaderValue.newBuilder().setKey(name).setValue(value)).build();
    }

    private List<Target> targets(String name) {
        ServiceSpec service = state.service(name);
        if (service == null) {
            return List.of();
        }
        Optional<TrafficShiftSpec> shift = state.effectiveShift(name, service).map(any -> any.seenFrom(ownIdc));
        List<Target> targets = new ArrayList<>();
        Shifts.targets(ownIdc, state.drOrder(service), shift).forEach(idc -> targets
                .add(new Target(idc, shift.map(present -> present.weights().getOrDefault(idc, 0)).orElse(0))));
        return targets;
    }

    /** Returns the names of a service's clusters of one group, without the variants of a shift. */
    static List<String> clusterNames(String service, GroupSpec group) {
        return List.of(XdsNames.cluster(service, group.name()), XdsNames.local(service, group.name()));
    }

    private record Target(String idc, int percent) {}
}
