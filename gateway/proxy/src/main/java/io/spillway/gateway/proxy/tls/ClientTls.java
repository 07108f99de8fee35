package io.spillway.gateway.proxy.tls;

import java.util.List;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.spillway.gateway.snapshot.Transport;
import org.jspecify.annotations.Nullable;

/** What makes connections to other IDCs secret. Safe for all loops. */
public interface ClientTls {
    /** That of a process without an identity: it reaches no other IDC in secret. */
    ClientTls NONE = new ClientTls() {
        @Override
        public @Nullable SslHandler newHandler(Channel channel, Transport.Crossing transport,
                List<String> protocols) {
            return null;
        }

        @Override
        public String ended(Channel channel, Transport.Crossing transport, @Nullable Throwable failure) {
            return "tls_no_identity";
        }
    };

    /**
     * Returns the first handler of a channel that is about to connect, or null when this process has no identity to show.
     * Called on the channel's loop.
     *
     * @param protocols what is offered to the other end (ALPN), best first, for example {@code h2}; may be empty
     */
    @Nullable
    SslHandler newHandler(Channel channel, Transport.Crossing transport, List<String> protocols);

    /**
     * Hears that the handshake of a channel has ended. Called on the channel's loop.
     *
     * @param failure null when it went well
     * @return what the attempt's outcome is called when it failed, for example {@code tls_peer_refused}
     */
    String ended(Channel channel, Transport.Crossing transport, @Nullable Throwable failure);
}
