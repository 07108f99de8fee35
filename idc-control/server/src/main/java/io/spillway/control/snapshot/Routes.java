package io.spillway.control.snapshot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.Index;
import io.spillway.control.state.Shifts;
import io.spillway.model.resource.Admission;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WeightedGroup;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/**
 * Virtual hosts. One per host: its Routes in the order of their names and matches, then the Service that answers to it.
 * When several Services claim a host the first by name has it (and {@code status} names the others). A TrafficShift turns
 * each group into one weighted cluster per target IDC. Pure.
 */
final class Routes {

    private static final int PERCENT = 100;
    private static final int UNAVAILABLE = 503;

    private final String ownIdc;
    private final ControlState state;

    Routes(String ownIdc, ControlState state) {
        this.ownIdc = ownIdc;
        this.state = state;
    }

    /** Returns the virtual host, or null when nobody speaks of that host any more. */
    @Nullable
    VirtualHost host(String host) {
        VirtualHost.Builder virtual = VirtualHost.newBuilder().setName(host).addAllDomains(domains(host));
        for (String name : state.names(Index.ROUTES_BY_HOST, host)) {
            Resource route = state.get(Kind.ROUTE, name);
            if (route != null && route.spec() instanceof RouteSpec spec) {
                addRoute(virtual, name, spec);
            }
        }
        for (String name : state.names(Index.SERVICES_BY_HOST, host)) {
            ServiceSpec service = state.service(name);
            if (service != null) {
                virtual.addRoutes(whole(name, service));
                break;
            }
        }
        return virtual.getRoutesCount() == 0 ? null : virtual.build();
    }

    /** Returns the crossing route of a group: straight to the workloads of this IDC, no decision again. */
    static Route crossing(String service, String group, ServicePolicy policy) {
        String cluster = XdsNames.cluster(service, group);
        RouteAction.Builder action = RouteAction.newBuilder().setTimeout(Protos.duration(policy.timeout()))
                .setRetryPolicy(Retries.of(policy.retries()))
                .setWeightedClusters(WeightedCluster.newBuilder().addClusters(WeightedCluster.ClusterWeight.newBuilder()
                        .setName(XdsNames.local(service, group)).setWeight(Protos.number(PERCENT))));
        return Route.newBuilder().setName(cluster)
                .setMatch(RouteMatch.newBuilder().setPrefix("/")
                        .addHeaders(HeaderMatcher.newBuilder().setName(XdsNames.X_SPILLWAY_CLUSTER)
                                .setStringMatch(StringMatcher.newBuilder().setExact(cluster))))
                .setRoute(action).build();
    }

    private static List<String> domains(String host) {
        return host.contains("*") ? List.of(host) : List.of(host, host + ":*");
    }

    private Route whole(String name, ServiceSpec service) {
        List<WeightedGroup> groups = service.groups().stream()
                .map(group -> new WeightedGroup(name, group.name(), group.weight())).toList();
        Route.Builder route = Route.newBuilder().setName(name).setMatch(RouteMatch.newBuilder().setPrefix("/"));
        return Admissions.on(forward(route, groups, service.policy(), service.policy().timeout(), null),
                service.policy().admission()).build();
    }

    private void addRoute(VirtualHost.Builder virtual, String name, RouteSpec spec) {
        ServicePolicy policy = spec.groups().stream().map(group -> state.service(group.service()))
                .filter(service -> service != null).map(ServiceSpec::policy).findFirst()
                .orElse(ServicePolicy.DEFAULTS);
        Duration timeout = spec.timeout() != null ? spec.timeout() : policy.timeout();
        Admission admission = spec.admission() != null ? spec.admission() : policy.admission();
        int number = 0;
        for (io.spillway.model.resource.RouteMatch match : spec.matches()) {
            Route.Builder route = Route.newBuilder().setName(number == 0 ? name : name + "#" + number)
                    .setMatch(Matches.of(match));
            virtual.addRoutes(Admissions.on(spec.redirect() != null
                    ? route.setRedirect(Matches.redirect(spec.redirect()))
                    : forward(route, spec.groups(), policy, timeout, spec), admission).build());
            number++;
        }
    }

    private Route.Builder forward(Route.Builder route, List<WeightedGroup> groups, ServicePolicy policy,
            Duration timeout, @Nullable RouteSpec spec) {
        WeightedCluster clusters = weighted(groups);
        if (clusters.getClustersCount() == 0) {
            return route.setDirectResponse(DirectResponseAction.newBuilder().setStatus(UNAVAILABLE));
        }
        RouteAction.Builder action = RouteAction.newBuilder().setWeightedClusters(clusters)
                .setTimeout(Protos.duration(timeout)).setRetryPolicy(Retries.of(policy.retries()));
        if (spec != null && spec.rewrite() != null) {
            if (spec.rewrite().prefix() != null) {
                action.setPrefixRewrite(spec.rewrite().prefix());
            }
            if (spec.rewrite().host() != null) {
                action.setHostRewriteLiteral(spec.rewrite().host());
            }
        }
        return route.setRoute(action);
    }

    private WeightedCluster weighted(List<WeightedGroup> groups) {
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
        if (weight > 0) {
            clusters.addClusters(WeightedCluster.ClusterWeight.newBuilder().setName(name)
                    .setWeight(Protos.number(weight))
                    .addRequestHeadersToAdd(HeaderValueOption.newBuilder()
                            .setAppendAction(HeaderValueOption.HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)
                            .setHeader(HeaderValue.newBuilder().setKey(XdsNames.X_SPILLWAY_CLUSTER)
                                    .setValue(XdsNames.cluster(group.service(), group.group())))));
        }
    }

    private List<Target> targets(String name) {
        ServiceSpec service = state.service(name);
        if (service == null) {
            return List.of();
        }
        Optional<TrafficShiftSpec> shift = state.effectiveShift(name, service);
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
