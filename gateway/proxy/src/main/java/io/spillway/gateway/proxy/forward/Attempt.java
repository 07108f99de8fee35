package io.spillway.gateway.proxy.forward;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.failover.AttemptOutcome;
import io.spillway.gateway.proxy.http.Turn;
import io.spillway.gateway.proxy.trace.AttemptSpan;
import io.spillway.gateway.proxy.upstream.ConnectListener;
import io.spillway.gateway.proxy.upstream.UpstreamFailure;
import io.spillway.gateway.proxy.upstream.UpstreamStream;
import io.spillway.gateway.proxy.upstream.Way;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/**
 * One try to have a request answered by one endpoint: get a connection, send, hand what comes to the exchange. Ends
 * exactly once; what comes later is not heard. Owned by its exchange, on its event loop.
 */
final class Attempt implements ConnectListener {
    /** A connection that waited longer may be about to be closed by its endpoint: not for what cannot be repeated. */
    private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

    private final Exchange exchange;
    private final Worker worker;
    private final XdsCluster cluster;
    private final Choice choice;
    private final boolean free;
    private final Way way;
    private final Watch watch;
    /** Null when the request is not traced. */
    final @Nullable AttemptSpan span;
    private @Nullable UpstreamStream stream;
    private boolean waiting;
    private boolean over;
    private boolean wrote;
    private boolean expectsStatus;
    private long bytesSent;

    /** Creates an attempt; {@code free} says that it costs budget only if it fails to connect. */
    Attempt(Exchange exchange, Worker worker, XdsCluster cluster, Choice choice, boolean free) {
        this.exchange = exchange;
        this.worker = worker;
        this.cluster = cluster;
        this.choice = choice;
        this.free = free;
        this.span = exchange.span(choice);
        this.way = Ways.of(exchange.request(), cluster, choice.endpoint(), exchange.downstream().output());
        this.watch = new Watch(worker, worker.vitals().pulse(endpoint(), worker.now()),
                worker.vitals().patience(cluster, endpoint().idc()), endpoint().role() == Endpoint.Role.GATEWAY);
        choice.begin();
    }

    boolean free() {
        return free;
    }

    /** Returns the attempt's time. */
    Watch watch() {
        return watch;
    }

    /** Says whether how the answer went is known at its end only, as that of a call of gRPC is. */
    void expectStatus(boolean expected) {
        expectsStatus = expected;
    }

    boolean expectsStatus() {
        return expectsStatus;
    }

    Choice choice() {
        return choice;
    }

    Endpoint endpoint() {
        return choice.endpoint();
    }

    XdsCluster cluster() {
        return cluster;
    }

    /** Returns how many octets of the request may have left this machine. */
    long bytesSent() {
        return bytesSent;
    }

    /** Tells whether the request can be written. */
    boolean connected() {
        return stream != null;
    }

    /** Begins, on a free connection if there is one and a new one is not asked for. */
    void start(boolean fresh, boolean idempotent) {
        UpstreamStream free = fresh
                ? null
                : worker.pool().poll(way, endpoint(), idempotent ? Long.MAX_VALUE : FRESH);
        if (free != null) {
            send(free);
        } else {
            connect();
        }
    }

    private void connect() {
        Bounds bounds = exchange.bounds();
        OwnAnswer refusal = bounds.await(worker, cluster);
        if (refusal != null) {
            finish();
            exchange.onRefused(this, refusal);
            return;
        }
        waiting = true;
        watch.queue();
        worker.pool().connect(way, endpoint(), cluster.policy().connectTimeout(), bounds.permit(worker, cluster), this);
    }

    private void finish() {
        over = true;
        choice.end();
        AttemptSpan.end(span, worker.now());
    }

    @Override
    public boolean stillWanted() {
        return !over;
    }

    private void waited() {
        if (waiting) {
            waiting = false;
            exchange.bounds().waited();
        }
    }

    @Override
    public void onConnecting() {
        if (!over) {
            watch.asked(worker.now());
            exchange.onConnecting();
        }
    }

    @Override
    public void onConnected(UpstreamStream opened) {
        waited();
        watch.asked(worker.now());
        if (over) {
            opened.giveBack();
        } else {
            send(opened);
        }
    }

    @Override
    public void onNotOffered() {
        waited();
        if (!over) {
            finish();
            exchange.onRefused(this, OwnAnswers.notOffered(cluster, endpoint()));
        }
    }

    @Override
    public void onConnectFailed(String cause) {
        waited();
        if (!over) {
            finish();
            exchange.onFailed(this, new AttemptOutcome.ConnectFailed(cause));
        }
    }

    private void send(UpstreamStream free) {
        stream = free;
        Request request = exchange.request();
        BodyStore store = exchange.store();
        free.begin(new Replies(exchange, this), request.isHead(), request.bodyForm(), request.answerForm());
        Turn turn = request.gate().turn();
        if (turn != null) {
            free.expect(turn);
        }
        ByteBuf head = EndpointHead.write(exchange, this, store.room());
        long size = head.readableBytes() + store.size();
        if (exchange.requestComplete()) {
            complete(free);
        }
        if (!free.writeFirst(head, store.octets())) {
            boolean reused = free.reused();
            end(true);
            exchange.onFailed(this, new AttemptOutcome.ResetBeforeResponse(reused));
            return;
        }
        bytesSent += size;
        exchange.onSent(this, free.isWritable());
    }

    /** Writes more of the body; takes over the reference. */
    void write(ByteBuf octets) {
        if (over || stream == null) {
            octets.release();
            return;
        }
        bytesSent += octets.readableBytes();
        wrote = true;
        stream.write(octets);
    }

    /** Tells whether the endpoint takes the body as fast as it comes. */
    boolean writable() {
        return stream == null || over || stream.isWritable();
    }

    void requestComplete() {
        if (!over && stream != null) {
            wrote = true;
            complete(stream);
        }
    }

    private void complete(UpstreamStream used) {
        ByteBuf trailers = exchange.store().trailers();
        if (trailers != null) {
            used.trailers(trailers.retainedDuplicate());
        }
        used.requestComplete();
    }

    void flush() {
        if (wrote && !over && stream != null) {
            wrote = false;
            stream.flush();
        }
    }

    /** The client sends no more through the tunnel that the connection has become. */
    void endTunnel() {
        if (!over && stream != null) {
            stream.endTunnel();
        }
    }

    void setReading(boolean reading) {
        if (!over && stream != null) {
            stream.setReading(reading);
        }
    }

    /** Ends the attempt because nobody wants its answer; the connection is closed. */
    void abort() {
        end(true);
    }

    /** Ends the attempt because its answer is not good enough; the connection is kept if the answer is small. */
    void discard() {
        end(false);
    }

    private void end(boolean close) {
        waited();
        if (over) {
            return;
        }
        finish();
        if (stream != null) {
            if (close) {
                stream.abort();
            } else {
                stream.discardAnswer();
            }
        }
    }

    /** Tells whether what comes from the endpoint is no longer heard. */
    boolean over() {
        return over;
    }

    /** The answer has come to its end. */
    void complete() {
        finish();
        exchange.onComplete();
    }

    /** The stream ended before its answer was complete. */
    void broken(UpstreamFailure failure) {
        finish();
        UpstreamStream used = stream;
        boolean answering = used == null || used.answering();
        boolean reused = used != null && used.reused();
        if (failure == UpstreamFailure.NOT_PROCESSED || failure == UpstreamFailure.RETIRED) {
            // The endpoint says that it has not looked at the request: it is as if nothing had been sent.
            bytesSent = 0;
        }
        exchange.onFailed(this, Endings.of(failure, answering, reused));
    }
}
