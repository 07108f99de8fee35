package io.spillway.control.load;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.load_stats.v3.LoadStatsRequest;
import io.envoyproxy.envoy.service.load_stats.v3.LoadStatsResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.spillway.control.ads.Caller;
import io.spillway.control.ads.NodeIdentity;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * The gRPC side of one stream. What gRPC's threads call goes on to the owner, which alone touches the fields and writes;
 * the next message is asked for when the one before has been taken, so that a client that floods is slowed down.
 */
final class LoadStream implements StreamObserver<LoadStatsRequest> {

    /** LRS: only clients with this feature obey {@code send_all_clusters}; the others must be told names. */
    private static final String KNOWS_ALL = "envoy.lrs.supports_send_all_clusters";

    private final long id;
    private final ServerCallStreamObserver<LoadStatsResponse> client;
    private final Executor owner;
    private final Ticker ticker;
    private final Desk desk;
    private final long beganNanos;
    private final Caller caller = Caller.current();
    private String node = "";
    private boolean byName;
    private List<String> asked = List.of();
    private @Nullable Duration every;
    private boolean ended;

    /** What the owner does with a stream; called on its thread. */
    interface Desk {

        /** Returns why the caller is not that node, or an empty string. */
        String mismatch(Caller caller, NodeIdentity identity);

        /** Returns why this node is not listened to, or an empty string; else it is known from now on. */
        String identify(LoadStream stream, NodeIdentity identity, long nanos);

        /** Returns why a report is too much, or an empty string when it was taken. */
        String take(LoadStream stream, LoadStatsRequest report, boolean first, long nanos);

        /** Returns the names to ask for one by one. */
        List<String> clusters();

        /** Returns the time between two reports. */
        Duration every();

        /** This side ends the stream, with that status. */
        void refused(Status status);

        /** The stream is over. */
        void ended(LoadStream stream, Status status);
    }

    LoadStream(long id, ServerCallStreamObserver<LoadStatsResponse> client, Executor owner, Ticker ticker, Desk desk) {
        this.id = id;
        this.client = client;
        this.owner = owner;
        this.ticker = ticker;
        this.desk = desk;
        this.beganNanos = ticker.nanos();
        client.disableAutoRequest();
        client.setOnCancelHandler(() -> run(_ -> over(Status.CANCELLED)));
        client.request(1);
    }

    long id() {
        return id;
    }

    String node() {
        return node;
    }

    long beganNanos() {
        return beganNanos;
    }

    @Override
    public void onNext(LoadStatsRequest report) {
        run(nanos -> {
            handle(report, nanos);
            if (!ended) {
                client.request(1);
            }
        });
    }

    @Override
    public void onError(Throwable cause) {
        run(_ -> over(Status.fromThrowable(cause)));
    }

    @Override
    public void onCompleted() {
        run(_ -> {
            client.onCompleted();
            over(Status.OK);
        });
    }

    /** Ends the stream with an error; on the owner's thread. */
    void cut(Status status) {
        if (!ended) {
            over(status);
            desk.refused(status);
            client.onError(status.asRuntimeException());
        }
    }

    /**
     * Asks again when reports are wanted more or less often than before, or there are other clusters, of a client that must be
     * told their names.
     */
    void askAgain() {
        if (!ended && every != null
                && (!every.equals(desk.every()) || (byName && !asked.equals(desk.clusters())))) {
            ask();
        }
    }

    private void run(Consumer<Long> task) {
        long nanos = ticker.nanos();
        owner.execute(() -> {
            if (!ended) {
                try {
                    task.accept(nanos);
                } catch (RuntimeException bug) {
                    cut(Status.INTERNAL.withDescription("this stream failed: " + bug));
                    throw bug;
                }
            }
        });
    }

    private void over(Status status) {
        ended = true;
        desk.ended(this, status);
    }

    private void handle(LoadStatsRequest report, long nanos) {
        boolean first = node.isEmpty();
        Status refusal = first ? identify(report, nanos) : Status.OK;
        if (!refusal.isOk()) {
            cut(refusal);
            return;
        }
        String tooMuch = desk.take(this, report, first, nanos);
        if (!tooMuch.isEmpty()) {
            cut(Status.RESOURCE_EXHAUSTED.withDescription("node " + node + ": " + tooMuch));
        } else if (first) {
            ask();
        }
    }

    private Status identify(LoadStatsRequest report, long nanos) {
        Node said = report.getNode();
        NodeIdentity identity = NodeIdentity.of(said);
        String mismatch = desk.mismatch(caller, identity);
        if (!mismatch.isEmpty()) {
            return Status.PERMISSION_DENIED.withDescription(mismatch);
        }
        String refusal = desk.identify(this, identity, nanos);
        if (!refusal.isEmpty()) {
            return Status.INVALID_ARGUMENT.withDescription(refusal);
        }
        node = identity.id();
        byName = !identity.isOurs() && !said.getClientFeaturesList().contains(KNOWS_ALL);
        return Status.OK;
    }

    private void ask() {
        Duration now = desk.every();
        every = now;
        LoadStatsResponse.Builder response = LoadStatsResponse.newBuilder().setLoadReportingInterval(now);
        if (byName) {
            asked = desk.clusters();
            response.addAllClusters(asked);
        } else {
            response.setSendAllClusters(true);
        }
        client.onNext(response.build());
    }
}
