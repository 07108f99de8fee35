package io.spillway.control.ads;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.envoyproxy.envoy.service.cluster.v3.ClusterDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.endpoint.v3.EndpointDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.listener.v3.ListenerDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.route.v3.RouteDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.runtime.v3.RuntimeDiscoveryServiceGrpc;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.model.document.Shown;

/**
 * The discovery services of one type each, both variants, for clients that do not ask for everything on one aggregated
 * stream. What a stream of theirs does is what an aggregated stream does for that type; only what one stream orders across
 * types is not ordered across several.
 */
public final class SeparateStreams {

    private static final List<Service> SERVICES = List.of(
            new Service(ResourceType.CLUSTER, ClusterDiscoveryServiceGrpc.getStreamClustersMethod(),
                    ClusterDiscoveryServiceGrpc.getDeltaClustersMethod()),
            new Service(ResourceType.ENDPOINT, EndpointDiscoveryServiceGrpc.getStreamEndpointsMethod(),
                    EndpointDiscoveryServiceGrpc.getDeltaEndpointsMethod()),
            new Service(ResourceType.LISTENER, ListenerDiscoveryServiceGrpc.getStreamListenersMethod(),
                    ListenerDiscoveryServiceGrpc.getDeltaListenersMethod()),
            new Service(ResourceType.ROUTE, RouteDiscoveryServiceGrpc.getStreamRoutesMethod(),
                    RouteDiscoveryServiceGrpc.getDeltaRoutesMethod()),
            new Service(ResourceType.RUNTIME, RuntimeDiscoveryServiceGrpc.getStreamRuntimeMethod(),
                    RuntimeDiscoveryServiceGrpc.getDeltaRuntimeMethod()));

    private SeparateStreams() {}

    private record Service(ResourceType type, MethodDescriptor<DiscoveryRequest, DiscoveryResponse> world,
            MethodDescriptor<DeltaDiscoveryRequest, DeltaDiscoveryResponse> delta) {

        String name() {
            return String.valueOf(world.getServiceName());
        }
    }

    /** Returns the services, whose streams are those of {@code ads}. */
    public static List<BindableService> of(AdsService ads) {
        return SERVICES.stream().map(service -> bindable(service, ads)).toList();
    }

    /** Returns whether that is one of them. */
    static boolean has(String serviceName) {
        return SERVICES.stream().anyMatch(service -> service.name().equals(serviceName));
    }

    private static BindableService bindable(Service service, AdsService ads) {
        ResourceType type = service.type();
        return () -> ServerServiceDefinition.builder(service.name())
                .addMethod(Encoded.method(service.world()), ServerCalls.asyncBidiStreamingCall(
                        client -> new OneType<>(type, ads.world(client),
                                DiscoveryRequest::getTypeUrl,
                                request -> request.toBuilder().setTypeUrl(type.typeUrl()).build())))
                .addMethod(Encoded.method(service.delta()), ServerCalls.asyncBidiStreamingCall(
                        client -> new OneType<>(type, ads.delta(client),
                                DeltaDiscoveryRequest::getTypeUrl,
                                request -> request.toBuilder().setTypeUrl(type.typeUrl()).build())))
                .build();
    }

    /** Requests of one type; they need not name it. */
    private record OneType<Q>(ResourceType type, StreamObserver<Q> stream, Function<Q, String> named,
            UnaryOperator<Q> naming) implements StreamObserver<Q> {

        @Override
        public void onNext(Q request) {
            String said = named.apply(request);
            if (said.isEmpty()) {
                stream.onNext(naming.apply(request));
            } else if (said.equals(type.typeUrl())) {
                stream.onNext(request);
            } else if (stream instanceof ClientStream client) {
                client.cut(Status.INVALID_ARGUMENT.withDescription("type_url: " + Shown.text(said) + " (expected: "
                        + type.typeUrl() + ", the type of this service, or nothing)"));
            }
        }

        @Override
        public void onError(Throwable cause) {
            stream.onError(cause);
        }

        @Override
        public void onCompleted() {
            stream.onCompleted();
        }
    }
}
