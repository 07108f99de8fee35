package io.spillway.gateway.proxy.listen;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;

/** Whether a channel is read from. Stateless; used on the channel's loop. */
public final class AutoRead {
    private AutoRead() {}

    /**
     * Reads from now on, or does not. A channel whose other end sends no more is left alone: Netty takes one that begins to
     * read again then for one that is closed, with all that is still to be written.
     */
    public static void set(Channel channel, boolean reading) {
        if (channel.config().isAutoRead() != reading
                && !(channel instanceof DuplexChannel duplex && duplex.isInputShutdown())) {
            channel.config().setAutoRead(reading);
        }
    }
}
