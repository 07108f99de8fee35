package io.spillway.gateway.proxy.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.spillway.gateway.snapshot.Transport;
import io.spillway.process.tls.CertificateFiles;
import io.spillway.process.tls.Credentials;
import io.spillway.process.tls.Identity;
import io.spillway.process.tls.Loaded;
import io.spillway.process.tls.PeerCheck;
import io.spillway.process.tls.PeerRule;
import io.spillway.process.tls.RateOfWords;
import io.spillway.process.tls.Reloadable;
import io.spillway.process.tls.TlsStartException;
import io.spillway.process.tls.Trust;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS towards other IDCs' gateways under this process's identity. Safe for all loops; reloaded by the thread that watches
 * files.
 */
public final class CrossingTls implements ClientTls, Reloadable {
    private static final Logger LOG = LoggerFactory.getLogger(CrossingTls.class);
    private static final String SIDE = "upstream";

    private final Identity identity;
    private final TlsSurroundings surroundings;
    private final RateOfWords words;
    private volatile Generation generation;

    private CrossingTls(Identity identity, TlsSurroundings surroundings, Generation generation) {
        this.identity = identity;
        this.surroundings = surroundings;
        this.generation = generation;
        this.words = new RateOfWords(surroundings.ticker());
    }

    /**
     * Reads the files.
     *
     * @throws TlsStartException when a file cannot be used, or when the certificate names nobody; the message says which
     */
    public static CrossingTls start(Identity identity, TlsSurroundings surroundings) throws TlsStartException {
        return switch (Generation.load(identity, surroundings)) {
            case Loaded.Good<Generation>(Generation read) -> new CrossingTls(identity, surroundings, read);
            case Loaded.Bad<Generation>(String reason) -> throw new TlsStartException("tls: " + reason);
        };
    }

    /** Talks to itself in memory, so that the first crossing finds everything loaded, and says when that fails. */
    public void rehearse() {
        try {
            generation.rehearse(identity.trustDomain());
        } catch (SSLException e) {
            LOG.warn("Identity {}: other gateways with the same trust would refuse it: {}",
                    identity.files().certificate(),
                    HandshakeOutcome.reason(e));
        }
    }

    @Override
    public @Nullable SslHandler newHandler(Channel channel, Transport.Crossing transport,
            List<String> protocols) {
        SslContext context = generation.context(new Way(transport, protocols));
        return context == null ? null : context.newHandler(channel.alloc(), surroundings.tasks());
    }

    @Override
    public String ended(Channel channel, Transport.Crossing transport, @Nullable Throwable failure) {
        if (failure == null) {
            surroundings.events().handshake(SIDE, HandshakeOutcome.OK);
            return HandshakeOutcome.OK;
        }
        surroundings.events().handshake(SIDE, HandshakeOutcome.of(failure));
        if (words.allowed()) {
            LOG.warn("Crossing to {} at {}: no handshake: {}", transport.idc(), channel.remoteAddress(),
                    HandshakeOutcome.reason(failure));
        }
        return HandshakeOutcome.connectFailure(failure);
    }

    @Override
    public String name() {
        return "identity";
    }

    @Override
    public List<Path> files() {
        return CertificateFiles.paths(List.of(identity.files()), identity.trust());
    }

    @Override
    public @Nullable String reload(Instant now) {
        return switch (Generation.load(identity, surroundings)) {
            case Loaded.Good<Generation>(Generation read) -> {
                generation = read;
                yield null;
            }
            case Loaded.Bad<Generation>(String reason) -> reason;
        };
    }

    @Override
    public Instant notAfter() {
        return generation.credentials.notAfter();
    }

    /** What a context is for. */
    private record Way(Transport.Crossing transport, List<String> protocols) {}

    /** What was read from the files at one time; contexts are made when an IDC is first dialed, and are few. */
    private record Generation(Credentials credentials, KeyManagerFactory key, Trust trust, TlsProvider provider,
            Map<Way, SslContext> contexts) {

        static Loaded<Generation> load(Identity identity, TlsSurroundings surroundings) {
            Credentials credentials;
            switch (Credentials.read(identity.files(), surroundings.clock().instant())) {
                case Loaded.Good<Credentials>(Credentials read) -> credentials = read;
                case Loaded.Bad<Credentials>(String reason) -> {
                    return new Loaded.Bad<>(reason);
                }
            }
            if (credentials.identity() == null
                    || !credentials.identity().trustDomain().equals(identity.trustDomain())) {
                return new Loaded.Bad<>(identity.files().certificate() + ": names "
                        + (credentials.identity() == null ? "nobody of ours" : credentials.identity())
                        + " (expected: one URI spiffe://" + identity.trustDomain()
                        + "/idc/<idc>/<role>/<id> as subject alternative name)");
            }
            return switch (Trust.read(identity.trust())) {
                case Loaded.Good<Trust>(Trust read) -> of(identity, credentials, read, surroundings.provider());
                case Loaded.Bad<Trust>(String reason) -> new Loaded.Bad<>(reason);
            };
        }

        private static Loaded<Generation> of(Identity identity, Credentials credentials, Trust trust,
                TlsProvider provider) {
            try {
                return new Loaded.Good<>(new Generation(credentials, OwnKey.ready(credentials, provider), trust,
                        provider, new ConcurrentHashMap<>()));
            } catch (GeneralSecurityException | IOException e) {
                return new Loaded.Bad<>(identity.files().key() + ": cannot be used for TLS: " + e.getMessage()
                        + " (expected: an RSA or EC key)");
            }
        }

        @Nullable
        SslContext context(Way way) {
            SslContext made = contexts.get(way);
            return made == null ? contexts.computeIfAbsent(way, this::build) : made;
        }

        void rehearse(String trustDomain) throws SSLException {
            SslContextBuilder server = SslContextBuilder.forServer(credentials.key(), credentials.chainArray())
                    .clientAuth(ClientAuth.REQUIRE).trustManager(new PeerCheck(trust, PeerRule.crossing(trustDomain)));
            Suite.apply(server, provider, "TLSv1.2", List.of());
            String idc = credentials.identity() == null ? "" : credentials.identity().idc();
            Rehearsal.play(server.build(),
                    build(new Way(new Transport.Crossing(trustDomain, idc), List.of())));
        }

        private SslContext build(Way way) {
            SslContextBuilder builder = SslContextBuilder.forClient()
                    .keyManager(key)
                    .trustManager(new PeerCheck(trust,
                            PeerRule.gatewayOf(way.transport().trustDomain(), way.transport().idc())))
                    // Who answers is decided by the SPIFFE id, not by the host that was dialed.
                    .endpointIdentificationAlgorithm("");
            Suite.apply(builder, provider, "TLSv1.2", way.protocols());
            try {
                SslContext context = builder.build();
                Resumption.off(context);
                return context;
            } catch (SSLException e) {
                throw new IllegalStateException("credentials that were read cannot be used: " + e.getMessage(), e);
            }
        }
    }
}
