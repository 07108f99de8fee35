package io.spillway.control.inspection;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What can be seen of the machine and the files of a control process. Reads files: not for event loops. */
public interface HostView {

    /** A view that sees nothing. */
    HostView NOTHING = new HostView() {

        @Override
        public List<CertificateFile> certificates() {
            return List.of();
        }

        @Override
        public @Nullable Disk disk() {
            return null;
        }
    };

    /** Returns the certificates that the process presents or trusts. */
    List<CertificateFile> certificates();

    /** Returns the disk of the data directory; null when there is nothing to see. */
    @Nullable
    Disk disk();

    /** Returns the file of what this node owes to the audit; null when the process keeps no files. */
    default @Nullable Path auditFile() {
        return null;
    }

    /**
     * A file of certificates.
     *
     * @param from    begin of the one that ends first; null when the file cannot be read
     * @param until   its end
     * @param failure why the file cannot be read; empty when it can
     */
    record CertificateFile(String file, @Nullable Instant from, @Nullable Instant until, String failure) {}

    /** The disk behind a directory; bytes. */
    record Disk(String directory, boolean writable, long usable, long total) {}
}
