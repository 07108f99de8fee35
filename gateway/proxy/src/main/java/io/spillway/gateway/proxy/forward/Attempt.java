package io.spillway.gateway.proxy.forward;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.failover.AttemptOutcome;
import io.spillway.gateway.proxy.http.ResponseGate;
import io.spillway.gateway.proxy.upstream.ConnectListener;
import io.spillway.gateway.proxy.upstream.ResponseListener;
import io.spillway.gateway.proxy.upstream.UpstreamConnection;
import io.spillway.gateway.proxy.upstream.UpstreamFailure;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/**
 * One try to have a request answered by one endpoint: get a connection, send, hand what comes to the exchange. Ends
 * exactly once; what comes later is not heard. Owned by its exchange, on its event loop.
 */
final class Attempt implements ConnectListener, ResponseListener {
    /** Up to this size head and body leave as one buffer. */
    private static final int ONE_BUFFER = 16 * 1024;
    /** A connection that waited longer may be about to be closed by its endpoint: not for what cannot be repeated. */
    private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

    private final Exchange exchange;
    private final Worker worker;
    private final XdsCluster cluster;
    private final Endpoint endpoint;
    private @Nullable UpstreamConnection connection;
    private boolean over;
    private boolean wrote;
    private long bytesSent;

    Attempt(Exchange exchange, Worker worker, XdsCluster cluster, Endpoint endpoint) {
        this.exchange = exchange;
        this.worker = worker;
        this.cluster = cluster;
        this.endpoint = endpoint;
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
        return connection != null;
    }

    /** Begins, on a free connection if there is one and a new one is not asked for. */
    void start(boolean fresh, boolean idempotent) {
        UpstreamConnection free = fresh ? null : worker.pool().poll(endpoint, idempotent ? Long.MAX_VALUE : FRESH);
        if (free != null) {
            send(free);
        } else {
            worker.pool().connect(endpoint, (int) cluster.policy().connectTimeout().toMillis(), this);
        }
    }

    @Override
    public void onConnected(UpstreamConnection opened) {
        if (over) {
            worker.pool().giveBack(opened);
        } else {
            send(opened);
        }
    }

    @Override
    public void onConnectFailed(String cause) {
        if (!over) {
            over = true;
            exchange.onFailed(this, new AttemptOutcome.ConnectFailed(cause));
        }
    }

    private void send(UpstreamConnection free) {
        connection = free;
        free.begin(this, exchange.request().isHead(), exchange.withoutChunking());
        BodyStore store = exchange.store();
        ByteBuf head = exchange.requestHead(endpoint, cluster, store.size() <= ONE_BUFFER ? (int) store.size() : 0);
        List<ByteBuf> more = List.of();
        if (store.size() <= ONE_BUFFER) {
            for (int i = 0; i < store.octets().size(); i++) {
                ByteBuf octets = store.octets().get(i);
                head.writeBytes(octets, octets.readerIndex(), octets.readableBytes());
            }
        } else {
            more = store.octets();
        }
        long size = head.readableBytes() + (more.isEmpty() ? 0 : store.size());
        if (exchange.requestComplete()) {
            free.requestComplete();
        }
        if (!free.writeFirst(head, more)) {
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
        if (over || connection == null) {
            octets.release();
            return;
        }
        bytesSent += octets.readableBytes();
        wrote = true;
        connection.write(octets);
    }

    /** Tells whether the endpoint takes the body as fast as it comes. */
    boolean writable() {
        return connection == null || over || connection.isWritable();
    }

    void requestComplete() {
        if (!over && connection != null) {
            connection.requestComplete();
        }
    }

    void flush() {
        if (wrote && !over && connection != null) {
            wrote = false;
            connection.flush();
        }
    }

    void setReading(boolean reading) {
        if (!over && connection != null) {
            connection.setReading(reading);
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
        if (over) {
            return;
        }
        over = true;
        if (connection != null) {
            if (close) {
                connection.abort();
            } else {
                connection.discardAnswer();
            }
        }
    }

    @Override
    public void onInformational(ResponseGate response) {
        if (!over) {
            exchange.onInformational(response);
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
    public void onComplete() {
        if (!over) {
            over = true;
            exchange.onComplete();
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
        over = true;
        UpstreamConnection used = connection;
        boolean silent = failure == UpstreamFailure.CLOSED && used != null && !used.answering();
        exchange.onFailed(this, silent
                ? new AttemptOutcome.ResetBeforeResponse(used != null && used.reused())
                : new AttemptOutcome.ResponseBroken());
    }

    @Override
    public void onWritabilityChanged(boolean writable) {
        if (!over) {
            exchange.onUpstreamWritable(writable);
        }
    }
}
