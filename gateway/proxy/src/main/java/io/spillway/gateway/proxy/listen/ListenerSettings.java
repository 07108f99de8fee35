package io.spillway.gateway.proxy.listen;

import java.net.InetSocketAddress;

import io.spillway.gateway.proxy.tls.ServerTls;
import org.jspecify.annotations.Nullable;

/**
 * One listener.
 *
 * @param address where to listen; port 0 takes a free one
 * @param tls what makes its connections secret; null when octets come in the clear
 */
public record ListenerSettings(InetSocketAddress address, @Nullable ServerTls tls) {

    /** Returns a listener to which octets come in the clear. */
    public static ListenerSettings plain(InetSocketAddress address) {
        return new ListenerSettings(address, null);
    }
}
