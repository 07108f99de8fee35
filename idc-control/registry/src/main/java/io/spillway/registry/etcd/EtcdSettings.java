package io.spillway.registry.etcd;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Settings of an {@link EtcdRegistry}.
 *
 * @param endpoints client addresses of the members, {@code http://host:port} or {@code https://host:port}; at least one
 * @param tls files for TLS, null for none; then endpoints must be {@code http}
 * @param identityFile where this node remembers which registry it knows; its folder must exist
 * @param callTimeout the longest a call waits for its answer
 * @param probeInterval how often it is checked that the etcd answers and is the known one
 * @param silence a watch that hears nothing for this long, though asked, is opened anew
 * @param pageKeys how many keys of a range come in one answer, at least 1
 */
public record EtcdSettings(List<URI> endpoints, @Nullable Tls tls, Path identityFile, Duration callTimeout,
        Duration probeInterval, Duration silence, int pageKeys) {

    /** A page of usual records is about a megabyte: etcd answers it within milliseconds, and other calls come in between. */
    private static final int USUAL_PAGE_KEYS = 4000;

    /** Refuses impossible values with an IllegalArgumentException. */
    public EtcdSettings {
        endpoints = List.copyOf(endpoints);
        String scheme = tls == null ? "http" : "https";
        if (pageKeys < 1) {
            throw new IllegalArgumentException("pageKeys: " + pageKeys + " (expected: at least 1)");
        }
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("endpoints: none (expected: at least one " + scheme + "://host:port)");
        }
        for (URI endpoint : endpoints) {
            if (!scheme.equals(endpoint.getScheme()) || endpoint.getHost() == null || endpoint.getPort() < 1) {
                throw new IllegalArgumentException(
                        "endpoints: \"" + endpoint + "\" (expected: " + scheme + "://host:port)");
            }
        }
    }

    /** Returns the usual settings: calls end after 3 s, probes come each second, silence is 5 s, pages have 4,000 keys. */
    public static EtcdSettings of(List<URI> endpoints, @Nullable Tls tls, Path identityFile) {
        return new EtcdSettings(endpoints, tls, identityFile, Duration.ofSeconds(3), Duration.ofSeconds(1),
                Duration.ofSeconds(5), USUAL_PAGE_KEYS);
    }

    /**
     * PEM files for TLS to etcd.
     *
     * @param ca the authority that signed the members' certificates
     * @param cert this node's certificate, null when the members do not ask for one
     * @param key its private key (PKCS#8), null exactly when {@code cert} is
     */
    public record Tls(Path ca, @Nullable Path cert, @Nullable Path key) {

        /** Refuses one of certificate and key without the other. */
        public Tls {
            if ((cert == null) != (key == null)) {
                throw new IllegalArgumentException("tls: cert " + cert + ", key " + key + " (expected: both or none)");
            }
        }
    }
}
