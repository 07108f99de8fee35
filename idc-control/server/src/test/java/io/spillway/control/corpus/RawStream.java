package io.spillway.control.corpus;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.spillway.control.health.probe.Octets;
import org.jspecify.annotations.Nullable;

/** A stream on which octets are sent that nobody looked at before, and of which only the end matters. */
final class RawStream implements StreamObserver<byte[]> {

    private static final Map<String, String> METHODS = Map.of(
            "delta", "envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources",
            "world", "envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources",
            "load", "envoy.service.load_stats.v3.LoadReportingService/StreamLoadStats");

    private final BlockingQueue<byte[]> responses = new LinkedBlockingQueue<>();
    private final BlockingQueue<Status> ends = new LinkedBlockingQueue<>();
    private final StreamObserver<byte[]> requests;

    RawStream(ManagedChannel channel, String on) {
        String method = METHODS.getOrDefault(on, on);
        this.requests = ClientCalls.asyncBidiStreamingCall(channel.newCall(
                MethodDescriptor.<byte[], byte[]>newBuilder().setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                        .setFullMethodName(method).setRequestMarshaller(new Octets())
                        .setResponseMarshaller(new Octets()).build(),
                CallOptions.DEFAULT), this);
    }

    void send(byte[] message) {
        requests.onNext(message);
    }

    /** Returns how the stream ended, or null when it did not for so long. */
    @Nullable
    Status end(long millis) throws InterruptedException {
        return ends.poll(millis, TimeUnit.MILLISECONDS);
    }

    /** Waits for a response that has these ASCII characters somewhere; returns whether it came. */
    boolean answers(String words, long millis) throws InterruptedException {
        byte[] response = responses.poll(millis, TimeUnit.MILLISECONDS);
        while (response != null && !new String(response, StandardCharsets.ISO_8859_1).contains(words)) {
            response = responses.poll(millis, TimeUnit.MILLISECONDS);
        }
        return response != null;
    }

    @Override
    public void onNext(byte[] response) {
        responses.add(response);
    }

    @Override
    public void onError(Throwable cause) {
        ends.add(Status.fromThrowable(cause));
    }

    @Override
    public void onCompleted() {
        ends.add(Status.OK);
    }
}
