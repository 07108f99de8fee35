package io.spillway.gateway.assembly;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
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

/** Resources as the control plane makes them. */
final class Resources {
    private Resources() {}

    static Cluster.Builder cluster(String name) {
        return Cluster.newBuilder().setName(name).setType(Cluster.DiscoveryType.EDS)
                .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setServiceName(name))
                .setConnectTimeout(Duration.newBuilder().setNanos(250_000_000))
                .setLbPolicy(Cluster.LbPolicy.LEAST_REQUEST)
                .setOutlierDetection(OutlierDetection.newBuilder().setMaxEjectionPercent(UInt32Value.of(100))
                        .setEnforcingSuccessRate(UInt32Value.of(0)))
                .setMetadata(metadata("service", "orders", "group", "default"));
    }

    static Metadata metadata(String... pairs) {
        Struct.Builder struct = Struct.newBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            struct.putFields(pairs[i], Value.newBuilder().setStringValue(pairs[i + 1]).build());
        }
        return Metadata.newBuilder().putFilterMetadata("spillway", struct.build()).build();
    }

    static ClusterLoadAssignment.Builder assignment(String name, LocalityLbEndpoints.Builder... localities) {
        ClusterLoadAssignment.Builder assignment = ClusterLoadAssignment.newBuilder().setClusterName(name);
        for (LocalityLbEndpoints.Builder locality : localities) {
            assignment.addEndpoints(locality);
        }
        return assignment;
    }

    static LocalityLbEndpoints.Builder locality(int priority, String idc, LbEndpoint.Builder... endpoints) {
        LocalityLbEndpoints.Builder locality = LocalityLbEndpoints.newBuilder().setPriority(priority)
                .setLocality(Locality.newBuilder().setZone(idc).setSubZone("primary"));
        for (LbEndpoint.Builder endpoint : endpoints) {
            locality.addLbEndpoints(endpoint);
        }
        return locality;
    }

    static LbEndpoint.Builder endpoint(String host, int port, HealthStatus health, String role) {
        return LbEndpoint.newBuilder().setHealthStatus(health).setLoadBalancingWeight(UInt32Value.of(100))
                .setEndpoint(Endpoint.newBuilder().setAddress(Address.newBuilder()
                        .setSocketAddress(SocketAddress.newBuilder().setAddress(host).setPortValue(port))))
                .setMetadata(metadata("idc", "idc-of-" + host, "role", role, "id", "id-" + port));
    }

    static RouteConfiguration.Builder routes(String name, Route.Builder... routes) {
        VirtualHost.Builder host = VirtualHost.newBuilder().setName("orders.example").addDomains("orders.example")
                .addDomains("orders.example:*");
        for (Route.Builder route : routes) {
            host.addRoutes(route);
        }
        return RouteConfiguration.newBuilder().setName(name).addVirtualHosts(host);
    }

    static Route.Builder route(String name, String prefix, String cluster, int weight) {
        return Route.newBuilder().setName(name).setMatch(RouteMatch.newBuilder().setPrefix(prefix))
                .setRoute(RouteAction.newBuilder().setTimeout(Duration.newBuilder().setSeconds(3))
                        .setRetryPolicy(RetryPolicy.newBuilder()
                                .setRetryOn("connect-failure,refused-stream,reset-before-request,unavailable")
                                .setNumRetries(UInt32Value.of(3)))
                        .setWeightedClusters(WeightedCluster.newBuilder().addClusters(
                                WeightedCluster.ClusterWeight.newBuilder().setName(cluster)
                                        .setWeight(UInt32Value.of(weight)))));
    }

    static Listener.Builder listener(String name) {
        return listener(name, HttpConnectionManager.newBuilder().setStatPrefix(name)
                .setRds(Rds.newBuilder().setRouteConfigName(name)).addHttpFilters(HttpFilter.newBuilder()
                        .setName("envoy.filters.http.router").setTypedConfig(Any.pack(Router.getDefaultInstance()))));
    }

    static Listener.Builder listener(String name, HttpConnectionManager.Builder manager) {
        return Listener.newBuilder().setName(name).addFilterChains(FilterChain.newBuilder().addFilters(
                Filter.newBuilder().setName("hcm").setTypedConfig(Any.pack(manager.build()))));
    }
}
