package io.spillway.gateway.proxy.listen;

import io.netty.channel.Channel;

/** What a channel goes through between being accepted and its first request. One per listener, used by all loops. */
@FunctionalInterface
public interface ListenerPipeline {

    /** Puts the first handlers on a channel that was just accepted. Called on the channel's loop. */
    void start(Channel channel);

    /** Returns the pipeline of a listener whose requests are read by what {@code protocols} starts. */
    static ListenerPipeline of(ListenerSettings settings, ProtocolStart protocols) {
        ListenerPipeline clear = afterProxyHeader(settings, protocols);
        return settings.proxyProtocol()
                ? channel -> channel.pipeline().addLast(new ProxyHeaderStage(clear))
                : clear;
    }

    private static ListenerPipeline afterProxyHeader(ListenerSettings settings, ProtocolStart protocols) {
        var tls = settings.tls();
        if (tls == null) {
            return channel -> protocols.start(channel, ProtocolStart.UNDECIDED, null);
        }
        return channel -> channel.pipeline().addLast(tls.newHandler(channel), new HandshakeEnd(tls, protocols));
    }
}
