package io.spillway.process.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Reads certificates and keys from PEM files (RFC 7468). */
final class PemFiles {
    private static final String BEGIN_KEY = "-----BEGIN PRIVATE KEY-----";
    private static final String END_KEY = "-----END PRIVATE KEY-----";

    private PemFiles() {}

    /** Returns the certificates of a file, at least one. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        byte[] octets = octets(file);
        try {
            List<X509Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(octets)).stream()
                    .map(X509Certificate.class::cast).toList();
            if (certificates.isEmpty()) {
                throw new IOException(file + ": no certificate in it (expected: PEM, at least one certificate)");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new IOException(file + ": not a certificate (expected: PEM, at least one certificate): "
                    + e.getMessage(), e);
        }
    }

    /** Returns the key of a file. */
    static PrivateKey key(Path file, String algorithm) throws IOException {
        String pem = new String(octets(file), StandardCharsets.ISO_8859_1);
        int from = pem.indexOf(BEGIN_KEY);
        int to = pem.indexOf(END_KEY);
        if (from < 0 || to < from) {
            throw new IOException(file + ": no \"" + BEGIN_KEY
                    + "\" in it (expected: PEM, PKCS #8, not encrypted, as of openssl pkcs8 -topk8 -nocrypt)");
        }
        try {
            byte[] der = Base64.getMimeDecoder()
                    .decode(pem.substring(from + BEGIN_KEY.length(), to).getBytes(StandardCharsets.ISO_8859_1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + ": not a key of the certificate's kind, " + algorithm + ": " + e.getMessage(),
                    e);
        }
    }

    private static byte[] octets(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file", e);
        } catch (IOException e) {
            throw new IOException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
