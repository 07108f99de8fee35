package io.spillway.it.envoy;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import io.spillway.devca.Issued;
import io.spillway.it.fleet.PlainHttp;
import io.spillway.it.fleet.PlainHttp.Answer;
import org.jspecify.annotations.Nullable;

/** A client that shows a certificate, or none, to a crossing listener. */
final class MutualTls {

    private final SSLContext context;

    /** Creates a client that trusts an authority and is the one of the certificate, if there is one. */
    MutualTls(X509Certificate authority, @Nullable Issued own) throws GeneralSecurityException, IOException {
        KeyStore trusted = empty();
        trusted.setCertificateEntry("authority", authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        KeyStore store = empty();
        if (own != null) {
            store.setKeyEntry("own", own.key(), new char[0], own.chain().toArray(new X509Certificate[0]));
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** Asks for a cluster; a handshake that fails is an answer with status 0. */
    Answer get(String address, String cluster) {
        int colon = address.lastIndexOf(':');
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(address.substring(0, colon),
                Integer.parseInt(address.substring(colon + 1)))) {
            return PlainHttp.ask(socket, "GET / HTTP/1.1\r\nHost: orders.example\r\nx-spillway-cluster: " + cluster
                    + "\r\nConnection: close\r\n\r\n");
        } catch (IOException e) {
            return new Answer(0, "", String.valueOf(e));
        }
    }
}
