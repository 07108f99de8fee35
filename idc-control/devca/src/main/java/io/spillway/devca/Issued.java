package io.spillway.devca;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate with its key.
 *
 * @param chain the certificate first, without the authority's own
 */
public record Issued(List<X509Certificate> chain, PrivateKey key) {
    public Issued {
        chain = List.copyOf(chain);
    }

    /** Returns the certificate. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Returns the certificates as PEM text. */
    public String certificatePem() {
        StringBuilder pem = new StringBuilder();
        for (X509Certificate certificate : chain) {
            try {
                pem.append(Pem.of("CERTIFICATE", certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a certificate of our own has no encoding", e);
            }
        }
        return pem.toString();
    }

    /** Returns the key as PEM text (PKCS #8). */
    public String keyPem() {
        return Pem.of("PRIVATE KEY", key.getEncoded());
    }

    /** Writes both; the key first, and readable by its owner only. A reader never sees half of a file. */
    public void write(Path certificate, Path privateKey) throws IOException {
        Pem.write(privateKey, keyPem(), true);
        Pem.write(certificate, certificatePem(), false);
    }
}
