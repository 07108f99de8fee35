package io.spillway.gateway.proxy.forward;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.failover.OutlierDetector;
import io.spillway.gateway.proxy.http.BodyForm;
import io.spillway.gateway.proxy.http.Field;
import io.spillway.gateway.proxy.http.ResponseGate;
import io.spillway.gateway.proxy.time.Deadline;
import io.spillway.gateway.proxy.upstream.ConnectListener;
import io.spillway.gateway.proxy.upstream.Permit;
import io.spillway.gateway.proxy.upstream.ResponseListener;
import io.spillway.gateway.proxy.upstream.UpstreamFailure;
import io.spillway.gateway.proxy.upstream.UpstreamStream;
import io.spillway.gateway.proxy.upstream.Way;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/**
 * One test of an endpoint. That of an ejected one uses a connection of its own, so that it tests the path as well; a probe
 * of the path uses a kept one where there is one, and leaves it warm. Ends exactly once. Owned by the loop.
 */
final class Retest implements ConnectListener, ResponseListener {
    /** Is told how a test ended. */
    interface Ending {
        /** The test has ended; no latency is known of one that is not good. */
        void ended(boolean good, long latencyNanos);
    }

    private final Worker worker;
    private final XdsCluster cluster;
    private final Endpoint endpoint;
    private final long patience;
    private final Ending ending;
    private final Deadline deadline;
    private @Nullable UpstreamStream stream;
    private @Nullable ByteBuf head;
    private boolean answersHead;
    private boolean anyAnswer;
    private boolean over;
    private long sentAt;
    private long askedAt;

    Retest(Worker worker, XdsCluster cluster, Endpoint endpoint, long patience, Ending ending) {
        this.worker = worker;
        this.cluster = cluster;
        this.endpoint = endpoint;
        this.patience = patience;
        this.ending = ending;
        this.deadline = new Deadline(worker.wheel(), this::tooLate);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Tests whether a connection comes about. */
    void connect() {
        sentAt = worker.now();
        deadline.set(sentAt + patience);
        worker.pool().connect(Way.own(cluster, endpoint), endpoint, cluster.policy().connectTimeout(), Permit.UNBOUNDED,
                this);
    }

    /** Tests what is answered to a request; takes over the reference. */
    void send(ByteBuf request, boolean isHead) {
        head = request;
        answersHead = isHead;
        connect();
    }

    /** Tests whether the way is open and a process at its end: any answer is good. Takes over the reference. */
    void probe(ByteBuf request) {
        anyAnswer = true;
        UpstreamStream kept = worker.pool().poll(Way.own(cluster, endpoint), endpoint, Long.MAX_VALUE);
        if (kept == null) {
            send(request, false);
        } else {
            head = request;
            sentAt = worker.now();
            deadline.set(sentAt + patience);
            onConnected(kept);
        }
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
            askedAt = worker.now();
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
        ending.ended(good, good ? worker.now() - sentAt : OutlierDetector.NO_LATENCY);
    }

    @Override
    public void onInformational(ResponseGate response) {
        // the final head says it
    }

    @Override
    public void onHead(ResponseGate response) {
        boolean refused = response.head().count(Field.X_SPILLWAY_REFUSED) > 0;
        boolean good = anyAnswer || (response.status() < 500 && !refused);
        if (stream != null) {
            stream.discardAnswer();
        }
        if (anyAnswer) {
            // A line that has become long is not known by requests: whoever is asked beside it answers first. A copy of a
            // request says as much of the service as of the way.
            long now = worker.now();
            worker.vitals().pulse(endpoint, now).tested(now - askedAt);
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
