package io.spillway.gateway.xds.stream;

import java.util.List;

import io.grpc.netty.NettyChannelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The control planes of this IDC, and how to speak to them. Immutable; safe for all threads.
 *
 * @param addresses at least one; they take turns
 * @param tls null in the clear
 */
public record ControlPlanes(List<ControlAddress> addresses, @Nullable ControlTls tls) {

    /** Keeps its own copy of the addresses. */
    public ControlPlanes {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("control: [] (expected: at least one host:port)");
        }
    }

    /** Returns control planes that are spoken to in the clear. */
    public static ControlPlanes plaintext(List<ControlAddress> addresses) {
        return new ControlPlanes(addresses, null);
    }

    /** Returns the beginning of a new connection; whatever stands between, no proxy of the environment does. */
    public NettyChannelBuilder channel(ControlAddress address) {
        NettyChannelBuilder channel = NettyChannelBuilder.forAddress(address.host(), address.port())
                .proxyDetector(target -> null).disableRetry();
        ControlTls secure = tls;
        return secure == null ? channel.usePlaintext() : channel.sslContext(secure.context());
    }
}
