package io.spillway.gateway.bench.xds;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.Pipe;
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
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.spillway.wire.xds.XdsNames;

/** What the control plane gives a gateway for the bench: one service with every policy that a normal one has. */
public final class BenchResources {
    /** The service's cluster. */
    public static final String CLUSTER = "bench/default";
    /** The host under which it is asked for. */
    public static final String HOST = "http.bench";

    /** The host of the service that is reached over a Unix domain socket. */
    public static final String UNIX_HOST = "unix.bench";
    /** The host of the service that speaks gRPC. */
    public static final String GRPC_HOST = "grpc.bench";

    private static final String UNIX_CLUSTER = "sidecar/default";
    private static final String GRPC_CLUSTER = "grpc/default";
    private static final String PROTOCOL_OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";
    private static final ConfigSource ADS = ConfigSource.newBuilder()
            .setAds(AggregatedConfigSource.getDefaultInstance()).build();

    private BenchResources() {}

    /**
     * Returns everything for the services and the routes to them.
     *
     * @param ports where the service of {@link #HOST} is
     * @param grpcPort where that of {@link #GRPC_HOST} is
     * @param unixPath where that of {@link #UNIX_HOST} is
     */
    public static Map<String, List<Resource>> service(List<Integer> ports, int grpcPort, Path unixPath) {
        return Map.of(XdsNames.TYPE_CLUSTER,
                List.of(cluster(CLUSTER), cluster(UNIX_CLUSTER),
                        resource(GRPC_CLUSTER, 1, http2(settings(GRPC_CLUSTER)).build())),
                XdsNames.TYPE_ENDPOINT,
                List.of(endpoints(CLUSTER, ports.stream().map(BenchResources::port).toList()),
                        endpoints(UNIX_CLUSTER,
                                List.of(Address.newBuilder().setPipe(Pipe.newBuilder().setPath(unixPath.toString()))
                                        .build())),
                        endpoints(GRPC_CLUSTER, List.of(port(grpcPort)))),
                XdsNames.TYPE_LISTENER, List.of(listener(XdsNames.ROUTE_ENTRANCE), listener(XdsNames.ROUTE_LOCAL)),
                XdsNames.TYPE_ROUTE,
                List.of(routes(XdsNames.ROUTE_ENTRANCE, 0, 0, 1), routes(XdsNames.ROUTE_LOCAL, 0, 0, 1)));
    }

    /**
     * Returns the routes anew: so many further hosts with so many paths each, and {@link #HOST}. No route is that of another
     * version.
     */
    public static Map<String, List<Resource>> routeTable(int hosts, int paths, int version) {
        return Map.of(XdsNames.TYPE_ROUTE, List.of(routes(XdsNames.ROUTE_ENTRANCE, hosts, paths, version)));
    }

    private static Resource cluster(String name) {
        return resource(name, 1, settings(name).build());
    }

