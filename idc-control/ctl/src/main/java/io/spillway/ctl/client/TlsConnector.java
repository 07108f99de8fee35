package io.spillway.ctl.client;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

/** Speaks TLS where the address says https, and plain text elsewhere. The server's name is verified. */
public final class TlsConnector implements Connector {

    private static final char[] NO_PASSWORD = {};

    private final SSLSocketFactory sockets;

    private TlsConnector(SSLSocketFactory sockets) {
        this.sockets = sockets;
    }

    /**
     * Returns a connector.
     *
     * @param ca PEM certificates to trust instead of the JDK's, or null
     * @param cert PEM certificate chain to show, or null; needs {@code key}, its PKCS #8 PEM private key
     * @throws IOException if a file cannot be read
     * @throws GeneralSecurityException if a file does not hold what it should
     */
    public static TlsConnector of(@Nullable Path ca, @Nullable Path cert, @Nullable Path key)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(ca == null ? null : trusted(ca));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        if (cert != null && key != null) {
            KeyStore store = empty();
            store.setKeyEntry("own", privateKey(key), NO_PASSWORD, certificates(cert).toArray(Certificate[]::new));
            keys.init(store, NO_PASSWORD);
        } else {
            keys.init(empty(), NO_PASSWORD);
        }
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return new TlsConnector(context.getSocketFactory());
    }

    @Override
    public Socket connect(ServerAddress address, Duration timeout) throws IOException {
        Socket plain = Connector.plain().connect(address, timeout);
        if (!address.tls()) {
            return plain;
        }
        try {
            SSLSocket socket = (SSLSocket) sockets.createSocket(plain, address.host(), address.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(Math.max(1, (int) timeout.toMillis()));
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static KeyStore trusted(Path ca) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        int number = 0;
        for (Certificate certificate : certificates(ca)) {
            store.setCertificateEntry("ca-" + number++, certificate);
        }
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(file)) {
            var found = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new GeneralSecurityException(file + ": no certificate (expected: PEM)");
            }
            return found;
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        String pem = Files.readString(file);
        String begin = "-----BEGIN PRIVATE KEY-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END PRIVATE KEY-----");
        if (from < 0 || to < from) {
            throw new GeneralSecurityException(file + ": no private key (expected: PKCS #8 as PEM, not encrypted)");
        }
        var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to)));
        GeneralSecurityException refused = null;
        for (String algorithm : new String[]{"EC", "RSA", "Ed25519"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException e) {
                refused = e; // the encoding does not say its algorithm where it can be asked for
            }
        }
        throw new GeneralSecurityException(file + ": unknown kind of private key (expected: EC, RSA or Ed25519)",
                refused);
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
