package io.spillway.process.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

import io.spillway.model.identity.SpiffeId;
import org.jspecify.annotations.Nullable;

/**
 * Accepts a peer whose chain leads to somebody whom we trust and whose name follows the rule. Host names play no part: a
 * process is who its SPIFFE id says, wherever it listens. Safe for all threads.
 */
public final class PeerCheck extends X509ExtendedTrustManager {
    private static final int DEEPEST = 10;
    private static final X509Certificate[] NONE = new X509Certificate[0];

    private final Supplier<Trust> trust;
    private final @Nullable PeerRule rule;
    private final boolean namesIssuers;
    private final Consumer<String> refused;

    private PeerCheck(Supplier<Trust> trust, @Nullable PeerRule rule, boolean namesIssuers, Consumer<String> refused) {
        this.trust = trust;
        this.rule = rule;
        this.namesIssuers = namesIssuers;
        this.refused = refused;
    }

    /** Creates a check; without a rule every name is welcome, and clients are told whose certificates are. */
    public PeerCheck(Trust trust, @Nullable PeerRule rule) {
        this(() -> trust, rule, rule == null, _ -> {});
    }

    /**
     * Returns a check by whoever is trusted at the moment. It names no issuers, because a context would keep their names.
     *
     * @param rule null when every name is welcome
     * @param refused hears why somebody is refused
     */
    static PeerCheck current(Supplier<Trust> trust, @Nullable PeerRule rule, Consumer<String> refused) {
        return new PeerCheck(trust, rule, false, refused);
    }

    private void checkName(X509Certificate[] chain) throws PeerRefused {
        String refusal = rule == null ? null : rule.refusal(Credentials.identity(chain[0]));
        if (refusal != null) {
            throw new PeerRefused(refusal);
        }
    }

    /** One of the two sides that a chain may be of. */
    private interface Side {

        void check(X509TrustManager chains, X509Certificate[] chain, String authType) throws CertificateException;
    }

    private void check(Side side, X509Certificate[] chain, String authType) throws CertificateException {
        try {
            side.check(trust.get().chains(), chain, authType);
            checkName(chain);
        } catch (CertificateException e) {
            throw told(chain, e);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(X509TrustManager::checkClientTrusted, chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(X509TrustManager::checkServerTrusted, chain, authType);
    }

    private CertificateException told(X509Certificate[] chain, CertificateException refusal) {
        SpiffeId named = Credentials.identity(chain[0]);
        refused.accept(
                (named == null ? "a certificate that names nobody" : "the certificate of " + named) + ", valid until "
                        + chain[0].getNotAfter().toInstant() + ": " + reason(refusal));
        return refusal;
    }

    /** Returns the innermost reason: the outer ones only say that a chain did not do. */
    private static String reason(Throwable refusal) {
        Throwable inner = refusal;
        for (int depth = 0; inner.getCause() != null && depth < DEEPEST; depth++) {
            inner = inner.getCause();
        }
        return String.valueOf(inner.getMessage());
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
        return namesIssuers ? trust.get().anchors().toArray(NONE) : NONE;
    }

    /** The peer is somebody whom we know and do not want here. */
    public static final class PeerRefused extends CertificateException {
        private static final long serialVersionUID = 1;

        PeerRefused(String reason) {
            super(reason);
        }
    }
}
