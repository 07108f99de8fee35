package io.spillway.control.admin;

import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * How the API listens.
 *
 * @param address where; port 0 takes a free one
 * @param token the bearer token that writes must carry; null lets everybody write, which is only allowed on loopback
 */
public record ApiSettings(InetSocketAddress address, @Nullable String token) {

    public ApiSettings {
        if (token == null && !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "apiToken: missing (expected: a token, because api listens on " + address
                            + ", which is not loopback)");
        }
    }
}
