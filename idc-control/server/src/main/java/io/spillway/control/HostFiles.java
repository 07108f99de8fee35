package io.spillway.control;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

import io.spillway.control.inspection.HostView;
import org.jspecify.annotations.Nullable;

/** The files of a control process, read anew at every look: certificates are replaced while it runs. */
final class HostFiles implements HostView {

    private final Path dataDir;
    private final List<Path> certificates;

    HostFiles(Path dataDir, List<Path> certificates) {
        this.dataDir = dataDir;
        this.certificates = List.copyOf(certificates);
    }

    @Override
    public List<CertificateFile> certificates() {
        return certificates.stream().map(HostFiles::read).toList();
    }

    private static CertificateFile read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> all = CertificateFactory.getInstance("X.509").generateCertificates(in);
            X509Certificate first = null;
            for (Certificate one : all) {
                if (one instanceof X509Certificate certificate
                        && (first == null
                                || certificate.getNotAfter().toInstant().isBefore(first.getNotAfter().toInstant()))) {
                    first = certificate;
                }
            }
            return first == null
                    ? new CertificateFile(file.toString(), null, null, "it holds no certificate")
                    : new CertificateFile(file.toString(), first.getNotBefore().toInstant(),
                            first.getNotAfter().toInstant(), "");
        } catch (IOException | GeneralSecurityException e) {
            return new CertificateFile(file.toString(), null, null,
                    e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    @Override
    public Path auditFile() {
        return dataDir.resolve("audit-owed");
    }

    @Override
    public @Nullable Disk disk() {
        try {
            FileStore store = Files.getFileStore(dataDir);
            return new Disk(dataDir.toString(), Files.isWritable(dataDir) && !store.isReadOnly(),
                    store.getUsableSpace(),
                    store.getTotalSpace());
        } catch (IOException gone) {
            return new Disk(dataDir.toString(), false, 0, 0);
        }
    }
}
