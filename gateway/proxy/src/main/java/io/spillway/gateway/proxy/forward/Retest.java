package io.spillway.gateway.proxy.forward;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.failover.Ejection;
import io.spillway.gateway.failover.OutlierDetector;
import io.spillway.gateway.failover.RetestPlan;
import io.spillway.gateway.proxy.http.BodyForm;
import io.spillway.gateway.proxy.http.Field;
import io.spillway.gateway.proxy.http.ResponseGate;
import io.spillway.gateway.proxy.time.Deadline;
import io.spillway.gateway.proxy.upstream.ConnectListener;
import io.spillway.gateway.proxy.upstream.Permit;
import io.spillway.gateway.proxy.upstream.ResponseListener;
import io.spillway.gateway.proxy.upstream.UpstreamFailure;
import io.spillway.gateway.proxy.upstream.UpstreamStream;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/**
 * One test of an ejected endpoint, on a connection of its own so that it tests the path as well. Ends exactly once.
 * Owned by the loop.
 */
final class Retest implements ConnectListener, ResponseListener {
    private static final long PATIENCE_NANOS = 500_000_000L;

    private final Retests retests;
    private final Worker worker;
    private final XdsCluster cluster;
    private final Endpoint endpoint;
    private final Ejection ejection;
    private final RetestPlan plan;
    private final Deadline deadline;
    private @Nullable UpstreamStream stream;
    private @Nullable ByteBuf head;
    private boolean answersHead;
    private boolean over;
    private long sentAt;

    Retest(Retests retests, Worker worker, XdsCluster cluster, Endpoint endpoint, Ejection ejection,
            RetestPlan plan) {
        this.retests = retests;
        this.worker = worker;
        this.cluster = cluster;
        this.endpoint = endpoint;
        this.ejection = ejection;
        this.plan = plan;
        this.deadline = new Deadline(worker.wheel(), this::tooLate);
    }

    XdsCluster cluster() {
        return cluster;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Ejection ejection() {
        return ejection;
    }

    RetestPlan plan() {
        return plan;
    }

    /** Tests whether a connection comes about. */
    void connect() {
        sentAt = worker.now();
        deadline.set(sentAt + PATIENCE_NANOS);
        worker.pool().connect(cluster, endpoint, Permit.UNBOUNDED, this);
    }

    /** Tests what is answered to a request; takes over the reference. */
    void send(ByteBuf request, boolean isHead) {
        head = request;
        answersHead = isHead;
        connect();
    }

    @Override
    public void onConnected(UpstreamStream opened) {
        ByteBuf request = head;
        head = null;
        if (over) {
            opened.giveBack();
        } else if (request == null) {
            opened.giveBack();
            end(true);
        } else {
            stream = opened;
            opened.begin(this, answersHead, BodyForm.PLAIN, BodyForm.PLAIN);
            opened.requestComplete();
            if (!opened.writeFirst(request, java.util.List.of())) {
                opened.abort();
                end(false);
            }
        }
    }

    @Override
    public void onConnectFailed(String cause) {
        end(false);
    }

    private void tooLate() {
        if (stream != null) {
            stream.abort();
        }
        end(false);
    }

    private void end(boolean good) {
        if (over) {
            return;
        }
        over = true;
        deadline.discard();
        if (head != null) {
            head.release();
            head = null;
        }
        retests.ended(this, good, good ? worker.now() - sentAt : OutlierDetector.NO_LATENCY);
    }

    @Override
    public void onInformational(ResponseGate response) {
        // the final head says it
    }

    @Override
    public void onHead(ResponseGate response) {
        boolean refused = response.head().count(Field.X_SPILLWAY_REFUSED) > 0;
        boolean good = response.status() < 500 && !refused;
        if (stream != null) {
            stream.discardAnswer();
        }
        end(good);
    }

    @Override
    public void onBody(ByteBuf octets) {
        octets.release();
    }

    @Override
    public void onTrailers(ByteBuf section) {
        section.release();
    }

    @Override
    public void onComplete() {
        // the head has said it
    }

    @Override
    public void onReadComplete() {
        // nothing to flush
    }

    @Override
    public void onBroken(UpstreamFailure failure) {
        end(false);
    }

    @Override
    public void onWritabilityChanged(boolean writable) {
        // nothing more is written
    }
}
