package io.spillway.gateway.proxy.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

import org.jspecify.annotations.Nullable;

/**
 * Accepts a peer whose chain leads to somebody whom we trust and whose name follows the rule. Host names play no part: a
 * process is who its SPIFFE id says, wherever it listens. Safe for all threads.
 */
final class PeerCheck extends X509ExtendedTrustManager {
    private static final X509Certificate[] NONE = new X509Certificate[0];

    private final Trust trust;
    private final @Nullable PeerRule rule;

    /** Creates a check; without a rule every name is welcome. */
    PeerCheck(Trust trust, @Nullable PeerRule rule) {
        this.trust = trust;
        this.rule = rule;
    }

    private void checkName(X509Certificate[] chain) throws PeerRefused {
        String refusal = rule == null ? null : rule.refusal(Credentials.identity(chain[0]));
        if (refusal != null) {
            throw new PeerRefused(refusal);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        trust.chains().checkClientTrusted(chain, authType);
        checkName(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        trust.chains().checkServerTrusted(chain, authType);
        checkName(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return rule == null ? trust.anchors().toArray(NONE) : NONE;
    }

    /** The peer is somebody whom we know and do not want here. */
    static final class PeerRefused extends CertificateException {
        private static final long serialVersionUID = 1;

        PeerRefused(String reason) {
            super(reason);
        }
    }
}
