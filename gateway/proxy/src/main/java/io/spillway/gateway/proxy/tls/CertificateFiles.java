package io.spillway.gateway.proxy.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where a certificate and its key are.
 *
 * @param certificate PEM: the certificate, then its intermediates
 * @param key PEM: PKCS #8, not encrypted
 */
public record CertificateFiles(Path certificate, Path key) {

    /** Returns all files of some pairs, and that of the authorities if there is one. */
    static List<Path> paths(List<CertificateFiles> pairs, @Nullable Path trust) {
        List<Path> paths = new ArrayList<>();
        for (CertificateFiles pair : pairs) {
            paths.add(pair.certificate());
            paths.add(pair.key());
        }
        if (trust != null) {
            paths.add(trust);
        }
        return paths;
    }
}
