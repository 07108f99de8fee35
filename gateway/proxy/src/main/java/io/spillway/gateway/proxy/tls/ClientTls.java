package io.spillway.gateway.proxy.tls;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.spillway.gateway.snapshot.Transport;

/** What makes connections to other IDCs secret. Safe for all loops. */
@FunctionalInterface
public interface ClientTls {
    /** That of a process without an identity. */
    ClientTls NONE = (channel, transport) -> {
        throw new IllegalStateException("transport " + transport
                + ": this gateway has no identity (expected: tls.certificate and tls.key in its configuration)");
    };

    /**
     * Returns the first handler of a channel that is about to connect. Called on the channel's loop.
     *
     * @throws IllegalStateException when this process has no identity
     */
    SslHandler newHandler(Channel channel, Transport.Crossing transport);
}
