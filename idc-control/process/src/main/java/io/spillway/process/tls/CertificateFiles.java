package io.spillway.process.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Where a certificate and its key are.
 *
 * @param certificate PEM: the certificate, then its intermediates
 * @param key PEM: PKCS #8, not encrypted
 */
public record CertificateFiles(Path certificate, Path key) {

    /** Reads the keys {@code certificate} and {@code key}. The files are looked at when the process starts. */
    public static CertificateFiles read(Decoder pair) {
        return new CertificateFiles(Path.of(pair.required("certificate", ScalarType.SOME_TEXT)),
                Path.of(pair.required("key", ScalarType.SOME_TEXT)));
    }

    /** Returns all files of some pairs, and that of the authorities if there is one. */
    public static List<Path> paths(List<CertificateFiles> pairs, @Nullable Path trust) {
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
