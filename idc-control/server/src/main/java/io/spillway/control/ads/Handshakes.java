package io.spillway.control.ads;

import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.function.Consumer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;

/**
 * Hears of TLS handshakes that fail before anybody is asked about a certificate: most of all of those of clients without one.
 * gRPC tells nobody of them. Sits in the pipeline of the listening channel, where accepted connections come by. Thread-safe.
 */
@Sharable
final class Handshakes extends ChannelInboundHandlerAdapter {

    private final Consumer<String> failed;

    /** Creates one; {@code failed} hears why, on the thread of the connection, and must not block. */
    Handshakes(Consumer<String> failed) {
        this.failed = failed;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        if (accepted instanceof Channel connection) {
            connection.pipeline().addFirst(new FirstRead(failed));
        }
        ctx.fireChannelRead(accepted);
    }

    /** By its first octet a connection has all handlers, and the handshake has not begun. */
    private static final class FirstRead extends ChannelInboundHandlerAdapter {

        private final Consumer<String> failed;

        FirstRead(Consumer<String> failed) {
            this.failed = failed;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object octets) {
            SslHandler tls = ctx.pipeline().get(SslHandler.class);
            if (tls != null) {
                tls.handshakeFuture().addListener(end -> {
                    if (!end.isSuccess() && !knownOtherwise(end.cause())) {
                        failed.accept(ctx.channel().remoteAddress() + ": " + end.cause().getMessage());
                    }
                });
            }
            ctx.pipeline().remove(this);
            ctx.fireChannelRead(octets);
        }

        /** One who goes away in the middle is refused by nobody; whoever looked at a certificate has said what is wrong. */
        private static boolean knownOtherwise(Throwable failure) {
            boolean known = failure instanceof ClosedChannelException;
            for (Throwable cause = failure; cause != null && !known; cause = cause.getCause()) {
                known = cause instanceof CertificateException;
            }
            return known;
        }
    }
}
