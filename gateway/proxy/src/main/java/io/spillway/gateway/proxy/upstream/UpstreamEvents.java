package io.spillway.gateway.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;

/** Tells an {@link UpstreamConnection}, and whoever uses it, what happens on its channel. The last handler of the pipeline. */
final class UpstreamEvents extends ChannelInboundHandlerAdapter {
    private final UpstreamConnection connection;

    UpstreamEvents(UpstreamConnection connection) {
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connection.on(ctx.channel());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        connection.connected();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        connection.read((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ResponseListener user = connection.listener();
        if (user != null) {
            user.onReadComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ResponseListener user = connection.listener();
        if (user != null) {
            user.onWritabilityChanged(ctx.channel().isWritable());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent end) {
            connection.secretEnd(end.isSuccess());
        } else if (event == ChannelInputShutdownEvent.INSTANCE) {
            connection.inputEnded();
        } else if (event instanceof ChannelOutputShutdownEvent) {
            connection.outputEnded();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connection.closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        connection.failed();
    }
}
