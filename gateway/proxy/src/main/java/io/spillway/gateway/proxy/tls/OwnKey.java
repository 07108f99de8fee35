package io.spillway.gateway.proxy.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;

import io.netty.handler.ssl.OpenSslX509KeyManagerFactory;
import io.netty.handler.ssl.SslProvider;
import io.spillway.process.tls.Credentials;

/**
 * Makes a private key ready for client contexts. A context that is given the bare key makes a key store of its own, with
 * salts from the kernel and thousands of rounds of hashing; contexts are made on event loops, so that is done before,
 * once per key.
 */
final class OwnKey {
    private static final char[] PASSWORD = "memory".toCharArray();

    private OwnKey() {}

    /** Takes some milliseconds of the calling thread, which must not be a loop. */
    static KeyManagerFactory ready(Credentials credentials, TlsProvider provider)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", credentials.key(), PASSWORD, credentials.chainArray());
        KeyManagerFactory factory = provider.provider() == SslProvider.JDK
                ? KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm())
                : new OpenSslX509KeyManagerFactory();
        factory.init(store, PASSWORD);
        return factory;
    }
}
