package io.spillway.gateway.proxy.tls;

import java.time.Instant;

import io.spillway.process.tls.CertificateEvents;

/** Hears of handshakes and certificates. Called by event loops and by the thread that watches files; must not block. */
public interface TlsEvents extends CertificateEvents {
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
}
