package io.spillway.drill.bench.push.xds;

import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.Duration;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.spillway.control.peers.Change;
import io.spillway.drill.bench.push.Population;

/** The population as a peer serves it: the same names, endpoints and about the same octets as ours. */
public final class PeerResources {
    private static final String CLUSTERS = "type.googleapis.com/envoy.config.cluster.v3.Cluster";
    private static final String ENDPOINTS = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment";
    private static final long CONNECT_TIMEOUT_NANOS = 250_000_000;
    private static final String OURS = "spillway";

    private PeerResources() {}

    /** Returns everything that is there before anything changes. */
    public static List<Change> all(Population population) {
        List<Change> all = new ArrayList<>();
        for (int service = 0; service < population.services(); service++) {
            all.add(Change.put(CLUSTERS, population.resource(service), "0", cluster(population, service)));
            all.add(endpoints(population, service, 0));
        }
        return all;
    }

    /** Returns the change that gives the first endpoint of a service its n-th port. */
    public static Change endpoints(Population population, int service, int change) {
        LocalityLbEndpoints.Builder locality = LocalityLbEndpoints.newBuilder()
                .setLocality(Locality.newBuilder().setZone(Population.IDC).setSubZone(Population.CLUSTER))
                .setLoadBalancingWeight(UInt32Value.of(Population.WEIGHT * population.endpoints(service)));
        for (int endpoint = 0; endpoint < population.endpoints(service); endpoint++) {
            locality.addLbEndpoints(LbEndpoint.newBuilder()
                    .setEndpoint(Endpoint.newBuilder().setAddress(Address.newBuilder()
                            .setSocketAddress(SocketAddress.newBuilder().setAddress(population.address(endpoint))
                                    .setPortValue(population.port(endpoint == 0 ? change : 0)))))
                    .setHealthStatus(HealthStatus.HEALTHY).setLoadBalancingWeight(UInt32Value.of(Population.WEIGHT))
                    .setMetadata(metadata("idc", Population.IDC, "role", "workload", "id",
                            population.workload(service, endpoint))));
        }
        ClusterLoadAssignment assignment = ClusterLoadAssignment.newBuilder()
                .setClusterName(population.resource(service)).addEndpoints(locality).build();
        return Change.put(ENDPOINTS, population.resource(service), Integer.toString(change), assignment.toByteArray());
    }

    private static byte[] cluster(Population population, int service) {
        String name = population.resource(service);
        return Cluster.newBuilder().setName(name).setType(Cluster.DiscoveryType.EDS)
                .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setServiceName(name)
                        .setEdsConfig(ConfigSource.newBuilder().setResourceApiVersion(ApiVersion.V3)
                                .setAds(AggregatedConfigSource.getDefaultInstance())))
                .setConnectTimeout(Duration.newBuilder().setNanos((int) CONNECT_TIMEOUT_NANOS))
                .setOutlierDetection(OutlierDetection.newBuilder().setConsecutive5Xx(UInt32Value.of(5))
                        .setEnforcingConsecutive5Xx(UInt32Value.of(100)))
                .setCircuitBreakers(CircuitBreakers.newBuilder().addThresholds(CircuitBreakers.Thresholds.newBuilder()
                        .setMaxConnections(UInt32Value.of(1024)).setMaxRequests(UInt32Value.of(1024))))
                .setMetadata(metadata("service", population.service(service), "group", Population.GROUP)).build()
                .toByteArray();
    }

    private static Metadata metadata(String... pairs) {
        Struct.Builder facts = Struct.newBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            facts.putFields(pairs[i], Value.newBuilder().setStringValue(pairs[i + 1]).build());
        }
        return Metadata.newBuilder().putFilterMetadata(OURS, facts.build()).build();
    }
}
