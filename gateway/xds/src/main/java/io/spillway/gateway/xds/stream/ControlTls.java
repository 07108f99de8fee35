package io.spillway.gateway.xds.stream;

import java.util.List;

import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;

/**
 * How control planes are spoken to by mutual TLS. Both managers are asked at every handshake, so that new certificates need
 * no new client. Immutable; safe for all threads.
 */
public final class ControlTls {
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private final SslContext context;

    /**
     * Makes the context that all connections share.
     *
     * @param own shows who this gateway is
     * @param controls believes control planes by the name in their certificate; the address that was dialed plays no part
     */
    public ControlTls(X509ExtendedKeyManager own, X509ExtendedTrustManager controls) {
        try {
            // A session that is taken up again would not be checked again, hence none is kept.
            context = GrpcSslContexts.forClient().keyManager(own).trustManager(controls).protocols(PROTOCOLS)
                    .sessionCacheSize(1).sessionTimeout(1).build();
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS for control planes: " + e.getMessage(), e);
        }
    }

    SslContext context() {
        return context;
    }
}
