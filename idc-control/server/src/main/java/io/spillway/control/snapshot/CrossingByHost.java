package io.spillway.control.snapshot;

import java.util.List;

import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceProtocol;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.wire.xds.XdsNames;

/**
 * Crossing routes for callers that cannot say which group they mean: gRPC's own xDS client adds no header, so its calls are
 * known by the host. They go to the workloads of this IDC and no further, as all that crosses does, and to the groups by their
 * weights; a Route has been applied where they come from. Only services that speak HTTP/2 have them, because gRPC speaks
 * nothing else. Pure.
 */
final class CrossingByHost {

    private CrossingByHost() {}

    static List<Route> of(String ownIdc, String service, ServiceSpec spec) {
        WeightedCluster.Builder groups = WeightedCluster.newBuilder();
        for (GroupSpec group : spec.groups()) {
            if (group.weight() > 0) {
                groups.addClusters(WeightedCluster.ClusterWeight.newBuilder()
                        .setName(XdsNames.local(service, group.name())).setWeight(Protos.number(group.weight())));
            }
        }
        if (spec.protocol() != ServiceProtocol.HTTP2 || groups.getClustersCount() == 0) {
            return List.of();
        }
        ServicePolicy policy = spec.policy();
        RouteAction.Builder action = RouteAction.newBuilder().setTimeout(Protos.duration(policy.timeout()))
                .setRetryPolicy(Retries.of(policy.retries())).setWeightedClusters(groups);
        Balances.hash(action, policy);
        return spec.hosts().stream().filter(host -> !host.contains("*"))
                .map(host -> Callers.restrict(Route.newBuilder().setName(service + "#" + host).setMatch(match(host))
                        .setRoute(action), ownIdc, spec).build())
                .toList();
    }

    /** Who names a cluster, be it one that is not here, means that and nothing else. */
    private static RouteMatch match(String host) {
        return RouteMatch.newBuilder().setPrefix("/")
                .addHeaders(HeaderMatcher.newBuilder().setName("host")
                        .setStringMatch(StringMatcher.newBuilder().setExact(host)))
                .addHeaders(HeaderMatcher.newBuilder().setName(XdsNames.X_SPILLWAY_CLUSTER).setPresentMatch(false))
                .build();
    }
}
