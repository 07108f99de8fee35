package io.spillway.gateway.proxy.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.spillway.process.tls.CertificateFiles;
import io.spillway.process.tls.Identity;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one listener.
 *
 * @param certificates at least one; the first is for clients that name no site or an unknown one
 * @param clients what is asked of clients
 * @param trust whose client certificates are believed; null when none are asked for
 * @param trustDomain what the SPIFFE ids of clients must begin with; null when clients need not be processes of ours
 * @param protocols what ALPN offers, best first, for example {@code h2, http/1.1}
 * @param strictNames whether a client that names an unknown site is refused
 * @param oldest {@code TLSv1.2} or {@code TLSv1.3}
 * @param handshakeTimeout from the connection's start to the end of the handshake
 * @param clientHelloBytes of the first message at most
 */
public record ServerTlsSettings(List<CertificateFiles> certificates, Clients clients, @Nullable Path trust,
        @Nullable String trustDomain, List<String> protocols, boolean strictNames, String oldest,
        Duration handshakeTimeout, int clientHelloBytes) {
    /** How long a handshake may take when nothing is said. */
    public static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(5);
    /** How long a first message may be when nothing is said; a hybrid post-quantum one has about 1,800 octets. */
    public static final int CLIENT_HELLO_BYTES = 16 * 1024;

    /** What is asked of clients. */
    public enum Clients {
        /** No certificate. */
        NONE,
        /** A certificate if they have one; a bad one is refused. */
        OPTIONAL,
        /** A certificate. */
        REQUIRED
    }

    public ServerTlsSettings {
        certificates = List.copyOf(certificates);
        protocols = List.copyOf(protocols);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("certificates: empty (expected: at least one)");
        }
        if (clients != Clients.NONE && trust == null) {
            throw new IllegalArgumentException("trust: missing (expected: a file, because client certificates are "
                    + clients + ")");
        }
    }

    /** Returns the TLS of a crossing listener: both ends show who they are. */
    public static ServerTlsSettings crossing(Identity identity, List<String> protocols) {
        return new ServerTlsSettings(List.of(identity.files()), Clients.REQUIRED, identity.trust(),
                identity.trustDomain(), protocols, false, "TLSv1.2", HANDSHAKE_TIMEOUT, CLIENT_HELLO_BYTES);
    }

    /** Returns the TLS of a listener for the public with one certificate. */
    public static ServerTlsSettings site(CertificateFiles certificate, List<String> protocols) {
        return new ServerTlsSettings(List.of(certificate), Clients.NONE, null, null, protocols, false, "TLSv1.2",
                HANDSHAKE_TIMEOUT, CLIENT_HELLO_BYTES);
    }
}
