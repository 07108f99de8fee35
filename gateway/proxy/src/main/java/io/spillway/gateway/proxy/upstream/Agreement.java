package io.spillway.gateway.proxy.upstream;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the end of a handshake in which the other end may choose between HTTP/2 and HTTP/1.1, and gives its place to
 * what speaks the one that was chosen; who chooses nothing gets HTTP/1.1. Belongs to one channel and its loop.
 */
final class Agreement extends ChannelInboundHandlerAdapter {
    private final EndpointMultiplexer shared;
    private final UpstreamConnection alone;
    private @Nullable ChannelHandlerContext context;
    private boolean decided;
    private boolean http2;

    /**
     * Creates the wait.
     *
     * @param shared the connection if HTTP/2 is chosen
     * @param alone the connection if not
     */
    Agreement(EndpointMultiplexer shared, UpstreamConnection alone) {
        this.shared = shared;
        this.alone = alone;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        // Told to the one that is chosen.
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent end)) {
            ctx.fireUserEventTriggered(event);
        } else if (end.isSuccess()) {
            decide();
        }
    }

    /** Returns a stream, or the whole connection; to be called after the handshake only. */
    UpstreamStream stream() {
        decide();
        return http2 ? shared.stream() : alone;
    }

    /** Listeners of the handshake may hear of its end before handlers do. */
    private void decide() {
        ChannelHandlerContext ctx = context;
        if (decided || ctx == null) {
            return;
        }
        decided = true;
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        @Nullable
        String agreed = tls == null ? null : tls.applicationProtocol();
        http2 = ApplicationProtocolNames.HTTP_2.equals(agreed);
        ctx.pipeline().addLast(http2 ? shared : new UpstreamEvents(alone));
        ctx.fireChannelActive();
        ctx.pipeline().remove(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        // The handshake has failed: nobody else has counted the connection.
        alone.permit().giveBack();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        var _ = ctx.close();
    }
}
