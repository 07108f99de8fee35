package io.spillway.gateway.proxy.upstream;

import java.util.List;
import java.util.function.Consumer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandler;
import io.spillway.gateway.proxy.tls.ClientTls;
import io.spillway.gateway.snapshot.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The TLS handshake of one connection, between its connect and its first request. Belongs to one channel and its loop.
 */
final class Handshake extends ChannelInitializer<Channel> {
    /**
     * A handshake takes several ways there and back on a line between IDCs, and both ends' processors; that the way is there
     * is known by then. An endpoint that falls silent is not waited for so long: another attempt runs beside it.
     */
    private static final int LEAST_MILLIS = 4000;

    private final ClientTls tls;
    private final Transport.Crossing transport;
    private final List<String> protocols;
    private final ChannelHandler connection;
    private final int timeoutMillis;
    /** Null where this process has no identity. */
    private @Nullable SslHandler handler;

    /**
     * Creates the handshake of a connection.
     *
     * @param protocols what the other end may choose from; empty when it is told without a question
     * @param timeoutMillis how long it may take from the moment that the connection is open; four seconds at least
     */
    Handshake(ClientTls tls, Transport.Crossing transport, List<String> protocols, ChannelHandler connection,
            int timeoutMillis) {
        this.protocols = protocols;
        this.tls = tls;
        this.transport = transport;
        this.connection = connection;
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    protected void initChannel(Channel channel) {
        SslHandler added = tls.newHandler(channel, transport, protocols);
        if (added != null) {
            added.setHandshakeTimeoutMillis(Math.max(timeoutMillis, LEAST_MILLIS));
            handler = added;
            channel.pipeline().addLast(added);
        }
        channel.pipeline().addLast(connection);
    }

    /** Tells {@code then} why there is no secret connection, or null when there is one. */
    void whenDone(Channel channel, Consumer<@Nullable String> then) {
        SslHandler running = handler;
        if (running == null) {
            var _ = channel.close();
            then.accept(tls.ended(channel, transport, null));
            return;
        }
        running.handshakeFuture().addListener(done -> {
            String outcome = tls.ended(channel, transport, done.cause());
            then.accept(done.isSuccess() ? null : outcome);
        });
    }
}
