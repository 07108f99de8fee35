package io.spillway.it.clients;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.grpc.CallOptions;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.xds.XdsChannelCredentials;
import io.grpc.xds.XdsNameResolverProvider;
import io.spillway.it.harness.Json;

/**
 * A process that calls with gRPC's own xDS client, as it comes: it is told in its bootstrap who it is and where its control
 * plane is, and whom to call by the host in the target. (Its scheme is {@code xds} with the node's name, so that several live
 * in one test.)
 */
final class GrpcClient implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    private final NameResolverProvider resolver;
    private final ManagedChannel channel;

    private GrpcClient(NameResolverProvider resolver, String scheme, String host, ChannelCredentials credentials) {
        this.resolver = resolver;
        NameResolverRegistry.getDefaultRegistry().register(resolver);
        this.channel = Grpc.newChannelBuilder(scheme + ":///" + host, credentials).build();
    }

    /** Starts one of an IDC that calls a host; {@code ads} is where its control plane is. */
    static GrpcClient start(String node, String idc, String ads, String host) {
        String scheme = "xds-" + node;
        Map<String, ?> bootstrap = Map.of(
                "node", Map.of("id", node, "cluster", "callers", "locality", Map.of("zone", idc)),
                "xds_servers", List.of(Map.of("server_uri", ads, "channel_creds", List.of(Map.of("type", "insecure")),
                        "server_features", List.of("xds_v3"))));
        return new GrpcClient(XdsNameResolverProvider.createForTest(scheme, bootstrap), scheme, host,
                InsecureChannelCredentials.create());
    }

    /** Starts one with a bootstrap of its own, as JSON; it calls in the clear unless it is told otherwise by xDS. */
    static GrpcClient start(String node, String bootstrap, String host) {
        String scheme = "xds-" + node;
        if (!(Json.parse(bootstrap).value() instanceof Map<?, ?> tree)) {
            throw new IllegalArgumentException("bootstrap of " + node + " (expected: a JSON object): " + bootstrap);
        }
        Map<String, Object> read = new HashMap<>();
        tree.forEach((key, value) -> read.put(String.valueOf(key), value));
        return new GrpcClient(XdsNameResolverProvider.createForTest(scheme, read), scheme, host,
                XdsChannelCredentials.create(InsecureChannelCredentials.create()));
    }

    /**
     * Calls, and returns who answered. Not by gRPC's blocking call: a thread in it may stay parked for ever although the answer
     * is there, past every deadline (grpc/grpc-java issues 12456 and 12648).
     *
     * @throws StatusRuntimeException
     *             when the call failed; nothing here tries again
     */
    String call() {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
        try {
            return ClientCalls.futureUnaryCall(channel.newCall(Calls.WHO, options), "who?").get(2 * PATIENCE_SECONDS,
                    TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StatusRuntimeException failed ? failed : new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("a call did not end at its deadline", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        NameResolverRegistry.getDefaultRegistry().deregister(resolver);
    }
}
