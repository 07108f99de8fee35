package io.spillway.process.tls;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import io.spillway.model.identity.SpiffeId;
import io.spillway.process.lifecycle.ExitCode;
import io.spillway.process.lifecycle.Lifecycle;
import io.spillway.process.lifecycle.StartRefused;

/** The identity of a process that has one, kept up with its files until the process ends. */
public final class WatchedIdentity {
    /** How soon a new certificate is seen. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private WatchedIdentity() {}

    /**
     * Reads the files, watches them, and reads them at once when the process is told to reload.
     *
     * @param id whom the certificate must name
     * @throws StartRefused when the files cannot be used; the message names the file and what was expected
     */
    public static OwnIdentity start(Identity identity, SpiffeId id, InstantSource clock, CertificateEvents events,
            Lifecycle lifecycle) throws StartRefused {
        try {
            OwnIdentity own = OwnIdentity.start("identity", identity, id, clock);
            CertificateWatch watch = CertificateWatch.start(List.of(own), LOOK, clock, events);
            lifecycle.add("certificates", watch);
            lifecycle.onReload("certificates", List.of(), _ -> watch.lookNow());
            return own;
        } catch (TlsStartException e) {
            throw new StartRefused(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
    }
}
