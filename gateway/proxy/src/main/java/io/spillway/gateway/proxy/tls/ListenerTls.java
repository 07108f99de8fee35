package io.spillway.gateway.proxy.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.spillway.model.identity.SpiffeId;
import io.spillway.process.tls.CertificateFiles;
import io.spillway.process.tls.Credentials;
import io.spillway.process.tls.Loaded;
import io.spillway.process.tls.RateOfWords;
import io.spillway.process.tls.Reloadable;
import io.spillway.process.tls.TlsStartException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of one listener with certificates that can be exchanged: handshakes that begin after a {@link #reload} use the new
 * ones, open connections stay. Safe for all loops; reloaded by the thread that watches files.
 */
public final class ListenerTls implements ServerTls, Reloadable {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerTls.class);

    private final String role;
    private final ServerTlsSettings settings;
    private final TlsSurroundings surroundings;
    private final TicketKeys tickets;
    private final RateOfWords words;
    private volatile ServerContexts contexts;

    private ListenerTls(String role, ServerTlsSettings settings, TlsSurroundings surroundings,
            ServerContexts contexts) {
        this.role = role;
        this.settings = settings;
        this.surroundings = surroundings;
        this.contexts = contexts;
        this.words = new RateOfWords(surroundings.ticker());
        this.tickets = new TicketKeys(contexts.count(), surroundings.secrets(), surroundings.ticker());
        tickets.give(contexts);
    }

    /**
     * Reads the files.
     *
     * @param role the listener's
     * @throws TlsStartException when a file cannot be used; the message names it
     */
    public static ListenerTls start(String role, ServerTlsSettings settings, TlsSurroundings surroundings)
            throws TlsStartException {
        return switch (ServerContexts.load(settings, surroundings.provider(), surroundings.clock().instant())) {
            case Loaded.Good<ServerContexts>(ServerContexts read) ->
                new ListenerTls(role, settings, surroundings, read);
            case Loaded.Bad<ServerContexts>(String reason) -> throw new TlsStartException(
                    "listeners." + role + ".tls: " + reason);
        };
    }

    @Override
    public ChannelHandler newHandler(Channel channel) {
        return new ByName(contexts);
    }

    @Override
    public void ended(Channel channel, @Nullable Throwable failure) {
        if (failure == null) {
            surroundings.events().handshake(role, HandshakeOutcome.OK);
            return;
        }
        String outcome = HandshakeOutcome.of(failure);
        surroundings.events().handshake(role, outcome);
        if (outcome.equals(HandshakeOutcome.PEER_REFUSED) && words.allowed()) {
            LOG.warn("Listener {}: refused the certificate of {}: {}", role, channel.remoteAddress(),
                    HandshakeOutcome.reason(failure));
        }
    }

    @Override
    public @Nullable SpiffeId peer(SSLSession session) {
        if (settings.clients() == ServerTlsSettings.Clients.NONE) {
            return null;
        }
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate shown
                    ? Credentials.identity(shown)
                    : null;
        } catch (SSLPeerUnverifiedException e) {
            // It need not have one here.
            return null;
        }
    }

    @Override
    public String name() {
        return "listeners." + role;
    }

    @Override
    public List<Path> files() {
        return CertificateFiles.paths(settings.certificates(), settings.trust());
    }

    @Override
    public @Nullable String reload(Instant now) {
        return switch (ServerContexts.load(settings, surroundings.provider(), now)) {
            case Loaded.Good<ServerContexts>(ServerContexts read) -> {
                tickets.give(read);
                contexts = read;
                yield null;
            }
            case Loaded.Bad<ServerContexts>(String reason) -> reason;
        };
    }

    @Override
    public Instant notAfter() {
        return contexts.notAfter();
    }

    @Override
    public void tick() {
        tickets.rotate(contexts);
    }

    /** Chooses the context when the client's first message is there, bounded in size and time. One channel's. */
    private final class ByName extends SniHandler {

        ByName(ServerContexts contexts) {
            super((name, promise) -> choose(contexts, name, promise), settings.clientHelloBytes(),
                    settings.handshakeTimeout().toMillis());
        }

        private static Future<SslContext> choose(ServerContexts contexts,
                @Nullable String name, Promise<SslContext> promise) {
            SslContext found = contexts.find(name);
            return found == null
                    ? promise.setFailure(new HandshakeOutcome.UnknownName(String.valueOf(name)))
                    : promise.setSuccess(found);
        }

        @Override
        protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
            Executor tasks = surroundings.tasks();
            SslHandler handler = context.newHandler(allocator, tasks);
            handler.setHandshakeTimeoutMillis(settings.handshakeTimeout().toMillis());
            return handler;
        }
    }
}
