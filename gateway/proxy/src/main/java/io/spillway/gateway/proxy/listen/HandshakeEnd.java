package io.spillway.gateway.proxy.listen;

import java.nio.channels.ClosedChannelException;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.spillway.gateway.proxy.tls.ServerTls;
import io.spillway.model.identity.SpiffeId;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the end of a TLS handshake and gives its place to what reads requests then. Belongs to one channel and its
 * loop.
 */
final class HandshakeEnd extends ChannelInboundHandlerAdapter {
    private final ServerTls tls;
    private final ProtocolStart protocols;
    private boolean ended;
    private @Nullable String serverName;

    HandshakeEnd(ServerTls tls, ProtocolStart protocols) {
        this.tls = tls;
        this.protocols = protocols;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        // Told to the next handler when there is one.
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SniCompletionEvent sni) {
            if (sni.isSuccess()) {
                serverName = sni.hostname();
            } else {
                failed(ctx, sni.cause());
            }
        } else if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
            ctx.fireUserEventTriggered(event);
        } else if (handshake.isSuccess()) {
            ended = true;
            tls.ended(ctx.channel(), null);
            identify(ctx);
            protocols.start(ctx.channel(), applicationProtocol(ctx), serverName);
            ctx.fireChannelActive();
            ctx.pipeline().remove(this);
        } else {
            failed(ctx, handshake.cause());
        }
    }

    private void identify(ChannelHandlerContext ctx) {
        SslHandler handler = ctx.pipeline().get(SslHandler.class);
        SpiffeId peer = handler == null ? null : tls.peer(handler.engine().getSession());
        if (peer != null) {
            ClientAddress.identify(ctx.channel(), peer);
        }
    }

    /** One failure can come in several ways; the first one counts. */
    private void failed(ChannelHandlerContext ctx, Throwable cause) {
        if (!ended) {
            ended = true;
            tls.ended(ctx.channel(), cause);
        }
        var _ = ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        failed(ctx, new ClosedChannelException());
    }

    private static String applicationProtocol(ChannelHandlerContext ctx) {
        SslHandler handler = ctx.pipeline().get(SslHandler.class);
        @Nullable
        String agreed = handler == null ? null : handler.applicationProtocol();
        return agreed == null ? ProtocolStart.UNDECIDED : agreed;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(ctx, cause);
    }
}
