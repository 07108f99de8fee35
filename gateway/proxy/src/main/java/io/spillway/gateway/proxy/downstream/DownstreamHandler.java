package io.spillway.gateway.proxy.downstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.spillway.gateway.proxy.drain.Drain;
import io.spillway.gateway.proxy.drain.Leaving;
import org.jspecify.annotations.Nullable;

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

    /** Gives a channel another handler, which gets what was read and not used; takes over the octets. */
    static void replace(Channel channel, ChannelHandler successor, @Nullable ByteBuf octets) {
        ChannelHandlerContext ours = channel.pipeline().context(DownstreamHandler.class);
        channel.pipeline().addLast(successor);
        if (octets != null) {
            var _ = ours.fireChannelRead(octets);
        }
        var _ = channel.pipeline().remove(ours.handler());
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
