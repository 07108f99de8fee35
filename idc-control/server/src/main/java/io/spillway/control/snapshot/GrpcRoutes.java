package io.spillway.control.snapshot;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.listener.v3.ApiListener;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.NonForwardingAction;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;

/**
 * Listeners and routes for gRPC's own xDS client (gRFCs A27, A28, A31, A33, A44). The listener of a host has no address: it is
 * how calls of {@code xds:///<host>} go out, and its routes are under the host's name too, so that a client has those of the
 * hosts it calls and no others. Such a client refuses a whole configuration for a route that it cannot read, so each one is
 * said in the words that it has; what it does to requests and answers on their way (changed headers and paths, copies, rates)
 * has none and is left to gateways. So are faults: it has a word for them and none for their end, and a fault that nobody
 * can end is not made. Pure.
 */
public final class GrpcRoutes {

    private static final String RETRIED = "unavailable";

    private GrpcRoutes() {}

    /** Returns the listener of a host. */
    public static Versioned listener(String host) {
        HttpConnectionManager manager = HttpConnectionManager.newBuilder().setStatPrefix(host)
                .setRds(Rds.newBuilder().setConfigSource(Protos.ADS).setRouteConfigName(host))
                .addHttpFilters(HttpFilter.newBuilder().setName("envoy.filters.http.router")
                        .setTypedConfig(Any.pack(Router.getDefaultInstance())))
                .build();
        return Versioned.of(ResourceType.LISTENER, host, Listener.newBuilder().setName(host)
                .setApiListener(ApiListener.newBuilder().setApiListener(Any.pack(manager))).build());
    }

    /** Returns the route configuration of a host. */
    public static Versioned configuration(String host, VirtualHost shared) {
        VirtualHost.Builder virtual = VirtualHost.newBuilder().setName(shared.getName())
                .addAllDomains(shared.getDomainsList());
        for (Route route : shared.getRoutesList()) {
            for (RouteMatch match : GrpcMatches.of(route.getMatch())) {
                virtual.addRoutes(route(route, match));
            }
        }
        return Versioned.of(ResourceType.ROUTE, host,
                RouteConfiguration.newBuilder().setName(host).addVirtualHosts(virtual).build());
    }

    private static Route route(Route shared, RouteMatch match) {
        Route.Builder route = Route.newBuilder().setName(shared.getName()).setMatch(match);
        // Redirects and answers of our own are of HTTP: a call that comes there fails, and says why.
        return shared.hasRoute()
                ? route.setRoute(action(shared.getRoute())).build()
                : route.setNonForwardingAction(NonForwardingAction.getDefaultInstance()).build();
    }

    private static RouteAction action(RouteAction shared) {
        RouteAction.Builder action = RouteAction.newBuilder();
        for (WeightedCluster.ClusterWeight cluster : shared.getWeightedClusters().getClustersList()) {
            action.getWeightedClustersBuilder().addClusters(WeightedCluster.ClusterWeight.newBuilder()
                    .setName(cluster.getName()).setWeight(cluster.getWeight()));
        }
        shared.getHashPolicyList().stream().filter(RouteAction.HashPolicy::hasHeader).forEach(action::addHashPolicy);
        if (shared.getTimeout().getSeconds() > 0 || shared.getTimeout().getNanos() > 0) {
            action.setMaxStreamDuration(
                    RouteAction.MaxStreamDuration.newBuilder().setMaxStreamDuration(shared.getTimeout()));
        }
        // All that we try again (no connection, a gateway's 502, 503 or 504) is this status in gRPC.
        if (shared.getRetryPolicy().getNumRetries().getValue() > 0 && !shared.getRetryPolicy().getRetryOn().isEmpty()) {
            action.setRetryPolicy(RetryPolicy.newBuilder().setRetryOn(RETRIED)
                    .setNumRetries(shared.getRetryPolicy().getNumRetries()));
        }
        return action.build();
    }
}
