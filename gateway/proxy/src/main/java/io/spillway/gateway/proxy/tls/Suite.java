package io.spillway.gateway.proxy.tls;

import java.util.List;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;

/** What every handshake of ours agrees on: versions, ciphers, protocols. */
final class Suite {
    private static final String NEWEST = "TLSv1.3";

    /** Forward secrecy and authenticated encryption only; nothing here is weaker than RFC 9325 asks. */
    private static final List<String> CIPHERS = List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private Suite() {}

    static void apply(SslContextBuilder builder, TlsProvider provider, String oldest, List<String> protocols) {
        builder.sslProvider(provider.provider()).ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .protocols(oldest.equals(NEWEST) ? List.of(NEWEST) : List.of(NEWEST, oldest));
        if (provider.provider() != SslProvider.JDK) {
            // What Java code does in a handshake, checking chains above all, leaves the event loop.
            builder.option(OpenSslContextOption.USE_TASKS, true);
        }
        if (!protocols.isEmpty()) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT, protocols));
        }
    }
}
