package io.spillway.gateway.proxy.forward;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.failover.AttemptOutcome;
import io.spillway.gateway.failover.Patience;
import io.spillway.gateway.failover.Pulse;
import io.spillway.gateway.proxy.guard.LocalityCounts;
import io.spillway.gateway.proxy.http.ResponseGate;
import io.spillway.gateway.proxy.upstream.ConnectListener;
import io.spillway.gateway.proxy.upstream.ResponseListener;
import io.spillway.gateway.proxy.upstream.UpstreamFailure;
import io.spillway.gateway.proxy.upstream.UpstreamStream;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/**
 * One try to have a request answered by one endpoint: get a connection, send, hand what comes to the exchange. Ends
 * exactly once; what comes later is not heard. Owned by its exchange, on its event loop.
 */
final class Attempt implements ConnectListener, ResponseListener {
    /** Up to this size the buffer of the head has room for the body, so that both can leave as one. */
    private static final int ONE_BUFFER = 16 * 1024;
    /** What the chunked coding may add to a piece of a body. */
    private static final int CHUNK_FRAMING = 12;
    /** A connection that waited longer may be about to be closed by its endpoint: not for what cannot be repeated. */
    private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

    private final Exchange exchange;
    private final Worker worker;
    private final XdsCluster cluster;
    private final Endpoint endpoint;
    private final int priority;
    private final boolean free;
    private final Pulse pulse;
    private final Patience patience;
    private @Nullable UpstreamStream stream;
    private final @Nullable LocalityCounts counts;
    private boolean waiting;
    private boolean over;
    private boolean wrote;
    private boolean silent;
    private boolean expectsStatus;
    private long answeredAfter = -1;
    private long bytesSent;
    private long begun;
    private long stalledBefore;
    private long triedUntil = Long.MAX_VALUE;
    private long patientUntil = Long.MAX_VALUE;

    /** Creates an attempt; {@code free} says that it costs budget only if it fails to connect. */
    Attempt(Exchange exchange, Worker worker, XdsCluster cluster, Choice choice, boolean free) {
        this.counts = choice.counts();
        if (counts != null) {
            counts.begin();
        }
        this.exchange = exchange;
        this.worker = worker;
        this.cluster = cluster;
        this.endpoint = choice.endpoint();
        this.priority = choice.priority();
        this.free = free;
        this.pulse = worker.vitals().pulse(endpoint, worker.now());
        this.patience = worker.vitals().patience(cluster, endpoint.idc());
    }

    /** Where an attempt goes. */
    record Choice(Endpoint endpoint, int priority, @Nullable LocalityCounts counts) {}

    int priority() {
        return priority;
    }

    boolean free() {
        return free;
    }

    /** The endpoint's time begins to run: the attempt starts, or the request is complete only now. */
    void begin(long now, long perTryNanos) {
        begun = now;
        stalledBefore = worker.stalledNanos();
        triedUntil = perTryNanos == Long.MAX_VALUE ? Long.MAX_VALUE : now + perTryNanos;
        patientUntil = now + patience.nanos();
    }

    /** Returns how long the endpoint's time has run, until its answer began at the most. */
    long age(long now) {
        return answeredAfter >= 0 ? answeredAfter : now - begun;
    }

    /** Returns when the attempt has had the time that the route gives it. */
    long triedUntil() {
        return triedUntil;
    }

    /** Returns when to look at the attempt again. */
    long due() {
        return Math.min(triedUntil, patientUntil);
    }

    /** Says whether how the answer went is known at its end only, as that of a call of gRPC is. */
    void expectStatus(boolean expected) {
        expectsStatus = expected;
    }

    boolean expectsStatus() {
        return expectsStatus;
    }

    /** Books that the endpoint answered. */
    void heard(long now) {
        answeredAfter = now - begun;
        pulse.heard(now);
        patience.record(now - begun);
    }

    /** Looks whether the endpoint has fallen silent. What this loop itself slept is nobody else's silence. */
    void checkPulse(long now) {
        if (now - patientUntil < 0) {
            return;
        }
        long silence = pulse.silence(begun, now) - (worker.stalledNanos() - stalledBefore);
        long left = patience.nanos() - silence;
        silent = left <= 0;
        patientUntil = silent ? Long.MAX_VALUE : now + left;
    }

    /** Tells whether the endpoint had fallen silent at the last look; told once. */
    boolean silent() {
        boolean was = silent;
        silent = false;
        return was;
    }

    Endpoint endpoint() {
        return endpoint;
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
                : worker.pool().poll(cluster, endpoint, idempotent ? Long.MAX_VALUE : FRESH);
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
            exchange.answer(refusal);
            return;
        }
        waiting = true;
        worker.pool().connect(cluster, endpoint, bounds.permit(worker, cluster), this);
    }

    private void finish() {
        over = true;
        if (counts != null) {
            counts.end();
        }
    }

    /** Says how the attempt went. */
    void book(boolean success) {
        if (counts != null) {
            counts.outcome(success);
        }
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
    public void onConnected(UpstreamStream opened) {
        waited();
        if (over) {
            opened.giveBack();
        } else {
            send(opened);
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
        long body = store.size() + (long) CHUNK_FRAMING * store.octets().size();
        int room = body <= ONE_BUFFER ? (int) body : 0;
        free.begin(this, request.isHead(), request.bodyForm(), request.answerForm());
        if (request.gate().upgrading()) {
            free.expectUpgrade();
        }
        ByteBuf head = exchange.requestHead(endpoint, cluster, room);
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

    @Override
    public void onInformational(ResponseGate response) {
        if (!over) {
            exchange.onInformational(this, response);
        }
    }

    @Override
    public void onHead(ResponseGate response) {
        if (!over) {
            exchange.onHead(this, response);
        }
    }

    @Override
    public void onBody(ByteBuf octets) {
        if (over) {
            octets.release();
        } else {
            exchange.onResponseBody(this, octets);
        }
    }

    @Override
    public void onTrailers(ByteBuf section) {
        if (over) {
            section.release();
        } else {
            exchange.onResponseTrailers(this, section);
        }
    }

    @Override
    public void onComplete() {
        if (!over) {
            finish();
            exchange.onComplete();
        }
    }

    @Override
    public void onTunnelEnd() {
        if (!over) {
            exchange.onEndpointEnd();
        }
    }

    @Override
    public void onReadComplete() {
        if (!over) {
            exchange.onReadComplete();
        }
    }

    @Override
    public void onBroken(UpstreamFailure failure) {
        if (over) {
            return;
        }
        finish();
        UpstreamStream used = stream;
        boolean answering = used == null || used.answering();
        boolean reused = used != null && used.reused();
        exchange.onFailed(this, switch (failure) {
            case CLOSED -> broken(answering, reused);
            case RESET -> broken(answering, false);
            case NOT_PROCESSED -> unsent(false);
            case RETIRED -> unsent(true);
            case PROTOCOL -> new AttemptOutcome.ResponseBroken();
        });
    }

    private static AttemptOutcome broken(boolean answering, boolean reused) {
        return answering ? new AttemptOutcome.ResponseBroken() : new AttemptOutcome.ResetBeforeResponse(reused);
    }

    /** The endpoint says that it has not looked at the request: it is as if nothing had been sent. */
    private AttemptOutcome unsent(boolean connectionEnded) {
        bytesSent = 0;
        return new AttemptOutcome.ResetBeforeResponse(connectionEnded);
    }

    @Override
    public void onWritabilityChanged(boolean writable) {
        if (!over) {
            exchange.onUpstreamWritable(writable);
        }
    }
}
