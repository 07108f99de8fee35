package io.spillway.gateway.bench.xds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/**
 * The least that a gateway takes for a control plane: serves a set of resources by delta xDS and pushes changes. One lock
 * guards everything.
 */
public final class BenchControl implements AutoCloseable {
    private final Server server;
    private final Map<String, Map<String, Resource>> resources = new LinkedHashMap<>();
    private final Set<Session> sessions = new HashSet<>();
    private int nonce;
    private int acked;
    private @Nullable String nack;

    private BenchControl() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase() {
                    @Override
                    public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
                            StreamObserver<DeltaDiscoveryResponse> responses) {
                        return new Session(responses);
                    }
                }).build().start();
    }

    /** Starts it on a port of its own, with nothing to serve. */
    public static BenchControl start() {
        try {
            return new BenchControl();
        } catch (IOException e) {
            throw new UncheckedIOException("the bench's control plane cannot listen", e);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** Puts resources, by type, and pushes them to whoever subscribed; returns the number to wait for. */
    public synchronized int put(Map<String, List<Resource>> changed) {
        changed.forEach((type, list) -> {
            Map<String, Resource> known = resources.computeIfAbsent(type, _ -> new LinkedHashMap<>());
            list.forEach(resource -> known.put(resource.getName(), resource));
            for (Session session : sessions) {
                session.push(type, list);
            }
        });
        return nonce;
    }

    /** Tells whether everything sent up to that number was Acked; fails with the reason when something was Nacked. */
    public synchronized boolean acked(int upTo) {
        if (nack != null) {
            throw new IllegalStateException("the gateway refused the bench's configuration: " + nack);
        }
        return acked >= upTo;
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private final class Session implements StreamObserver<DeltaDiscoveryRequest> {
        private final StreamObserver<DeltaDiscoveryResponse> responses;
        private final Map<String, Set<String>> subscribed = new HashMap<>();

        Session(StreamObserver<DeltaDiscoveryResponse> responses) {
            this.responses = responses;
            synchronized (BenchControl.this) {
                sessions.add(this);
            }
        }

        @Override
        public void onNext(DeltaDiscoveryRequest request) {
            synchronized (BenchControl.this) {
                if (!request.getResponseNonce().isEmpty()) {
                    acked = Math.max(acked, Integer.parseInt(request.getResponseNonce()));
                    nack = request.hasErrorDetail() ? request.getErrorDetail().getMessage() : nack;
                }
                boolean first = !subscribed.containsKey(request.getTypeUrl());
                Set<String> names = subscribed.computeIfAbsent(request.getTypeUrl(), _ -> new HashSet<>());
                Set<String> added = new HashSet<>(request.getResourceNamesSubscribeList());
                if (first && added.isEmpty()) {
                    added.add("*");
                }
                added.removeAll(names);
                names.addAll(added);
                names.removeAll(request.getResourceNamesUnsubscribeList());
                Collection<Resource> known = resources.getOrDefault(request.getTypeUrl(), Map.of()).values();
                List<Resource> wanted = known.stream()
                        .filter(one -> added.contains("*") || added.contains(one.getName()))
                        .toList();
                if (first || !wanted.isEmpty()) {
                    send(request.getTypeUrl(), wanted);
                }
            }
        }

        private void push(String type, List<Resource> changed) {
            Set<String> names = subscribed.getOrDefault(type, Set.of());
            List<Resource> wanted = new ArrayList<>(changed);
            wanted.removeIf(one -> !names.contains("*") && !names.contains(one.getName()));
            if (!wanted.isEmpty()) {
                send(type, wanted);
            }
        }

        private void send(String type, List<Resource> list) {
            nonce++;
            responses.onNext(DeltaDiscoveryResponse.newBuilder().setTypeUrl(type).addAllResources(list)
                    .setNonce(Integer.toString(nonce)).build());
        }

        @Override
        public void onError(Throwable cause) {
            onCompleted();
        }

        @Override
        public void onCompleted() {
            synchronized (BenchControl.this) {
                sessions.remove(this);
            }
        }
    }
}
