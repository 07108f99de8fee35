package io.spillway.gateway.proxy.downstream;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.spillway.gateway.proxy.drain.Drain;
import io.spillway.gateway.proxy.drain.Leaving;
import io.spillway.gateway.proxy.forward.Worker;

/**
 * How a client's HTTP/2 connection ends without harm: a first GOAWAY that names no stream, time for requests that are on
 * their way, the GOAWAY that counts, and the close behind the last answer (RFC 9113 section 6.8). Belongs to one
 * {@link ClientMultiplexer} and its event loop.
 */
final class ClientFarewell implements Leaving {
    /** How long streams that were on their way when the connection began to drain are still taken. */
    private static final long LAST_STREAMS_MILLIS = 500;

    private final ClientMultiplexer multiplexer;
    private final Worker worker;
    private boolean draining;
    private double drainMoment = -1;
    private boolean lastStreamsTaken;
    private boolean inputEnded;

    ClientFarewell(ClientMultiplexer multiplexer, Worker worker) {
        this.multiplexer = multiplexer;
        this.worker = worker;
    }

    @Override
    public void leave(Drain drain) {
        if (drainMoment < 0) {
            drainMoment = Drain.moment(worker.draws());
        }
        if (drain.due(drainMoment)) {
            begin();
        }
    }

    /** Lets what is running end, and tells the client to make no more requests here. */
    void begin() {
        if (draining || !multiplexer.ctx().channel().isActive()) {
            return;
        }
        draining = true;
        lastStreamsTaken = true;
        goAway(Integer.MAX_VALUE);
        multiplexer.leaveTunnels();
        var _ = worker.loop().schedule(this::end, LAST_STREAMS_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Takes no more streams, and closes behind the last one. */
    void end() {
        if (!multiplexer.ctx().channel().isActive()) {
            return;
        }
        draining = true;
        lastStreamsTaken = false;
        goAway(multiplexer.connection().remote().lastStreamCreated());
        closeIfDone();
    }

    private void goAway(int lastStream) {
        ChannelHandlerContext ctx = multiplexer.ctx();
        var _ = multiplexer.goAway(ctx, lastStream, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER,
                ctx.newPromise());
        ctx.flush();
    }

    /** The client sends no more. No window will open, but what fits into those that are open is still answered. */
    void inputEnded() {
        inputEnded = true;
        closeIfDone();
    }

    void closeIfDone() {
        boolean left = draining && multiplexer.connection().goAwaySent() && !lastStreamsTaken;
        if (multiplexer.idle() && (inputEnded || left)) {
            var _ = multiplexer.ctx().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
