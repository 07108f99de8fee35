package io.spillway.process.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Whose signatures are believed.
 *
 * @param anchors the certificates of the authorities
 * @param chains checks that a chain leads to one of them and is valid now
 */
public record Trust(List<X509Certificate> anchors, X509TrustManager chains) {

    /** Reads the authorities of a file. */
    public static Loaded<Trust> read(Path file) {
        try {
            List<X509Certificate> anchors = PemFiles.certificates(file);
            return new Loaded.Good<>(new Trust(anchors, chains(anchors)));
        } catch (IOException e) {
            return new Loaded.Bad<>(String.valueOf(e.getMessage()));
        } catch (GeneralSecurityException e) {
            return new Loaded.Bad<>(file + ": cannot be trusted: " + e.getMessage());
        }
    }

    private static X509TrustManager chains(List<X509Certificate> anchors) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < anchors.size(); i++) {
            store.setCertificateEntry("anchor-" + i, anchors.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        for (TrustManager one : factory.getTrustManagers()) {
            if (one instanceof X509TrustManager found) {
                return found;
            }
        }
        throw new GeneralSecurityException("no X.509 trust manager in this JDK");
    }
}
