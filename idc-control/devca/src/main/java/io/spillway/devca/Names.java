package io.spillway.devca;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/** The names in a certificate. */
final class Names {
    private Names() {}

    static boolean has(X509Certificate certificate, String name) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names != null && names.stream().anyMatch(one -> name.equals(one.get(1)));
        } catch (CertificateParsingException e) {
            return false;
        }
    }
}
