package io.spillway.gateway.proxy.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/**
 * Who does the cryptography.
 *
 * @param provider as Netty calls it
 * @param description for the log: which library, or why not the faster one
 */
public record TlsProvider(SslProvider provider, String description) {

    /** Returns BoringSSL where its native library loads, else the JDK. */
    public static TlsProvider choose() {
        if (OpenSsl.isAvailable()) {
            return new TlsProvider(SslProvider.OPENSSL, OpenSsl.versionString());
        }
        return new TlsProvider(SslProvider.JDK, "the JDK's, because BoringSSL did not load: "
                + OpenSsl.unavailabilityCause());
    }

    /** Returns the JDK's own. */
    public static TlsProvider jdk() {
        return new TlsProvider(SslProvider.JDK, "the JDK's");
    }
}
