package io.spillway.process.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import io.spillway.model.identity.SpiffeId;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with its key, checked to belong together and to be valid.
 *
 * @param chain the certificate first, then its intermediates
 * @param names its DNS names in lower case
 * @param identity its SPIFFE id, null when it has none of ours
 */
public record Credentials(List<X509Certificate> chain, PrivateKey key, List<String> names,
        @Nullable SpiffeId identity) {
    private static final int DNS = 2;
    private static final int URI = 6;

    /** Copies the lists. */
    public Credentials {
        chain = List.copyOf(chain);
        names = List.copyOf(names);
    }

    /** Reads and checks. */
    public static Loaded<Credentials> read(CertificateFiles files, Instant now) {
        try {
            List<X509Certificate> chain = PemFiles.certificates(files.certificate());
            X509Certificate own = chain.getFirst();
            if (own.getNotAfter().toInstant().isBefore(now)) {
                return new Loaded.Bad<>(files.certificate() + ": expired at " + own.getNotAfter().toInstant()
                        + " (expected: a certificate that is valid now, " + now + ")");
            }
            if (own.getNotBefore().toInstant().isAfter(now)) {
                return new Loaded.Bad<>(files.certificate() + ": not valid before " + own.getNotBefore().toInstant()
                        + " (expected: a certificate that is valid now, " + now + ")");
            }
            PrivateKey key = PemFiles.key(files.key(), own.getPublicKey().getAlgorithm());
            if (!match(own, key)) {
                return new Loaded.Bad<>(files.key() + ": not the key of " + files.certificate()
                        + " (expected: the key that the certificate was made for)");
            }
            return new Loaded.Good<>(new Credentials(chain, key, dnsNames(own), identity(own)));
        } catch (IOException e) {
            return new Loaded.Bad<>(String.valueOf(e.getMessage()));
        }
    }

    /** Signs something and looks whether the certificate agrees: works for every kind of key. */
    private static boolean match(X509Certificate certificate, PrivateKey key) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case String other -> other;
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(certificate.getSerialNumber().toByteArray());
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(certificate.getSerialNumber().toByteArray());
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static List<String> dnsNames(X509Certificate certificate) {
        return alternatives(certificate, DNS).stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    /** Returns the SPIFFE id of a certificate; null unless it has exactly one URI, and that is one of ours. */
    public static @Nullable SpiffeId identity(X509Certificate certificate) {
        String uri = uri(certificate);
        return uri == null ? null : SpiffeId.parse(uri).orElse(null);
    }

    /** Returns the one URI name of a certificate, whatever it means; null when it has none or several. */
    public static @Nullable String uri(X509Certificate certificate) {
        List<String> uris = alternatives(certificate, URI);
        return uris.size() == 1 ? uris.getFirst() : null;
    }

    private static List<String> alternatives(X509Certificate certificate, int kind) {
        List<String> found = new ArrayList<>();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names != null) {
                for (List<?> name : names) {
                    if (name.get(0) instanceof Integer type && type == kind && name.get(1) instanceof String text) {
                        found.add(text);
                    }
                }
            }
        } catch (CertificateParsingException e) {
            return List.of();
        }
        return found;
    }

    /** Returns when the certificate ends. */
    public Instant notAfter() {
        return chain.getFirst().getNotAfter().toInstant();
    }

    /** Returns the chain as the JDK wants it. */
    public X509Certificate[] chainArray() {
        return chain.toArray(new X509Certificate[0]);
    }
}
