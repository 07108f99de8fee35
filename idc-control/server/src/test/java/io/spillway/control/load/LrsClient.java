package io.spillway.control.load;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.load_stats.v3.LoadReportingServiceGrpc;
import io.envoyproxy.envoy.service.load_stats.v3.LoadStatsRequest;
import io.envoyproxy.envoy.service.load_stats.v3.LoadStatsResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.spillway.control.node.TestNode;

import static java.util.Objects.requireNonNull;

/** A raw LRS client: says exactly what a test tells it to. */
public final class LrsClient implements AutoCloseable {

    private final ManagedChannel channel;
    private final BlockingQueue<LoadStatsResponse> asked = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final StreamObserver<LoadStatsRequest> requests;

    public LrsClient(TestNode target, Node node) {
        this(target.channel(), node);
    }

    public LrsClient(ManagedChannel channel, Node node) {
        this.channel = channel;
        this.requests = LoadReportingServiceGrpc.newStub(channel).streamLoadStats(new Inbound());
        requests.onNext(Reports.introduction(node));
    }

    public void report(LoadStatsRequest report) {
        requests.onNext(report);
    }

    LoadStatsResponse asked() throws InterruptedException {
        return requireNonNull(asked.poll(20, TimeUnit.SECONDS));
    }

    Status end() throws Exception {
        return end.get(20, TimeUnit.SECONDS);
    }

    boolean goesOn() {
        return !end.isDone();
    }

    void complete() {
        requests.onCompleted();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private final class Inbound implements StreamObserver<LoadStatsResponse> {
        @Override
        public void onNext(LoadStatsResponse response) {
            asked.add(response);
        }

        @Override
        public void onError(Throwable cause) {
            end.complete(Status.fromThrowable(cause));
        }

        @Override
        public void onCompleted() {
            end.complete(Status.OK);
        }
    }
}
