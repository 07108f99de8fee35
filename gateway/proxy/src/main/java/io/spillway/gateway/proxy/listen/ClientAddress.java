package io.spillway.gateway.proxy.listen;

import java.net.InetSocketAddress;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;

/** Who the client of a channel is, the other end or whom a PROXY protocol header named, and how it came. Used on the channel's loop. */
public final class ClientAddress {
    private static final AttributeKey<String> TOLD = AttributeKey.valueOf(ClientAddress.class, "told");

    private ClientAddress() {}

    static void tell(Channel channel, String address) {
        channel.attr(TOLD).set(address);
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
