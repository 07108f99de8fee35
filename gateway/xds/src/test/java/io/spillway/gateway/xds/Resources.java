package io.spillway.gateway.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
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
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.service.discovery.v3.Resource;

/** Resources as the control plane of idc-a makes them, small. */
final class Resources {

    private static final ConfigSource ADS = ConfigSource.newBuilder()
            .setAds(AggregatedConfigSource.getDefaultInstance()).build();

    private Resources() {}

    /** A cluster whose group has variants for these IDCs. */
    static Resource clusterFor(String name, String version, String targets) throws InvalidProtocolBufferException {
        Resource plain = cluster(name, version);
        Cluster cluster = plain.getResource().unpack(Cluster.class);
        String[] parts = name.split("[/!@]", -1);
        return resource(name, version, cluster.toBuilder()
                .setMetadata(spillway("service", parts[0], "group", parts[1], "targets", targets)).build());
    }

    static Resource cluster(String name, String version) {
        String[] parts = name.split("[/!@]", -1);
        return resource(name, version, Cluster.newBuilder()
                .setName(name)
                .setType(Cluster.DiscoveryType.EDS)
                .setEdsClusterConfig(
                        Cluster.EdsClusterConfig.newBuilder().setEdsConfig(ADS).setServiceName(name))
                .setConnectTimeout(Duration.newBuilder().setNanos(250_000_000))
                .setLbPolicy(Cluster.LbPolicy.LEAST_REQUEST)
                .setMetadata(spillway("service", parts[0], "group", parts[1]))
                .build());
    }

    /** A cluster that a gateway cannot use: it has neither a service nor a supported type. */
    static Resource unusableCluster(String name, String version) {
        return resource(name, version, Cluster.newBuilder()
                .setName(name)
                .setType(Cluster.DiscoveryType.ORIGINAL_DST)
                .build());
    }

    static Resource endpoints(String cluster, String version, int... ports) {
        LocalityLbEndpoints.Builder locality = LocalityLbEndpoints.newBuilder()
                .setLocality(Locality.newBuilder().setZone("idc-a").setSubZone("idc-a-primary"))
                .setLoadBalancingWeight(UInt32Value.of(Math.max(1, ports.length)));
        for (int port : ports) {
            locality.addLbEndpoints(LbEndpoint.newBuilder()
                    .setEndpoint(Endpoint.newBuilder().setAddress(Address.newBuilder().setSocketAddress(
                            SocketAddress.newBuilder().setAddress("127.0.0.1").setPortValue(port))))
                    .setHealthStatus(HealthStatus.HEALTHY)
                    .setLoadBalancingWeight(UInt32Value.of(1))
                    .setMetadata(spillway("idc", "idc-a", "role", "workload", "id", "w-" + port)));
        }
        ClusterLoadAssignment.Builder assignment = ClusterLoadAssignment.newBuilder().setClusterName(cluster);
        if (ports.length > 0) {
            assignment.addEndpoints(locality);
        }
        return resource(cluster, version, assignment.build());
    }

    static Resource listener(String name, String version) {
        HttpConnectionManager manager = HttpConnectionManager.newBuilder()
                .setStatPrefix(name)
                .setRds(Rds.newBuilder().setConfigSource(ADS).setRouteConfigName(name))
                .build();
        return resource(name, version, Listener.newBuilder()
                .setName(name)
                .setAddress(Address.newBuilder()
                        .setSocketAddress(SocketAddress.newBuilder().setAddress("127.0.0.1").setPortValue(8080)))
                .addFilterChains(FilterChain.newBuilder().addFilters(Filter.newBuilder()
                        .setName("envoy.filters.network.http_connection_manager").setTypedConfig(Any.pack(manager))))
                .build());
    }

    static Resource routes(String name, String version, String host, String cluster) {
        return resource(name, version, RouteConfiguration.newBuilder()
                .setName(name)
                .addVirtualHosts(VirtualHost.newBuilder()
                        .setName(host)
                        .addDomains(host)
                        .addRoutes(Route.newBuilder()
                                .setName("default")
                                .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                                .setRoute(RouteAction.newBuilder()
                                        .setWeightedClusters(WeightedCluster.newBuilder()
                                                .addClusters(WeightedCluster.ClusterWeight.newBuilder()
                                                        .setName(cluster).setWeight(UInt32Value.of(100)))))))
                .build());
    }

    static Resource resource(String name, String version, Message body) {
        return Resource.newBuilder().setName(name).setVersion(version).setResource(Any.pack(body)).build();
    }

    private static Metadata spillway(String... keysAndValues) {
        Struct.Builder fields = Struct.newBuilder();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            fields.putFields(keysAndValues[i], Value.newBuilder().setStringValue(keysAndValues[i + 1]).build());
        }
        return Metadata.newBuilder().putFilterMetadata("spillway", fields.build()).build();
    }
}
