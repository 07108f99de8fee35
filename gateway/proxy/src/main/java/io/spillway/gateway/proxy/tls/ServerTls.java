package io.spillway.gateway.proxy.tls;

import javax.net.ssl.SSLSession;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.spillway.model.identity.SpiffeId;
import org.jspecify.annotations.Nullable;

/** What makes the connections of a listener secret. Safe for all loops. */
public interface ServerTls {

    /** Returns the first handler of a channel that was just accepted. Called on the channel's loop. */
    ChannelHandler newHandler(Channel channel);

    /**
     * Hears that the handshake of a channel has ended. Called on the channel's loop.
     *
     * @param failure null when it went well
     */
    void ended(Channel channel, @Nullable Throwable failure);

    /**
     * Returns the name in the certificate that the other end has shown, null when it showed none or one that names nobody of
     * ours. Called on the channel's loop, once when the handshake has ended well.
     */
    @Nullable
    SpiffeId peer(SSLSession session);
}
