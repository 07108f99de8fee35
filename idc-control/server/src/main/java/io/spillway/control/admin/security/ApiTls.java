package io.spillway.control.admin.security;

import java.util.List;

import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

/**
 * How the API listens by TLS. A client may come without a certificate; one that it shows must be of an authority that this node
 * trusts, else there is no connection. Both managers are asked at every handshake, so that new files need no new listener.
 *
 * @param own     shows who this node is
 * @param clients believes certificates; whom they name is looked at call by call
 */
public record ApiTls(X509ExtendedKeyManager own, X509ExtendedTrustManager clients) {

    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /** Returns what the listener's handshakes use. */
    public SslContext context() {
        try {
            // A session that is taken up again would not be checked again, hence none is kept for longer than it must.
            return SslContextBuilder.forServer(own).sslProvider(SslProvider.JDK).trustManager(clients)
                    .clientAuth(ClientAuth.OPTIONAL).protocols(PROTOCOLS).sessionCacheSize(1).sessionTimeout(1).build();
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS for the api listener: " + e.getMessage(), e);
        }
    }
}
