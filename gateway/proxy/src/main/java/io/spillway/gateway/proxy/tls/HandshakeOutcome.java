package io.spillway.gateway.proxy.tls;

import java.security.cert.CertificateException;
import java.util.Locale;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.spillway.process.tls.PeerCheck;
import org.jspecify.annotations.Nullable;

/** Names what became of a handshake, by its exception. Pure. */
final class HandshakeOutcome {
    static final String OK = "ok";
    static final String RESUMED = "resumed";
    static final String PEER_REFUSED = "peer_refused";
    static final String TIMED_OUT = "timed_out";
    static final String NOT_TLS = "not_tls";
    static final String UNKNOWN_NAME = "unknown_name";
    static final String FAILED = "failed";
    private static final int DEEPEST = 10;

    private HandshakeOutcome() {}

    static String of(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            String outcome = name(cause);
            if (outcome != null) {
                return outcome;
            }
            cause = cause.getCause();
        }
        return FAILED;
    }

    private static @Nullable String name(Throwable cause) {
        return switch (cause) {
            case PeerCheck.PeerRefused _ -> PEER_REFUSED;
            case CertificateException _ -> PEER_REFUSED;
            case SslHandshakeTimeoutException _ -> TIMED_OUT;
            case NotSslRecordException _ -> NOT_TLS;
            case UnknownName _ -> UNKNOWN_NAME;
            default -> null;
        };
    }

    /** Returns the deepest message that says something, in one line. */
    static String reason(Throwable failure) {
        String reason = failure.getClass().getSimpleName();
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                reason = cause.getMessage();
            }
            if (cause instanceof PeerCheck.PeerRefused) {
                return reason;
            }
            cause = cause.getCause();
        }
        return reason.lines().findFirst().orElse("").strip();
    }

    /** Returns what the caller of a connection is told. */
    static String connectFailure(Throwable failure) {
        return "tls_" + of(failure).toLowerCase(Locale.ROOT);
    }

    /** The client names a site that is not served here. */
    static final class UnknownName extends Exception {
        private static final long serialVersionUID = 1;

        UnknownName(String name) {
            super("no certificate for the name " + name);
        }
    }
}
