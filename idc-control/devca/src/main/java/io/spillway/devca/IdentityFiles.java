package io.spillway.devca;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import io.spillway.model.identity.SpiffeId;
import org.jspecify.annotations.Nullable;

/**
 * The files of a process's development identity, {@code <folder>/<idc>/<role>-<id>.development.pem} and {@code .key}.
 *
 * @param identity whom they name
 * @param certificate the certificate's file
 * @param key the key's file
 * @param notAfter when the certificate ends
 * @param kept whether good ones were there already
 */
public record IdentityFiles(SpiffeId identity, Path certificate, Path key, Instant notAfter, boolean kept) {
    /** A certificate with less left is made anew, so that a run of the command always gives some days. */
    private static final Duration LEAST_LEFT = Duration.ofDays(CertificateRequest.DAYS / 3);

    /**
     * Makes an identity's files, or leaves them when they are good for a while.
     *
     * @throws IOException when a file cannot be written; the message names it
     */
    public static IdentityFiles make(DevelopmentAuthority authority, Path folder, SpiffeId identity, Instant now)
            throws IOException {
        Path base = folder.resolve(identity.idc());
        String name = identity.id().startsWith(identity.role().word() + "-")
                ? identity.id()
                : identity.role().word() + "-" + identity.id();
        Path certificate = base.resolve(name + ".development.pem");
        Path key = base.resolve(name + ".development.key");
        Issued there = good(authority, certificate, key, identity, now);
        Issued issued = there == null ? authority.issue(CertificateRequest.of(identity, now)) : there;
        if (there == null) {
            issued.write(certificate, key);
        }
        return new IdentityFiles(identity, certificate, key, issued.certificate().getNotAfter().toInstant(),
                there != null);
    }

    /** Returns what is there if it can stay, else null. */
    private static @Nullable Issued good(DevelopmentAuthority authority, Path certificate,
            Path key, SpiffeId identity, Instant now) {
        if (!Files.isRegularFile(certificate) || !Files.isRegularFile(key)) {
            return null;
        }
        try {
            Issued there = DevelopmentAuthority.read(certificate, key);
            boolean lasts = there.certificate().getNotAfter().toInstant().isAfter(now.plus(LEAST_LEFT));
            return lasts && authority.signed(there.certificate()) && Names.has(there.certificate(), identity.uri())
                    ? there
                    : null;
        } catch (IOException e) {
            return null;
        }
    }
}
