package io.spillway.gateway.proxy.drain;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;

/** How a connection is told to go while the server drains. Called on the connection's loop. */
public final class Departure {

    private Departure() {}

    /** Lets what speaks on a connection say goodbye in its own way. */
    public static void of(Channel channel, Drain drain) {
        boolean found = false;
        for (ChannelHandler handler : channel.pipeline().toMap().values()) {
            if (handler instanceof Leaving leaving) {
                found = true;
                leaving.leave(drain);
            }
        }
        // One that speaks no protocol yet, in the middle of its handshake, has until the end of the spread.
        if (!found && drain.due(1)) {
            var _ = channel.close();
        }
    }
}
