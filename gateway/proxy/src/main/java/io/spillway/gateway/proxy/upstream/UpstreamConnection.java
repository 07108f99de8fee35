package io.spillway.gateway.proxy.upstream;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.spillway.gateway.proxy.http.BodyForm;
import io.spillway.gateway.proxy.http.ResponseGate;
import io.spillway.gateway.proxy.http.Turn;
import io.spillway.gateway.proxy.listen.AutoRead;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1 connection to an endpoint: free, or busy with exactly one request. What happens on its channel is told by
 * {@link UpstreamEvents}. Everything here belongs to the event loop of the channel, which is also the loop of the downstream
 * connection that uses it.
 */
class UpstreamConnection implements UpstreamStream {
    private static final int DISCARD_SECONDS = 2;

    private final EndpointPool pool;
    private final Permit permit;
    private final ResponseReader reader;
    private final RequestWriter writer = new RequestWriter();
    private @Nullable Channel channel;
    private @Nullable ResponseListener listener;
    private boolean opened;
    private boolean broken;
    private boolean outputFailed;
    private boolean tunnel;
    private boolean ending;
    private int requests;
    private long idleSince;
    private long idleLimit;

    UpstreamConnection(EndpointPool pool, UpstreamSettings settings, Permit permit) {
        this.pool = pool;
        this.permit = permit;
        this.reader = new ResponseReader(this, settings.limits());
        this.idleLimit = settings.idleTimeout().toNanos();
    }

    @Override
    public void begin(ResponseListener user, boolean answersHead, BodyForm request, BodyForm answer) {
        listener = user;
        writer.begin(request);
        requests++;
        pool.took();
        reader.begin(answersHead, answer);
    }

    @Override
    public boolean writeFirst(ByteBuf head, List<ByteBuf> body) {
        return writer.writeFirst(channel(), head, body);
    }

    @Override
    public void write(ByteBuf octets) {
        if (outputFailed || !isOpen()) {
            octets.release();
        } else {
            writer.write(channel(), octets);
        }
    }

    @Override
    public void trailers(ByteBuf section) {
        writer.trailers(section);
    }

    @Override
    public void requestComplete() {
        writer.complete(channel());
    }

    @Override
    public void flush() {
        channel().flush();
    }

    @Override
    public boolean isWritable() {
        return outputFailed || channel().isWritable();
    }

    @Override
    public void setReading(boolean reading) {
        AutoRead.set(channel(), reading);
    }

    @Override
    public boolean reused() {
        return requests > 1;
    }

    @Override
    public boolean answering() {
        return reader.started();
    }

    @Override
    public void expect(Turn turn) {
        reader.expect(turn);
    }

    /** The endpoint has agreed: from here on both halves may end apart. */
    void upgraded() {
        tunnel = true;
        channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    @Override
    public void endTunnel() {
        var _ = channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> endOutput());
    }

    /** TLS ends both halves together. */
    private void endOutput() {
        boolean secret = channel().pipeline().get(SslHandler.class) != null;
        if (!secret && channel() instanceof DuplexChannel duplex) {
            ending = true;
            var _ = duplex.shutdownOutput();
            if (listener != null) {
                listener.onTunnelSent();
            }
        } else {
            close();
        }
    }

    @Override
    public void abort() {
        detach();
        var _ = channel().close();
    }

    @Override
    public void discardAnswer() {
        if (listener != null) {
            DiscardingListener discarding = new DiscardingListener(this);
            listener = discarding;
            setReading(true);
            // An answer that never ends would keep the connection, and its place in the count of requests, for ever.
            var _ = channel().eventLoop().schedule(() -> {
                if (listener == discarding) {
                    abort();
                }
            }, DISCARD_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Puts a connection that was opened and is not needed after all with the free ones. */
    @Override
    public void giveBack() {
        if (isOpen()) {
            pool.release(this);
        }
    }

    Permit permit() {
        return permit;
    }

    boolean isOpen() {
        return channel != null && channel.isActive();
    }

    long idleSince() {
        return idleSince;
    }

    long idleLimit() {
        return idleLimit;
    }

    void idleFrom(long now) {
        idleSince = now;
    }

    void close() {
        var _ = channel().close();
    }

    @Nullable
    ResponseListener listener() {
        return listener;
    }

    void learnIdleLimit(long nanos) {
        idleLimit = Math.min(idleLimit, nanos);
    }

    /** The answer has been read to its end. */
    void answered(ResponseGate response, boolean surplus) {
        ResponseListener user = detach();
        if (response.keepAlive() && writer.complete() && !surplus && !broken && !outputFailed && isOpen()) {
            setReading(true);
            pool.release(this);
        } else {
            var _ = channel().close();
        }
        if (user != null) {
            user.onComplete();
        }
    }

    /** What came cannot be passed on. */
    void refused() {
        ResponseListener user = detach();
        var _ = channel().close();
        if (user != null) {
            user.onBroken(UpstreamFailure.PROTOCOL);
        }
    }

    private @Nullable ResponseListener detach() {
        ResponseListener user = listener;
        if (user != null) {
            listener = null;
            writer.clear();
            pool.returned();
        }
        return user;
    }

    final Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("used before it was connected");
        }
        return channel;
    }

    void on(Channel dialled) {
        channel = dialled;
    }

    void connected() {
        opened = true;
        pool.opened();
    }

    void read(ByteBuf octets) {
        if (listener == null) {
            // An answer that nobody asked for: a 408 before the close, or an attempt to poison the next request.
            octets.release();
            close();
            return;
        }
        reader.read(octets);
    }

    /** The end of TLS: an answer that ends with its connection is whole only if the endpoint said so. */
    void secretEnd(boolean told) {
        broken |= !told;
        close();
    }

    /** The endpoint sends no more. */
    void inputEnded() {
        if (tunnel && listener != null) {
            listener.onTunnelEnd();
        }
    }

    /** The endpoint takes no more; an early answer may still be on its way, so reading goes on. A tunnel is cut. */
    void outputEnded() {
        outputFailed = true;
        broken |= tunnel && !ending;
        if (listener == null || broken) {
            close();
        } else {
            listener.onWritabilityChanged(true);
        }
    }

    void failed() {
        if (!outputFailed) {
            broken = true;
            close();
        }
    }

    void closed() {
        if (opened) {
            permit.giveBack();
            pool.closed(this);
        }
        ResponseListener user = detach();
        if (user != null && !broken && reader.endsByClose()) {
            user.onComplete();
        } else if (user != null) {
            user.onBroken(UpstreamFailure.CLOSED);
        }
        reader.dispose();
    }
}
