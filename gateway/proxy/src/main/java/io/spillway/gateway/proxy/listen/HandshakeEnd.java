package io.spillway.gateway.proxy.listen;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the end of a TLS handshake and gives its place to what reads requests then. Belongs to one channel and its
 * loop.
 */
final class HandshakeEnd extends ChannelInboundHandlerAdapter {
    private final ProtocolStart protocols;

    HandshakeEnd(ProtocolStart protocols) {
        this.protocols = protocols;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        // Told to the next handler when there is one.
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
            ctx.fireUserEventTriggered(event);
        } else if (handshake.isSuccess()) {
            protocols.start(ctx.channel(), applicationProtocol(ctx));
            ctx.fireChannelActive();
            ctx.pipeline().remove(this);
        } else {
            var _ = ctx.close();
        }
    }

    private static String applicationProtocol(ChannelHandlerContext ctx) {
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        @Nullable
        String agreed = tls == null ? null : tls.applicationProtocol();
        return agreed == null ? ProtocolStart.UNDECIDED : agreed;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        var _ = ctx.close();
    }
}
