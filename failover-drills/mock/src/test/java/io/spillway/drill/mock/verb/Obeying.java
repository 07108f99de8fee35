package io.spillway.drill.mock.verb;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;

/** Sends a resource for each name that is asked for; whether it has that name depends on the prefix. */
final class Obeying extends AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase implements AutoCloseable {

    private final String prefix;
    private final Server server;

    private Obeying(String prefix) throws IOException {
        this.prefix = prefix;
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor().addService(this).build().start();
    }

    static Obeying start(String prefix) throws IOException {
        return new Obeying(prefix);
    }

    String address() {
        return "127.0.0.1:" + server.getPort();
    }

    @Override
    public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
            StreamObserver<DeltaDiscoveryResponse> client) {
        return new StreamObserver<>() {

            @Override
            public void onNext(DeltaDiscoveryRequest request) {
                if (request.hasNode()) {
                    client.onNext(answer(request));
                }
            }

            @Override
            public void onError(Throwable cause) {
                // the client is done
            }

            @Override
            public void onCompleted() {
                client.onCompleted();
            }
        };
    }

    private DeltaDiscoveryResponse answer(DeltaDiscoveryRequest request) {
        DeltaDiscoveryResponse.Builder response = DeltaDiscoveryResponse.newBuilder().setTypeUrl(request.getTypeUrl())
                .setNonce("n");
        for (int i = 0; i < request.getResourceNamesSubscribeCount(); i++) {
            response.addResources(Resource.newBuilder().setName(prefix + i).setVersion("1")
                    .setResource(Any.newBuilder().setTypeUrl(request.getTypeUrl())));
        }
        if (!request.getResourceNamesSubscribeList().contains(prefix + 0)) {
            response.addAllRemovedResources(request.getResourceNamesSubscribeList());
        }
        return response.build();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
