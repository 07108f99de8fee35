package io.spillway.drill.load;

import java.util.ArrayDeque;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** Kept-alive connections of one entrance, the last used first. Owned by the generator's event loop. */
final class IdleConnections {

    private final ArrayDeque<Channel> channels = new ArrayDeque<>();

    void offer(Channel channel) {
        channels.push(channel);
    }

    /** Returns a connection that is still open, or null. */
    @Nullable
    Channel poll() {
        while (true) {
            Channel channel = channels.poll();
            if (channel == null || channel.isActive()) {
                return channel;
            }
        }
    }

    void remove(Channel channel) {
        channels.remove(channel);
    }
}
