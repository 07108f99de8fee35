package io.spillway.gateway.proxy.tls;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
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
}
