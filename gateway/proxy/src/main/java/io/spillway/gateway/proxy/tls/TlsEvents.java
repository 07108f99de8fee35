package io.spillway.gateway.proxy.tls;

import java.time.Instant;

/** Hears of handshakes and certificates. Called by event loops and by the thread that watches files; must not block. */
public interface TlsEvents {
    /** Nobody listens. */
    TlsEvents NONE = new TlsEvents() {
        @Override
        public void handshake(String side, String outcome) {
            // nobody listens
        }

        @Override
        public void certificates(String name, Instant notAfter, boolean reloadFailed) {
            // nobody listens
        }
    };

    /**
     * A handshake has ended.
     *
     * @param side the listener's role, or {@code upstream}
     * @param outcome {@code ok}, {@code resumed}, {@code peer_refused}, {@code timed_out}, {@code not_tls},
     *        {@code unknown_name} or {@code failed}
     */
    void handshake(String side, String outcome);

    /**
     * Certificates were read, or a new version of them was refused.
     *
     * @param name who uses them, for example {@code listeners.entrance} or {@code identity}
     * @param notAfter when those in use end
     * @param reloadFailed whether newer files lie there that cannot be used
     */
    void certificates(String name, Instant notAfter, boolean reloadFailed);
}
