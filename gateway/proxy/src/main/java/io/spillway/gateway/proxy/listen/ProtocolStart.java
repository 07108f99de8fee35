package io.spillway.gateway.proxy.listen;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** Gives a channel, on which clear octets arrive from now on, what reads requests from them. */
@FunctionalInterface
public interface ProtocolStart {
    /** What {@link #start} is told when the two ends have not agreed on a protocol. */
    String UNDECIDED = "";

    /**
     * Adds handlers at the end of the pipeline. {@code channelActive} comes to them after that. Called on the channel's
     * loop.
     *
     * @param applicationProtocol what ALPN agreed on, for example {@code h2}; {@link #UNDECIDED} without ALPN
     * @param serverName what the client's TLS asked for, null when it named nothing
     */
    void start(Channel channel, String applicationProtocol, @Nullable String serverName);
}
