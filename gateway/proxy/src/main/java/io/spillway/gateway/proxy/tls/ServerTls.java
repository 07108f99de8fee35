package io.spillway.gateway.proxy.tls;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;

/** What makes the connections of a listener secret. Safe for all loops. */
@FunctionalInterface
public interface ServerTls {

    /** Returns the first handler of a channel that was just accepted. Called on the channel's loop. */
    ChannelHandler newHandler(Channel channel);
}
