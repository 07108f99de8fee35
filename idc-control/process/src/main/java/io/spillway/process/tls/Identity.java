package io.spillway.process.tls;

import java.nio.file.Path;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.identity.SpiffeId;

/**
 * Who this process is, by files that it alone reads.
 *
 * @param files its certificate with a SPIFFE id, and the key
 * @param trust the authorities whose certificates it believes
 * @param trustDomain its trust domain, which is also that of everybody it talks to
 */
public record Identity(CertificateFiles files, Path trust, String trustDomain) {
    private static final ScalarType<String> TRUST_DOMAIN = ScalarType.text(
            "trust domain of lower-case letters, digits, dots, dashes and underscores", SpiffeId.DEFAULT_TRUST_DOMAIN,
            text -> SpiffeId.isTrustDomain(text) ? text : null);

    /** Reads the key {@code tls} of a process. The files are looked at when it starts. */
    public static Identity read(Decoder tls) {
        return new Identity(CertificateFiles.read(tls), Path.of(tls.required("trust", ScalarType.SOME_TEXT)),
                tls.optional("trustDomain", TRUST_DOMAIN, SpiffeId.DEFAULT_TRUST_DOMAIN));
    }
}
