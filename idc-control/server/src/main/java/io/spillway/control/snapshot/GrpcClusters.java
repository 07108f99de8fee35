package io.spillway.control.snapshot;

import java.io.UncheckedIOException;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.spillway.wire.xds.XdsNames;

/**
 * Clusters and endpoints for gRPC's own xDS client (gRFCs A27, A37, A48, A50). It refuses a whole cluster for what it does not
 * know: transport sockets per endpoint, header lines of the PROXY protocol, other balancing than by turns, by least requests
 * or by ring. Such a client cannot use one security here and another there, so other IDCs are in its endpoints only where
 * their crossings are in the clear; one that has a certificate gets {@link GrpcCrossings} instead. Pure.
 */
public final class GrpcClusters {

    private GrpcClusters() {}

    /** Returns a cluster of the catalog as such a client takes it; {@code ejects}: it may eject outliers. */
    public static Versioned cluster(Versioned shared, boolean ejects) {
        return Versioned.of(ResourceType.CLUSTER, shared.name(), usable(shared, ejects).build());
    }

    /** Returns what such a client understands of a cluster. */
    static Cluster.Builder usable(Versioned shared, boolean ejects) {
        Cluster.Builder cluster = parse(Cluster.parser(), shared).toBuilder();
        Cluster.LbPolicy policy = switch (cluster.getLbPolicy()) {
            case LEAST_REQUEST -> Cluster.LbPolicy.LEAST_REQUEST;
            case RING_HASH, MAGLEV -> Cluster.LbPolicy.RING_HASH;
            case ROUND_ROBIN, RANDOM, CLUSTER_PROVIDED, LOAD_BALANCING_POLICY_CONFIG, UNRECOGNIZED ->
                Cluster.LbPolicy.ROUND_ROBIN;
        };
        if (!ejects) {
            cluster.clearOutlierDetection();
        }
        return cluster.setLbPolicy(policy).clearTransportSocket().clearTransportSocketMatches().clearMetadata()
                .clearCommonLbConfig().clearLbSubsetConfig().clearTypedExtensionProtocolOptions();
    }

    /**
     * Returns the endpoints of a cluster as such a client takes them: those of another IDC go with their whole priority when
     * they need TLS, and what is left has priorities without gaps, which is what it asks for.
     */
    public static Versioned assignment(Versioned shared) {
        ClusterLoadAssignment all = parse(ClusterLoadAssignment.parser(), shared);
        ClusterLoadAssignment.Builder usable = ClusterLoadAssignment.newBuilder().setClusterName(all.getClusterName());
        int last = -1;
        int priority = -1;
        for (LocalityLbEndpoints locality : all.getEndpointsList()) {
            LocalityLbEndpoints.Builder left = usable(locality);
            if (left.getLbEndpointsCount() == 0) {
                continue;
            }
            if (locality.getPriority() != last) {
                last = locality.getPriority();
                priority++;
            }
            usable.addEndpoints(left.setPriority(priority));
        }
        return Versioned.of(ResourceType.ENDPOINT, shared.name(), usable.build());
    }

    private static LocalityLbEndpoints.Builder usable(LocalityLbEndpoints locality) {
        LocalityLbEndpoints.Builder left = locality.toBuilder().clearLbEndpoints().clearMetadata();
        for (LbEndpoint endpoint : locality.getLbEndpointsList()) {
            boolean socket = endpoint.getEndpoint().getAddress().hasSocketAddress();
            if (socket && !endpoint.getMetadata().containsFilterMetadata(XdsNames.METADATA_TRANSPORT)) {
                left.addLbEndpoints(endpoint.toBuilder().clearMetadata());
            }
        }
        return left;
    }

    static <M> M parse(Parser<M> parser, Versioned shared) {
        try {
            return parser.parseFrom(shared.any().getValue());
        } catch (InvalidProtocolBufferException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