    private static Cluster.Builder http2(Cluster.Builder cluster) {
        return cluster.putTypedExtensionProtocolOptions(PROTOCOL_OPTIONS, Any.pack(HttpProtocolOptions.newBuilder()
                .setExplicitHttpConfig(HttpProtocolOptions.ExplicitHttpConfig.newBuilder()
                        .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance()))
                .build()));
    }

    private static Cluster.Builder settings(String name) {
        return Cluster.newBuilder().setName(name).setType(Cluster.DiscoveryType.EDS)
                .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setEdsConfig(ADS).setServiceName(name))
                .setConnectTimeout(Duration.newBuilder().setNanos(250_000_000))
                .setLbPolicy(Cluster.LbPolicy.LEAST_REQUEST)
                .setOutlierDetection(OutlierDetection.newBuilder().setSplitExternalLocalOriginErrors(true)
                        .setConsecutive5Xx(UInt32Value.of(5)).setEnforcingConsecutive5Xx(UInt32Value.of(100))
                        .setEnforcingSuccessRate(UInt32Value.of(0))
                        .setEnforcingLocalOriginSuccessRate(UInt32Value.of(0)))
                .setCircuitBreakers(CircuitBreakers.newBuilder()
                        .addThresholds(CircuitBreakers.Thresholds.newBuilder().setMaxConnections(UInt32Value.of(20_000))
                                .setMaxPendingRequests(UInt32Value.of(20_000)).setMaxRequests(UInt32Value.of(20_000))
                                .setRetryBudget(CircuitBreakers.Thresholds.RetryBudget.newBuilder()
                                        .setMinRetryConcurrency(UInt32Value.of(10)))))
                .setMetadata(spillway(Map.of("service", name.substring(0, name.indexOf('/')), "group", "default")));
    }

    private static Address port(int port) {
        return Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder().setAddress("127.0.0.1").setPortValue(port)).build();
    }

    private static Resource endpoints(String cluster, List<Address> addresses) {
        LocalityLbEndpoints.Builder locality = LocalityLbEndpoints.newBuilder()
                .setLocality(Locality.newBuilder().setZone("bench").setSubZone("bench-primary"))
                .setLoadBalancingWeight(UInt32Value.of(addresses.size()));
        for (Address address : addresses) {
            locality.addLbEndpoints(LbEndpoint.newBuilder()
                    .setEndpoint(Endpoint.newBuilder().setAddress(address))
                    .setHealthStatus(HealthStatus.HEALTHY).setLoadBalancingWeight(UInt32Value.of(1))
                    .setMetadata(spillway(Map.of("idc", "bench", "role", "workload", "id",
                            cluster + "-" + locality.getLbEndpointsCount()))));
        }
        return resource(cluster, 1,
                ClusterLoadAssignment.newBuilder().setClusterName(cluster).addEndpoints(locality).build());
    }

    private static Resource listener(String name) {
        HttpConnectionManager manager = HttpConnectionManager.newBuilder().setStatPrefix(name)
                .setRds(Rds.newBuilder().setConfigSource(ADS).setRouteConfigName(name)).build();
        return resource(name, 1, Listener.newBuilder().setName(name)
                .setAddress(Address.newBuilder()
                        .setSocketAddress(SocketAddress.newBuilder().setAddress("127.0.0.1").setPortValue(8080)))
                .addFilterChains(FilterChain.newBuilder().addFilters(Filter.newBuilder()
                        .setName("envoy.filters.network.http_connection_manager").setTypedConfig(Any.pack(manager))))
                .build());
    }

    private static Resource routes(String name, int hosts, int paths, int version) {
        RouteConfiguration.Builder table = RouteConfiguration.newBuilder().setName(name);
        table.addVirtualHosts(host(HOST, List.of("/"), forward(CLUSTER)));
        table.addVirtualHosts(host(UNIX_HOST, List.of("/"), forward(UNIX_CLUSTER)));
        table.addVirtualHosts(host(GRPC_HOST, List.of("/"), forward(GRPC_CLUSTER)));
        // Every version says something else of every route.
        RouteAction routed = forward(CLUSTER).toBuilder()
                .setTimeout(Duration.newBuilder().setSeconds(15).setNanos(version)).build();
        for (int i = 0; i < hosts; i++) {
            List<String> prefixes = new ArrayList<>();
            for (int j = 0; j < paths; j++) {
                prefixes.add("/routed/" + j + "/");
            }
            table.addVirtualHosts(host("host-" + i + ".bench", prefixes, routed));
        }
        return resource(name, version, table.build());
    }

    private static VirtualHost host(String name, List<String> prefixes, RouteAction action) {
        VirtualHost.Builder host = VirtualHost.newBuilder().setName(name).addDomains(name);
        for (String prefix : prefixes) {
            host.addRoutes(Route.newBuilder().setName(name + prefix)
                    .setMatch(RouteMatch.newBuilder().setPrefix(prefix)).setRoute(action));
        }
        return host.build();
    }

    private static RouteAction forward(String cluster) {
        return RouteAction.newBuilder().setTimeout(Duration.newBuilder().setSeconds(15))
                .setRetryPolicy(RetryPolicy.newBuilder().setRetryOn("connect-failure,reset,gateway-error")
                        .setNumRetries(UInt32Value.of(2)).setPerTryTimeout(Duration.newBuilder().setSeconds(5)))
                .setWeightedClusters(WeightedCluster.newBuilder().addClusters(
                        WeightedCluster.ClusterWeight.newBuilder().setName(cluster).setWeight(UInt32Value.of(100))))
                .build();
    }

    private static Resource resource(String name, int version, Message body) {
        return Resource.newBuilder().setName(name).setVersion(Integer.toString(version)).setResource(Any.pack(body))
                .build();
    }

    private static Metadata spillway(Map<String, String> texts) {
        Struct.Builder fields = Struct.newBuilder();
        texts.forEach((key, text) -> fields.putFields(key, Value.newBuilder().setStringValue(text).build()));
        return Metadata.newBuilder().putFilterMetadata(XdsNames.METADATA, fields.build()).build();
    }
}
