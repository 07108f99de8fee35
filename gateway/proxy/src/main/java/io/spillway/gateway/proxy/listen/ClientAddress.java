package io.spillway.gateway.proxy.listen;

import java.net.InetSocketAddress;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.spillway.model.identity.SpiffeId;
import org.jspecify.annotations.Nullable;

/** Who the client of a channel is, the other end or whom a PROXY protocol header named, and how it came. Used on the channel's loop. */
public final class ClientAddress {
    private static final AttributeKey<String> TOLD = AttributeKey.valueOf(ClientAddress.class, "told");
    private static final AttributeKey<SpiffeId> PEER = AttributeKey.valueOf(ClientAddress.class, "peer");

    private ClientAddress() {}

    static void tell(Channel channel, String address) {
        channel.attr(TOLD).set(address);
    }

    /** Says whose certificate the other end has shown. */
    static void identify(Channel channel, SpiffeId peer) {
        channel.attr(PEER).set(peer);
    }

    /** Returns the name in the certificate that the other end has shown, null when it showed none of ours. */
    public static @Nullable SpiffeId peer(Channel channel) {
        return channel.hasAttr(PEER) ? channel.attr(PEER).get() : null;
    }

    /** Returns the IP address; {@code unknown} when the client came by a Unix domain socket and nobody named it. */
    public static String of(Channel channel) {
        if (channel.hasAttr(TOLD)) {
            return channel.attr(TOLD).get();
        }
        return channel.remoteAddress() instanceof InetSocketAddress address && address.getAddress() != null
                ? address.getAddress().getHostAddress()
                : "unknown";
    }

    /** Returns the client's port, 0 when it has none or was named by somebody in front, who is at the other end. */
    public static int port(Channel channel) {
        return !channel.hasAttr(TOLD) && channel.remoteAddress() instanceof InetSocketAddress address
                ? address.getPort()
                : 0;
    }

    /** Returns whether the client came by TLS that ends here; to be asked when its first request is there. */
    public static boolean secure(Channel channel) {
        return channel.pipeline().get(SslHandler.class) != null;
    }
}
