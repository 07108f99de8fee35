package io.spillway.control.snapshot;

import java.util.List;
import java.util.Objects;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.extensions.clusters.aggregate.v3.ClusterConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateProviderPluginInstance;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.spillway.wire.xds.XdsNames;

/**
 * Clusters that lead to other IDCs for gRPC's own xDS client with a certificate (gRFCs A29, A37): an aggregate of this IDC's
 * workloads and one cluster per other IDC, which is secured as that IDC says. Certificates and authorities come from the
 * provider that the client's bootstrap names {@value XdsNames#CERTIFICATE_PROVIDER}. Pure.
 */
public final class GrpcCrossings {

    private static final String AGGREGATE = "envoy.clusters.aggregate";

    private GrpcCrossings() {}

    /** Returns a cluster of the catalog as one of these, first to last; {@code ejects}: the client may eject outliers. */
    public static Versioned aggregate(Versioned shared, List<String> members, boolean ejects) {
        Cluster.CustomClusterType type = Cluster.CustomClusterType.newBuilder().setName(AGGREGATE)
                .setTypedConfig(Any.pack(ClusterConfig.newBuilder().addAllClusters(members).build())).build();
        return Versioned.of(ResourceType.CLUSTER, shared.name(),
                GrpcClusters.usable(shared, ejects).clearEdsClusterConfig().setClusterType(type).build());
    }

    /**
     * Returns the cluster with that name, which {@link XdsNames#crossing} made, to one other IDC.
     *
     * @param shared the cluster of the same group that leads to all IDCs
     * @param ejects whether the client may eject outliers
     */
    public static Versioned cluster(Versioned shared, String name, boolean ejects) {
        Cluster.Builder cluster = GrpcClusters.usable(shared, ejects).setName(name);
        cluster.getEdsClusterConfigBuilder().setServiceName(name);
        GrpcClusters.parse(Cluster.parser(), shared).getTransportSocketMatchesList().stream()
                .filter(match -> match.getName().equals(Crossings.socketName(idc(name)))).findFirst()
                .ifPresent(match -> cluster.setTransportSocket(socket(match.getTransportSocket())));
        return Versioned.of(ResourceType.CLUSTER, name, cluster.build());
    }

    /**
     * Returns the endpoints of that cluster: the gateways of its IDC; none when it has none for the service.
     *
     * @param shared the endpoints of the same group in all IDCs
     */
    public static Versioned assignment(Versioned shared, String name) {
        ClusterLoadAssignment.Builder there = ClusterLoadAssignment.newBuilder().setClusterName(name);
        for (LocalityLbEndpoints locality : GrpcClusters.parse(ClusterLoadAssignment.parser(), shared)
                .getEndpointsList()) {
            if (locality.getLocality().getZone().equals(idc(name))) {
                LocalityLbEndpoints.Builder gateways = locality.toBuilder().clearPriority().clearMetadata();
                gateways.getLbEndpointsBuilderList().forEach(LbEndpoint.Builder::clearMetadata);
                there.addEndpoints(gateways);
            }
        }
        return Versioned.of(ResourceType.ENDPOINT, name, there.build());
    }

    private static String idc(String name) {
        return Objects.requireNonNull(XdsNames.crossingTo(name), name);
    }

    /** The same security in the words that gRPC has: it knows no secrets and no kinds of names. */
    @SuppressWarnings("deprecation") // the only list of names that gRPC reads
    private static TransportSocket socket(TransportSocket shared) {
        CertificateProviderPluginInstance own = CertificateProviderPluginInstance.newBuilder()
                .setInstanceName(XdsNames.CERTIFICATE_PROVIDER).build();
        CertificateValidationContext.Builder who = CertificateValidationContext.newBuilder()
                .setCaCertificateProviderInstance(own);
        try {
            shared.getTypedConfig().unpack(UpstreamTlsContext.class).getCommonTlsContext()
                    .getCombinedValidationContext().getDefaultValidationContext().getMatchTypedSubjectAltNamesList()
                    .stream().map(SubjectAltNameMatcher::getMatcher).forEach(who::addMatchSubjectAltNames);
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException("a transport socket of our own", impossible);
        }
        return shared.toBuilder().setTypedConfig(Any.pack(UpstreamTlsContext.newBuilder()
                .setCommonTlsContext(CommonTlsContext.newBuilder().setTlsCertificateProviderInstance(own)
                        .setValidationContext(who))
                .build())).build();
    }
}
