package io.spillway.control.admin;

import java.net.InetSocketAddress;
import java.time.Instant;

import io.spillway.control.access.AccessObserver;
import io.spillway.control.admin.security.ApiAccess;
import io.spillway.control.admin.security.ApiTls;
import org.jspecify.annotations.Nullable;

/**
 * How the API listens.
 *
 * @param address where; port 0 takes a free one
 * @param access  who may use it
 * @param tls     null in the clear
 * @param console how the console is served
 */
public record ApiSettings(InetSocketAddress address, ApiAccess access, @Nullable ApiTls tls,
        ConsoleSettings console) {

    /** Creates settings without the files of the console. */
    public ApiSettings(InetSocketAddress address, ApiAccess access, @Nullable ApiTls tls) {
        this(address, access, tls, ConsoleSettings.bare());
    }

    /**
     * Creates settings of a listener in the clear.
     *
     * @param token the bearer token that writes must carry; null lets everybody write, which is only allowed on loopback
     */
    public ApiSettings(InetSocketAddress address, @Nullable String token) {
        // No certificate is ever looked at in the clear: there is no time to know.
        this(address, new ApiAccess(ApiAccess.Settings.open(token), () -> Instant.EPOCH, AccessObserver.NONE), null);
    }

    public ApiSettings {
        if (access.letsEverybodyWrite() && !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "apiToken: missing (expected: a token, because api listens on " + address
                            + ", which is not loopback)");
        }
    }
}
