package io.spillway.control.conformance.wire;

import io.envoyproxy.envoy.service.cluster.v3.ClusterDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.endpoint.v3.EndpointDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.listener.v3.ListenerDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.route.v3.RouteDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.runtime.v3.RuntimeDiscoveryServiceGrpc;
import io.grpc.MethodDescriptor;
import io.spillway.control.conformance.subject.ResourceKind;

/**
 * The calls that are a stream.
 *
 * @param world state of the world
 * @param delta incremental
 */
public record Methods(MethodDescriptor<DiscoveryRequest, DiscoveryResponse> world,
        MethodDescriptor<DeltaDiscoveryRequest, DeltaDiscoveryResponse> delta) {

    /** Those of the aggregated service. */
    public static final Methods AGGREGATED = new Methods(
            AggregatedDiscoveryServiceGrpc.getStreamAggregatedResourcesMethod(),
            AggregatedDiscoveryServiceGrpc.getDeltaAggregatedResourcesMethod());

    /** Returns those of the service of one type. */
    public static Methods of(ResourceKind kind) {
        return switch (kind) {
            case CLUSTER -> new Methods(ClusterDiscoveryServiceGrpc.getStreamClustersMethod(),
                    ClusterDiscoveryServiceGrpc.getDeltaClustersMethod());
            case ENDPOINT -> new Methods(EndpointDiscoveryServiceGrpc.getStreamEndpointsMethod(),
                    EndpointDiscoveryServiceGrpc.getDeltaEndpointsMethod());
            case LISTENER -> new Methods(ListenerDiscoveryServiceGrpc.getStreamListenersMethod(),
                    ListenerDiscoveryServiceGrpc.getDeltaListenersMethod());
            case ROUTE -> new Methods(RouteDiscoveryServiceGrpc.getStreamRoutesMethod(),
                    RouteDiscoveryServiceGrpc.getDeltaRoutesMethod());
            case RUNTIME -> new Methods(RuntimeDiscoveryServiceGrpc.getStreamRuntimeMethod(),
                    RuntimeDiscoveryServiceGrpc.getDeltaRuntimeMethod());
        };
    }
}
