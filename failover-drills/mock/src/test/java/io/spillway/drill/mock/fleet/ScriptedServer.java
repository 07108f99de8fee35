package io.spillway.drill.mock.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;

/**
 * A server of the incremental protocol that answers every request as a test says, right or wrong, and keeps the requests.
 */
final class ScriptedServer extends AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase
        implements
            AutoCloseable {

    final List<DeltaDiscoveryRequest> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger nonces = new AtomicInteger();
    private final Answering answering;
    private final Server server;

    private final boolean forgetful;

    private ScriptedServer(Answering answering, boolean forgetful) throws IOException {
        this.answering = answering;
        this.forgetful = forgetful;
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor().addService(this).build().start();
    }

    /** What a server does with a request. */
    interface Answering {

        void answer(ScriptedServer server, DeltaDiscoveryRequest request,
                StreamObserver<DeltaDiscoveryResponse> client);
    }

    static ScriptedServer start(Answering answering) throws IOException {
        return new ScriptedServer(answering, false);
    }

    /** Starts one that keeps no requests: those of thousands of clients are more than the heap that is looked at. */
    static ScriptedServer forgetful(Answering answering) throws IOException {
        return new ScriptedServer(answering, true);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
    }

    DeltaDiscoveryResponse.Builder response(String typeUrl) {
        return DeltaDiscoveryResponse.newBuilder().setTypeUrl(typeUrl).setNonce("n-" + nonces.incrementAndGet());
    }

    static Resource resource(String typeUrl, String name, String version) {
        return Resource.newBuilder().setName(name).setVersion(version)
                .setResource(Any.newBuilder().setTypeUrl(typeUrl)
                        .setValue(Cluster.newBuilder().setName(name).setAltStatName(version).build().toByteString()))
                .build();
    }

    /** Sends each subscribed name once. */
    void obey(DeltaDiscoveryRequest request, StreamObserver<DeltaDiscoveryResponse> client) {
        if (request.getResponseNonce().isEmpty()) {
            DeltaDiscoveryResponse.Builder response = response(request.getTypeUrl());
            request.getResourceNamesSubscribeList()
                    .forEach(name -> response.addResources(resource(request.getTypeUrl(), name, "1")));
            client.onNext(response.build());
        }
    }

    static void refuse(StreamObserver<DeltaDiscoveryResponse> client) {
        client.onError(Status.UNAVAILABLE.withDescription("not ready").asRuntimeException());
    }

    /** Refuses the stream, and says when to come back. */
    static void refuse(StreamObserver<DeltaDiscoveryResponse> client, String pushback) {
        Metadata trailers = new Metadata();
        trailers.put(Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER), pushback);
        client.onError(Status.UNAVAILABLE.withDescription("too many").asRuntimeException(trailers));
    }

    @Override
    public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
            StreamObserver<DeltaDiscoveryResponse> client) {
        return new StreamObserver<>() {

            @Override
            public void onNext(DeltaDiscoveryRequest request) {
                if (!forgetful) {
                    requests.add(request);
                }
                answering.answer(ScriptedServer.this, request, client);
            }

            @Override
            public void onError(Throwable cause) {
                // the client went away, as tests let it
            }

            @Override
            public void onCompleted() {
                client.onCompleted();
            }
        };
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
