package io.spillway.gateway.proxy.listen;

import io.netty.channel.Channel;

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
     */
    void start(Channel channel, String applicationProtocol);
}
