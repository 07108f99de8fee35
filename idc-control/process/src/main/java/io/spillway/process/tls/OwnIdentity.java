package io.spillway.process.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

import io.spillway.model.identity.SpiffeId;
import org.jspecify.annotations.Nullable;

/**
 * The identity of this process, as of the newest good files. What it gives out is put into a context once: every handshake
 * takes the certificate and the authorities of its moment, and connections that are open go on. Safe for all threads;
 * reloaded by the one that watches files.
 */
public final class OwnIdentity implements Reloadable {
    private final String label;
    private final Identity identity;
    private final SpiffeId id;
    private volatile Generations generations;

    private OwnIdentity(String label, Identity identity, SpiffeId id, Generations generations) {
        this.label = label;
        this.identity = identity;
        this.id = id;
        this.generations = generations;
    }

    /**
     * Reads the files.
     *
     * @param label who uses them, for people and metrics
     * @param id whom the certificate must name
     * @throws TlsStartException when a file cannot be used, or when the certificate names somebody else; the message says
     *         which, and what was expected
     */
    public static OwnIdentity start(String label, Identity identity, SpiffeId id, InstantSource clock)
            throws TlsStartException {
        return switch (Generation.load(identity, id, 0, clock.instant())) {
            case Loaded.Good<Generation>(Generation first) ->
                new OwnIdentity(label, identity, id, new Generations(first, null));
            case Loaded.Bad<Generation>(String reason) -> throw new TlsStartException("tls: " + reason);
        };
    }

    /** Returns whom the certificate names. */
    public SpiffeId id() {
        return id;
    }

    /** Returns what shows the certificate to others. */
    public X509ExtendedKeyManager keys() {
        return new CurrentKeys(() -> generations);
    }

    /**
     * Returns what believes others.
     *
     * @param rule whom they must be; null for anybody with a certificate of our authorities
     * @param refused hears why one is refused, on the thread of the handshake
     */
    public X509ExtendedTrustManager peers(@Nullable PeerRule rule, Consumer<String> refused) {
        return PeerCheck.current(() -> generations.current.trust, rule, refused);
    }

    @Override
    public String name() {
        return label;
    }

    @Override
    public List<Path> files() {
        return CertificateFiles.paths(List.of(identity.files()), identity.trust());
    }

    @Override
    public @Nullable String reload(Instant now) {
        Generation before = generations.current;
        return switch (Generation.load(identity, id, before.number + 1, now)) {
            case Loaded.Good<Generation>(Generation read) -> {
                generations = new Generations(read, before);
                yield null;
            }
            case Loaded.Bad<Generation>(String reason) -> reason;
        };
    }

    @Override
    public Instant notAfter() {
        return generations.current.notAfter;
    }

    /** The newest, and the one before it for handshakes that have begun. */
    record Generations(Generation current, @Nullable Generation previous) {}

    /** What was read from the files at one time; aliases of its keys are of no other generation. */
    record Generation(long number, X509ExtendedKeyManager keys, Trust trust, Instant notAfter) {
        private static final char[] PASSWORD = "memory".toCharArray();

        static Loaded<Generation> load(Identity identity, SpiffeId id, long number, Instant now) {
            Credentials own;
            switch (Credentials.read(identity.files(), now)) {
                case Loaded.Good<Credentials>(Credentials read) -> own = read;
                case Loaded.Bad<Credentials>(String reason) -> {
                    return new Loaded.Bad<>(reason);
                }
            }
            if (!id.equals(own.identity())) {
                return new Loaded.Bad<>(identity.files().certificate() + ": names "
                        + (own.identity() == null ? "nobody" : own.identity()) + " (expected: one URI name, " + id
                        + ")");
            }
            return switch (Trust.read(identity.trust())) {
                case Loaded.Good<Trust>(Trust trust) -> made(own, trust, number);
                case Loaded.Bad<Trust>(String reason) -> new Loaded.Bad<>(reason);
            };
        }

        private static Loaded<Generation> made(Credentials own, Trust trust, long number) {
            try {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry("own-" + number, own.key(), PASSWORD, own.chainArray());
                // By this name and not the default: it takes aliases as they are in the store.
                KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
                factory.init(store, PASSWORD);
                for (KeyManager one : factory.getKeyManagers()) {
                    if (one instanceof X509ExtendedKeyManager keys) {
                        return new Loaded.Good<>(new Generation(number, keys, trust, own.notAfter()));
                    }
                }
                return new Loaded.Bad<>("no X.509 key manager in this JDK");
            } catch (GeneralSecurityException | IOException e) {
                return new Loaded.Bad<>("the key cannot be used: " + e.getMessage());
            }
        }
    }
}
