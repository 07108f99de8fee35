package io.spillway.process.tls;

import java.time.Instant;

/** Hears of certificates. Called by the thread that watches files; must not block. */
public interface CertificateEvents {

    /**
     * Certificates were read, or a new version of them was refused.
     *
     * @param name who uses them, for example {@code listeners.entrance} or {@code identity}
     * @param notAfter when those in use end
     * @param reloadFailed whether newer files lie there that cannot be used
     */
    void certificates(String name, Instant notAfter, boolean reloadFailed);
}
