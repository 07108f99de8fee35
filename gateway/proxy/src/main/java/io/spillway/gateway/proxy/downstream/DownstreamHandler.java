package io.spillway.gateway.proxy.downstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.spillway.gateway.proxy.drain.Drain;
import io.spillway.gateway.proxy.drain.Leaving;

/** Tells a {@link DownstreamConnection} what happens on its channel. The only handler of the channel's pipeline. */
public final class DownstreamHandler extends ChannelInboundHandlerAdapter implements Leaving {
    private final DownstreamConnection connection;

    public DownstreamHandler(DownstreamConnection connection) {
        this.connection = connection;
    }

    /** Returns the connection. */
    public DownstreamConnection connection() {
        return connection;
    }

    @Override
    public void leave(Drain drain) {
        connection.leave(drain);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        connection.opened();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        connection.read((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        connection.readComplete();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE || event instanceof SslCloseCompletionEvent) {
            connection.inputEnded();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            connection.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connection.closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset by the client, in the usual case; whatever it is, this connection cannot go on.
        var _ = ctx.close();
    }
}
