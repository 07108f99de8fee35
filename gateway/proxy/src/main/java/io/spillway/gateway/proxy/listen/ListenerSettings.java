package io.spillway.gateway.proxy.listen;

import java.net.InetSocketAddress;

import io.spillway.gateway.proxy.tls.ServerTls;
import org.jspecify.annotations.Nullable;

/**
 * One listener.
 *
 * @param place where to listen
 * @param tls what makes its connections secret; null when octets come in the clear
 * @param proxyProtocol whether every connection begins with a PROXY protocol header that names the client
 */
public record ListenerSettings(Place place, @Nullable ServerTls tls, boolean proxyProtocol) {

    /** Creates a listener whose clients are those that connect to it. */
    public ListenerSettings(Place place, @Nullable ServerTls tls) {
        this(place, tls, false);
    }

    /** Returns a listener to which octets come in the clear. */
    public static ListenerSettings plain(InetSocketAddress address) {
        return new ListenerSettings(new Place.Port(address), null);
    }
}
